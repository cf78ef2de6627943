"""What keeps an image from being loaded: its own bytes, or those of a library that it brings along."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from layerlint.environment.linker.misfit import Misfit, misfit
from layerlint.environment.tree import Place, Tree
from layerlint.facts.native import Elf, Native
from layerlint.platform.records import Target

ORIGINS = ("$ORIGIN", "${ORIGIN}")


class Blame(NamedTuple):
    """The image at fault, which is the one asked about or one that it needs, and its fault."""

    place: Place
    misfit: Misfit


class Images:
    """Judges the images of a tree for one system and architecture, each once.

    Libraries count where RPATH or RUNPATH leads to them.
    """

    def __init__(self, tree: Tree, target: Target) -> None:
        self.tree = tree
        self.target = target
        self._known: dict[str, Blame | None] = {}
        self._own: dict[str, Misfit | None] = {}

    def misfit(self, native: Native) -> Misfit | None:
        """Why the image itself cannot be loaded, or may not be."""
        if native.path not in self._own:
            self._own[native.path] = misfit(native, self.target, self._bundled(native))
        return self._own[native.path]

    def blame(self, path: str) -> Blame | None:
        """Why loading the member fails for certain; None where nothing in the tree says so, or it is no binary."""
        if path not in self._known:
            self._known[path] = None  # libraries may need one another in a circle
            self._known[path] = self._blame(path)
        return self._known[path]

    def _blame(self, path: str) -> Blame | None:
        native = self._native(path)
        place = self.tree.file(path)
        if native is None or place is None:
            return None
        item = self.misfit(native)
        if item is not None:
            return Blame(place, item) if item.certain else None
        return next((found for library in self._libraries(native) if (found := self.blame(library))), None)

    def _bundled(self, native: Native) -> frozenset[str]:
        """The needed libraries that RPATH, which the loader follows before anything else, finds in the tree."""
        elf = native.elf
        if elf is None or elf.runpath:
            return frozenset()
        return frozenset(name for name in elf.needed if self._find(name, native.path, elf.rpath))

    def _libraries(self, native: Native) -> Iterator[str]:
        elf: Elf | None = native.elf
        for name in elf.needed if elf else ():
            found = self._find(name, native.path, elf.runpath or elf.rpath) if elf else None
            if found:
                yield found

    def _find(self, name: str, user: str, folders: Iterable[str]) -> str | None:
        for folder in folders:
            inside = self._inside(folder, user.rpartition("/")[0])
            path = None if inside is None else f"{inside}/{name}".strip("/")
            if path and self.tree.file(path):
                return path
        return None

    def _inside(self, folder: str, origin: str) -> str | None:
        """The folder relative to the tree's root; None where it is outside."""
        for word in ORIGINS:
            folder = folder.replace(word, f"{self.tree.root}/{origin}")
        parts: list[str] = []
        for part in folder.split("/"):
            if part == "..":
                del parts[-1:]
            elif part not in ("", "."):
                parts.append(part)
        path, root = "/".join(parts), self.tree.root.strip("/")
        if path == root:
            return ""
        return path[len(root) + 1 :] if path.startswith(root + "/") else None

    def _native(self, path: str) -> Native | None:
        place = self.tree.file(path)
        return None if place is None else place.mount.contents.natives.get(place.path)


class ImageStore:
    """Images of several trees, shared by all targets of one system and architecture."""

    def __init__(self, trees: Iterable[Tree]) -> None:
        self.trees = tuple(trees)
        self._known: dict[tuple[str, str], tuple[Images, ...]] = {}

    def of(self, target: Target) -> tuple[Images, ...]:
        """One for each tree, in their order."""
        key = (target.runtime.system.name, target.architecture)
        if key not in self._known:
            self._known[key] = tuple(Images(tree, target) for tree in self.trees)
        return self._known[key]
