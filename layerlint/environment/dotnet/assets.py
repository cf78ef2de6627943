"""What a publish says that its packages bring, against what is there and what the target loads."""

from collections.abc import Iterator, Mapping, Sequence

from layerlint.environment.dotnet.publish import Publish
from layerlint.environment.dotnet.rids import PROCESSORS
from layerlint.environment.linker.misfit import Misfit, misfit
from layerlint.environment.tree import Place
from layerlint.facts.dotnet.published import Asset, Dependencies
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import Target


class Unfit(NamedTuple):
    """A package whose native libraries the target does not load."""

    package: str
    paths: tuple[str, ...]
    clause: str  #: what is so with them, to stand behind a name


def place_of(asset: Asset, publish: Publish) -> Place | None:
    """The file, where a publish puts it: under its path, or at the root under its name."""
    names = (asset.path, asset.file, asset.local)
    return next((place for name in names if name and (place := publish.tree.file(name))), None)


def unfit_natives(found: Dependencies, publish: Publish, target: Target) -> Iterator[Unfit]:
    packages: dict[str, list[Asset]] = {}
    for asset in found.assets:
        if asset.native:
            packages.setdefault(asset.package, []).append(asset)
    for package, assets in packages.items():
        wrong = _unfit(assets, publish, target)
        if wrong is not None:
            yield Unfit(package, tuple(sorted(wrong)), _clause(wrong))


def _clause(wrong: Mapping[str, str]) -> str:
    return next(iter(wrong.values()))


def _unfit(assets: Sequence[Asset], publish: Publish, target: Target) -> Mapping[str, str] | None:
    """The Linux libraries by path and what is wrong with them; None where some fits, or Linux was not meant at all."""
    linux = [asset for asset in assets if is_linux(asset.rid) and ".so" in asset.path]
    mine = [asset for asset in linux if suits(asset.rid, target)]
    if linux and not mine:
        others = sorted({asset.rid for asset in linux})
        return {asset.path: f"is there for {' and '.join(others)}" for asset in linux}
    wrong: dict[str, str] = {}
    for asset in mine:
        place = place_of(asset, publish)
        if place is not None:
            fault = _fault(place, target)
            if fault is None:
                return None
            wrong[place.path] = fault.clause
    return wrong or None


def _fault(place: Place, target: Target) -> Misfit | None:
    native = place.mount.contents.natives.get(place.path)
    return misfit(native, target) if native else None


def is_linux(rid: str) -> bool:
    """Without a platform, a library of that kind is for the one that was published for."""
    return not rid or rid.partition("-")[0] in ("linux", "unix", "any")


def suits(rid: str, target: Target) -> bool:
    """Whether the host takes files for that platform on Lambda: glibc, and the target's processor or any."""
    parts = rid.split("-")
    return "musl" not in parts and (len(parts) == 1 or parts[-1] == PROCESSORS[target.architecture])
