"""Packages of which two layers bring two versions at one path: what Lambda leaves there is of both."""

from collections.abc import Iterator

from layerlint.environment.node.places import package_folder, package_name
from layerlint.environment.overlay import Loss, Overlay
from layerlint.environment.tree import Place
from layerlint.facts.package_json import PackageJson, read_package_json
from layerlint.named_tuple import NamedTuple

MANIFEST = "/package.json"


class Mixed(NamedTuple):
    loss: Loss
    folder: str  #: of the package, relative to the layers' root
    lost: str  #: the version of the layer that loses
    kept: str  #: the version of the layer that wins
    left: tuple[str, ...]  #: files that only the losing version has, and that stay

    @property
    def name(self) -> str:
        return package_name(f"/{self.folder}")


def mixed(overlay: Overlay) -> Iterator[Mixed]:
    """One for each package of two versions, and each pair of layers."""
    for loss in overlay.losses:
        for path in loss.different:
            folder = path.removesuffix(MANIFEST)
            if path.endswith(MANIFEST) and package_folder(f"/{path}") == f"/{folder}":
                lost, kept = (_version(mount_place) for mount_place in _places(loss, path))
                if lost and kept and lost != kept:
                    yield Mixed(loss, folder, lost, kept, _left(loss, folder))


def _places(loss: Loss, path: str) -> Iterator[Place | None]:
    for mount in (loss.loser, loss.winner):
        entry = mount.contents.archive.files.get(path)
        yield Place(mount, entry) if entry else None


def _version(place: Place | None) -> str:
    manifest = read_package_json(place.path, place.read()) if place else None
    return manifest.version if isinstance(manifest, PackageJson) else ""


def _left(loss: Loss, folder: str) -> tuple[str, ...]:
    mine, theirs = loss.loser.contents.archive.files, loss.winner.contents.archive.files
    below = f"{folder}/"
    return tuple(path for path in mine if path.startswith(below) and path not in theirs)
