"""Where the dynamic loader looks for a library: the steps of ld.so over what a stack mounts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from layerlint.environment.tree import Place, Tree
from layerlint.facts.native import Elf, Native
from layerlint.platform.records import Target

PLATFORM_WORDS = {"x86_64": "x86_64", "arm64": "aarch64"}


class Object(NamedTuple):
    """A library on its way into the process, and the one that asked for it."""

    place: Place
    elf: Elf
    loader: "Object | None" = None

    @property
    def origin(self) -> str:
        return self.place.absolute.rpartition("/")[0]

    def ancestry(self) -> Iterator["Object"]:
        """The object, its loader, the loader's loader and so on."""
        current: Object | None = self
        while current is not None:
            yield current
            current = current.loader


class LibrarySearch:
    """Finds files of a stack for one target.

    `has` tells whether the image is known to hold a library, which then hides one in the folders behind its own.
    """

    def __init__(
        self, trees: Sequence[Tree], target: Target, library_path: Sequence[str], has: Callable[[str], bool]
    ) -> None:
        self.trees = trees
        self.target = target
        self.library_path = tuple(library_path)
        self._has = has

    def find(self, soname: str, user: Object) -> Place | None:
        """The first file that suits the machine, which ld.so would take; None where it is the image's, or nowhere."""
        if "/" in soname:
            return self._suiting(self._inside(soname, user.origin))
        for folder in self.folders(user):
            place = self._suiting(f"{folder}/{soname}")
            if place is not None or (folder in self.library_path and self._is_system(folder) and self._has(soname)):
                return place
        return None

    def stack_folders(self, user: Object) -> Iterator[str]:
        """Those of `folders` that lie in the stack; what the object names itself is told even where it is not there."""
        for folder in self.folders(user):
            tree = next((tree for tree in self.trees if f"{folder}/".startswith(f"{tree.root}/")), None)
            if tree and (folder not in self.library_path or tree.has_folder(folder[len(tree.root) + 1 :])):
                yield folder

    def _is_system(self, folder: str) -> bool:
        return not f"{folder}/".startswith(("/opt/", "/var/task/"))

    def folders(self, user: Object) -> Iterator[str]:
        """Absolute, in order: RPATH of the object and its loaders, LD_LIBRARY_PATH, RUNPATH."""
        if not user.elf.runpath:
            for each in user.ancestry():
                yield from self._inside_all(each.elf.rpath, each.origin)
        yield from self.library_path
        yield from self._inside_all(user.elf.runpath, user.origin)

    def _inside_all(self, folders: Iterable[str], origin: str) -> Iterator[str]:
        return (self._inside(folder, origin) for folder in folders)

    def _inside(self, folder: str, origin: str) -> str:
        """The path with its words replaced and its dots resolved; relative ones start at the working folder."""
        words = {"ORIGIN": origin, "LIB": "lib64", "PLATFORM": PLATFORM_WORDS[self.target.architecture]}
        for word, value in words.items():
            folder = folder.replace(f"${{{word}}}", value).replace(f"${word}", value)
        parts: list[str] = []
        for part in (folder if folder.startswith("/") else f"/var/task/{folder}").split("/"):
            if part == "..":
                del parts[-1:]
            elif part not in ("", "."):
                parts.append(part)
        return "/" + "/".join(parts)

    def _suiting(self, path: str) -> Place | None:
        for tree in self.trees:
            if path.startswith(f"{tree.root}/"):
                place = tree.file(path[len(tree.root) + 1 :])
                if place is not None and self.suits(native_of(place)):
                    return place
        return None

    def suits(self, native: Native | None) -> bool:
        """Whether the loader takes the file at all: one of another machine is passed over, one of no format is not."""
        return native is None or (self.target.architecture in native.machines and native.bits == 64)


def native_of(place: Place) -> Native | None:
    return place.mount.contents.natives.get(place.path)
