"""Binaries that a target cannot load, gathered by cause: one mistake is one trouble."""

from collections.abc import Iterable, Iterator, Sequence

from layerlint.enumeration import Enum
from layerlint.environment.linker.misfit import VERSIONS, Kind, Misfit, numbers
from layerlint.named_tuple import NamedTuple

NUMBERED = (Kind.GLIBC, Kind.LIBSTDCXX)


class Weight(Enum):
    """How much it matters; the names are those of the severities that claim the same."""

    WARNING = 1
    ERROR = 2


class Trouble(NamedTuple):
    kind: Kind
    weight: Weight
    archive: str
    owners: tuple[str, ...]  #: distributions, folders or members, sorted
    paths: tuple[str, ...]
    misfits: tuple[Misfit, ...]
    consequence: str  #: what happens on the target, one clause
    chain: tuple[str, ...] = ()  #: the imports that lead to it
    packages: tuple[str, ...] = ()  #: the npm packages to install again
    installed: bool = False  #: the owners are Python distributions or packages, which pip can install again

    @property
    def certain(self) -> bool:
        return all(item.certain for item in self.misfits)

    @property
    def wants(self) -> str:
        """What the binaries were built for or need: all names, or the newest version."""
        names = sorted({item.wants for item in self.misfits})
        if self.kind in NUMBERED:
            return max(names, key=numbers)
        return " and ".join(names)

    @property
    def subject(self) -> str:
        """Who it is about: "python/a.so", "14 binaries of numpy and pandas"."""
        if len(self.paths) == 1:
            return self.paths[0]
        return f"{len(self.paths)} binaries of {listed(self.owners)}"

    def verb(self, one: str, many: str) -> str:
        return one if len(self.paths) == 1 else many


def listed(names: Sequence[str], most: int = 4) -> str:
    """The names as a person lists them; those over `most` are counted."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else "".join(shown)


def merged(troubles: Iterable[Trouble]) -> tuple[Trouble, ...]:
    """One trouble for each cause in each archive; the consequence that weighs most stands for all.

    What was built for another platform was so by one mistake, however much each part matters. Versions are told
    apart by weight: a library that cannot be loaded and one that only some images load are two findings.
    """
    groups: dict[object, list[Trouble]] = {}
    for item in _told_once(list(troubles)):
        apart = (item.weight, item.certain) if item.kind in VERSIONS else None
        groups.setdefault((item.kind, item.archive, apart), []).append(item)
    return tuple(_joined(group) for group in groups.values())


def _told_once(troubles: Sequence[Trouble]) -> Iterator[Trouble]:
    """What fails for certain is not told again with less weight."""
    grave = {(item.kind, item.archive, path) for item in troubles if item.weight is Weight.ERROR for path in item.paths}
    for item in troubles:
        left = tuple(path for path in item.paths if (item.kind, item.archive, path) not in grave)
        if item.weight is Weight.ERROR:
            yield item
        elif left:
            yield item._replace(paths=left)


def _joined(group: Sequence[Trouble]) -> Trouble:
    first = min(group, key=lambda item: (-item.weight.value, len(item.chain), item.owners))
    return first._replace(
        packages=tuple(sorted({name for item in group for name in item.packages})),
        installed=all(item.installed for item in group),
        owners=tuple(sorted({owner for item in group for owner in item.owners})),
        paths=tuple(sorted({path for item in group for path in item.paths}, key=_brought_along_last)),
        misfits=tuple(sorted({each for item in group for each in item.misfits}, key=lambda each: each.wants)),
    )


def _brought_along_last(path: str) -> tuple[bool, str]:
    """Modules before the libraries that their wheel carries."""
    return ".libs/" in path, path
