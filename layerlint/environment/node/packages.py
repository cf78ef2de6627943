"""The package.json files of a stack, each read once."""

from layerlint.environment.disk import Disk, parents
from layerlint.environment.tree import Place
from layerlint.facts.malformed import Malformed
from layerlint.facts.package_json import LARGEST, PackageJson, read_package_json

Manifest = PackageJson | Malformed


class Packages:
    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self._known: dict[str, Manifest | None] = {}
        self._scopes: dict[str, str | None] = {}

    def at(self, folder: str) -> Manifest | None:
        """The package.json of a folder; None where it has none."""
        if folder not in self._known:
            place = self.disk.place(f"{folder.rstrip('/')}/package.json")
            self._known[folder] = None if place is None else _read(place)
        return self._known[folder]

    def scope(self, file: str) -> str | None:
        """The folder of the package that a file belongs to: the nearest with a package.json, inside node_modules."""
        folder = file.rpartition("/")[0] or "/"
        if folder not in self._scopes:
            self._scopes[folder] = self._scope(folder)
        return self._scopes[folder]

    def _scope(self, folder: str) -> str | None:
        for each in parents(folder):
            if each.endswith("/node_modules"):
                return None
            if self.at(each) is not None:
                return each
        return None

    def is_module(self, file: str) -> bool:
        """Whether the file is an ES module by its name and package."""
        return file.endswith((".mjs", ".mts")) or (file.endswith((".js", ".ts")) and self.is_module_scope(file))

    def is_module_scope(self, file: str) -> bool:
        """Whether the nearest package.json makes .js files ES modules."""
        folder = self.scope(file)
        manifest = self.at(folder) if folder else None
        return isinstance(manifest, PackageJson) and manifest.is_module


def _read(place: Place) -> Manifest:
    if place.entry.size > LARGEST or not place.can_be_read:
        return Malformed(place.path, "cannot be read", unread=True)
    return read_package_json(place.path, place.read())
