"""Where the dynamic loader looks for a library: the steps of ld.so over what a stack mounts."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from layerlint.enumeration import Enum
from layerlint.environment.tree import Place, Tree
from layerlint.facts.native import Elf, Native
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.platform.records import Target

PLATFORM_WORDS = {"x86_64": "x86_64", "arm64": "aarch64"}
#: ld.so leaves a bare word alone where a letter, a digit or an underscore follows
WORD = pattern(r"\$(?:\{(ORIGIN|LIB|PLATFORM)\}|(ORIGIN|LIB|PLATFORM)(?![A-Za-z0-9_]))")
WORKING_FOLDER = "/var/task"
#: below every folder, glibc 2.33 and later look here first; Lambda's x86_64 machines have AVX2, which makes them v3
BETTER = {"x86_64": ("glibc-hwcaps/x86-64-v3", "glibc-hwcaps/x86-64-v2")}


class Step(Enum):
    """The part of the search that finds a library, in the words of ld.so's manual."""

    LOADED = "loaded before"
    PATH = "path"
    RPATH = "RPATH"
    LIBRARY_PATH = "LD_LIBRARY_PATH"
    RUNPATH = "RUNPATH"
    DEFAULT = "default"


class Object(NamedTuple):
    """A library on its way into the process, and the one that asked for it."""

    place: Place
    elf: Elf
    path: str  #: absolute, as the loader opens it: links on the way are not resolved
    loader: "Object | None" = None

    @property
    def origin(self) -> str:
        return self.path.rpartition("/")[0]

    def ancestry(self) -> Iterator["Object"]:
        """The object, its loader, the loader's loader and so on."""
        current: Object | None = self
        while current is not None:
            yield current
            current = current.loader


class Found(NamedTuple):
    step: Step
    path: str  #: absolute, as the loader opens it
    place: Place | None = None  #: None: the image's own


class LibrarySearch:
    """Finds files of a stack for one target.

    `image` tells the folder in which the image is known to hold a library, which then hides those in later folders.
    """

    def __init__(
        self,
        trees: Sequence[Tree],
        target: Target,
        library_path: Sequence[str],
        image: Callable[[str], str | None],
        *,
        working_folder: str = WORKING_FOLDER,
    ) -> None:
        self.trees = trees
        self.target = target
        self.working_folder = working_folder
        self.library_path = tuple(self.inside(folder, "") for folder in library_path)
        self._image = image
        self._in_library_path: dict[str, Found | None] = {}

    def find(self, soname: str, user: Object) -> Found | None:
        """The first file that suits the machine, which ld.so takes; None where there is none.

        What is in the process already is not asked for here.
        """
        if "/" in soname or "$" in soname:
            path = self.inside(soname, user.origin) if "/" in soname else soname
            place = self._suiting(path)
            return None if place is None else Found(Step.PATH, path, place)
        found = self.by_rpath(soname, user) or self.by_library_path(soname)
        return found or self._by_runpath(soname, user) or self._by_default(soname, user)

    def by_rpath(self, soname: str, user: Object) -> Found | None:
        return self._first(Step.RPATH, self.rpath_folders(user), soname)

    def by_library_path(self, soname: str) -> Found | None:
        """What is found for whoever asks, where nothing of the asker's own comes first."""
        if soname not in self._in_library_path:
            self._in_library_path[soname] = self._first(Step.LIBRARY_PATH, self.library_path, soname)
        return self._in_library_path[soname]

    def _by_runpath(self, soname: str, user: Object) -> Found | None:
        return self._first(Step.RUNPATH, self.runpath_folders(user), soname)

    def _by_default(self, soname: str, user: Object) -> Found | None:
        folder = None if user.elf.no_defaults else self._image(soname)
        return Found(Step.DEFAULT, f"{folder}/{soname}") if folder else None

    def _first(self, step: Step, folders: Sequence[str], soname: str) -> Found | None:
        for folder in folders:
            path, place = self._in_folder(folder, soname)
            if place is not None:
                return Found(step, path, place)
            if self._is_systems(folder) and self._holds(folder, soname):
                return Found(step, path)
        return None

    def _in_folder(self, folder: str, soname: str) -> tuple[str, Place | None]:
        for below in self._better:
            path = f"{folder}/{below}/{soname}"
            place = self._suiting(path)
            if place is not None:
                return path, place
        path = f"{folder}/{soname}"
        return path, self._suiting(path)

    def _is_systems(self, folder: str) -> bool:
        return not any(f"{folder}/".startswith(f"{tree.root}/") for tree in self.trees)

    def _holds(self, folder: str, soname: str) -> bool:
        held = self._image(soname)
        return held is not None and folder.removeprefix("/usr") == held.removeprefix("/usr")

    def rpath_folders(self, user: Object) -> Sequence[str]:
        """Those of the object and its loaders; none where the object has a RUNPATH, none of a loader that has one."""
        if user.elf.runpath is not None:
            return ()
        asked = [each for each in user.ancestry() if each.elf.rpath and each.elf.runpath is None]
        return [self.inside(folder, each.origin) for each in asked for folder in each.elf.rpath]

    def runpath_folders(self, user: Object) -> Sequence[str]:
        return [self.inside(folder, user.origin) for folder in user.elf.runpath or ()]

    def stack_folders(self, user: Object) -> Iterator[str]:
        """Searched folders of the stack; what the object names itself is told even where it is not there."""
        for folder in (*self.rpath_folders(user), *self.library_path, *self.runpath_folders(user)):
            tree = next((tree for tree in self.trees if f"{folder}/".startswith(f"{tree.root}/")), None)
            if tree and (folder not in self.library_path or tree.has_folder(folder[len(tree.root) + 1 :])):
                yield folder

    def inside(self, folder: str, origin: str) -> str:
        """The path with its words replaced and its dots resolved; relative ones start at the working folder."""
        if "$" in folder:
            words = {"ORIGIN": origin, "LIB": "lib64", "PLATFORM": PLATFORM_WORDS[self.target.architecture]}
            folder = WORD.sub(lambda found: words[found[1] or found[2]], folder)
        parts: list[str] = []
        for part in (folder if folder.startswith("/") else f"{self.working_folder}/{folder}").split("/"):
            if part == "..":
                del parts[-1:]
            elif part not in ("", "."):
                parts.append(part)
        return "/" + "/".join(parts)

    @cached_property
    def _better(self) -> Sequence[str]:
        if self.target.runtime.system.glibc < (2, 33):
            return ()
        levels = BETTER.get(self.target.architecture, ())
        paths = [path for tree in self.trees for path in tree.folders if "glibc-hwcaps/" in path]
        return [level for level in levels if any(f"{path}/".endswith(f"{level}/") for path in paths)]

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


def object_of(place: Place, path: str | None = None, loader: Object | None = None) -> Object | None:
    """The file as the loader holds it; None where it is no image that can be read."""
    native = native_of(place)
    return Object(place, native.elf, path or place.absolute, loader) if native is not None and native.elf else None
