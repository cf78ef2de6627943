"""Which binaries of a stack a target runs or loads, gathered into units whose members can stand for each other."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from layerlint.environment.native.programs import Use
from layerlint.environment.tree import Place, Tree
from layerlint.facts.native import Native
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.platform.records import Search, Target

LANGUAGE_ROOTS = frozenset({"python", "nodejs", "java", "ruby", "dotnetcore"})
#: languages whose own files are not judged as loose ones: their loaders choose among platforms by name
CHOOSY = frozenset({"java", "ruby", "dotnet"})
PLATFORM_NAME = pattern(
    r"(?:^|[-_./])(?:linux|linuxmusl|darwin|macos|win32|windows|freebsd|android|sunos)(?:[-_.]|$).*"
)


class Binary(NamedTuple):
    place: Place
    native: Native


class Unit(NamedTuple):
    use: Use
    owner: str
    members: tuple[Binary, ...]


class Units:
    """Sorts the binaries of one mount point's tree; each belongs to one unit at most."""

    def __init__(self, tree: Tree, target: Target, search: Search) -> None:
        self.tree = tree
        self.target = target
        self.search = search
        self.left = dict(_binaries(tree))

    def entrypoint(self, started: str | None) -> Iterator[Unit]:
        """The bootstrap of a custom runtime, or a wrapper, which Lambda starts, where it is in this tree."""
        for path in self._inside([started] if started else []):
            yield from self._units(Use.RUN, path, [path])

    def extensions(self) -> Iterator[Unit]:
        for folder in self._inside([self.search.extensions]):
            for path in self._direct(folder):
                yield from self._units(Use.RUN, path, [path])

    def libraries(self, imported: Collection[str]) -> Iterator[Unit]:
        """Folders that the loader searches; in those that Python searches too, a library is a module."""
        for folder in self._inside(self.search.library_path):
            if folder in imported:
                continue
            names = [path for path in self._direct(folder) if ".so" in path.rpartition("/")[2]]
            yield from self._units(Use.SEARCHED, f"{folder}/" if folder else "the root", names)

    def programs(self) -> Iterator[Unit]:
        for folder in self._inside(self.search.path):
            paths = [path for path in self._direct(folder) if _is_executable(self.left[path].place)]
            yield from self._units(Use.SEARCHED, f"{folder}/", paths)

    def take(self, prefix: str) -> Iterator[Binary]:
        """What is left below a folder, "" for everything."""
        below = f"{prefix}/" if prefix else ""
        for path in [path for path in self.left if path.startswith(below)]:
            yield self.left.pop(path)

    def addons(self) -> Iterator[Unit]:
        """Node.js: the binaries of each package, platform packages of one family together."""
        groups: dict[str, list[str]] = {}
        for path in self.left:
            package = _node_package(path)
            if package and self._is_reachable_by_node(path) and not self._is_declined(path):
                groups.setdefault(package, []).append(path)
        for package, paths in groups.items():
            yield from self._units(Use.OPENED, package, paths)

    def loose(self) -> Iterator[Unit]:
        """What is found by absolute path: the folders of a layer that no language claims."""
        groups: dict[str, list[str]] = {}
        for path in self.left:
            top, slash, _ = path.partition("/")
            if self.target.runtime.language not in CHOOSY and (self.tree.root != "/opt" or top not in LANGUAGE_ROOTS):
                groups.setdefault(f"{top}/" if slash else top, []).append(path)
        for owner, paths in groups.items():
            yield from self._units(Use.OPENED, owner, paths)

    def _units(self, use: Use, owner: str, paths: Iterable[str]) -> Iterator[Unit]:
        members = tuple(self.left.pop(path) for path in paths if path in self.left)
        if members:
            yield Unit(use, owner, members)

    def _inside(self, folders: Iterable[str]) -> Iterator[str]:
        root = self.tree.root
        for folder in folders:
            if folder == root or folder.startswith(root + "/"):
                yield folder[len(root) + 1 :]

    def _direct(self, folder: str) -> list[str]:
        return [path for path in self.left if path.rpartition("/")[0] == folder]

    def _is_reachable_by_node(self, path: str) -> bool:
        return self.tree.root != "/opt" or path.startswith(self.target.runtime.layer_folders)

    def _is_declined(self, path: str) -> bool:
        """Whether the package is for other systems by its own word, as fsevents, and by no family's name."""
        before, found, rest = path.rpartition("node_modules/")
        folder = before + found + "/".join(rest.split("/")[: 2 if rest.startswith("@") else 1])
        manifest = self.tree.file(f"{folder}/package.json")
        return manifest is not None and not PLATFORM_NAME.search(folder) and _excludes_linux(manifest.read())


def _excludes_linux(manifest: bytes) -> bool:
    import json  # noqa: PLC0415  # few layers hold addons

    try:
        value = json.loads(manifest)
    except (ValueError, RecursionError):
        return False
    systems = value.get("os") if isinstance(value, dict) else None
    return isinstance(systems, list) and bool(systems) and ("!linux" in systems or not _names_linux(systems))


def _names_linux(systems: list[object]) -> bool:
    return "linux" in systems or any(isinstance(name, str) and name.startswith("!") for name in systems)


def _binaries(tree: Tree) -> Iterator[tuple[str, Binary]]:
    for mount in tree.mounts:
        natives: Mapping[str, Native] = mount.contents.natives
        for path, native in natives.items():
            if tree.owner_of(path) is mount:
                yield path, Binary(Place(mount, tree.files[path]), native)


def _is_executable(place: Place) -> bool:
    return place.entry.mode is None or bool(place.entry.mode & 0o111)


def _node_package(path: str) -> str:
    """The package that a file below node_modules belongs to; a scope, or the name without its platform."""
    _, found, rest = path.rpartition("node_modules/")
    parts = rest.split("/") if found else [""]
    if parts[0].startswith("@") and len(parts) > 1:
        return f"{parts[0]}/{PLATFORM_NAME.sub('', parts[1])}"
    return PLATFORM_NAME.sub("", parts[0]) or parts[0]
