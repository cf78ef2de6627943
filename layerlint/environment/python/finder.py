"""Finds modules as CPython's path finder does: folder by folder, package before module, suffix by suffix."""

from collections.abc import Callable, Sequence

from layerlint.enumeration import Enum
from layerlint.environment.tree import Place, Tree
from layerlint.named_tuple import NamedTuple

SOURCE_SUFFIXES = (".py", ".pyc")


class Origin(Enum):
    SOURCE = "source"
    BYTECODE = "bytecode"
    EXTENSION = "extension"
    NAMESPACE = "namespace"
    RUNTIME = "runtime"  #: the standard library and what the image bundles
    DYNAMIC = "dynamic"  #: made by a module of the stack when it runs, as six.moves is
    UNSEEN = "unseen"  #: may lie in a zip that code of the stack puts on the path, and that cannot be read


class Folder(NamedTuple):
    """A folder that modules are searched in."""

    tree: Tree
    path: str  #: relative to the tree's root; "" is the root itself

    def child(self, name: str) -> str:
        return f"{self.path}/{name}" if self.path else name


class Found(NamedTuple):
    name: str
    origin: Origin
    place: Place | None = None
    locations: tuple[Folder, ...] | None = None  #: where submodules are searched; None for a plain module

    @property
    def file(self) -> str | None:
        return self.place.absolute if self.place else None


class Finder:
    """Answers `what does import a.b find?` for one target, once per name."""

    def __init__(
        self,
        folders: Sequence[Folder],
        late_folders: Sequence[Folder],
        before_sdk: int,
        suffixes: Sequence[str],
        has_runtime_module: Callable[[str], bool],
        is_bundled: Callable[[str], bool],
        is_preloaded: Callable[[str], bool],
        makes_modules: Callable[[Found], bool],
        from_added_folder: Callable[[str], Found | None],
    ) -> None:
        self.folders = tuple(folders)  #: searched before the standard library
        self.before_sdk = before_sdk  #: how many of these come before the runtime's own packages
        self.late_folders = tuple(late_folders)  #: searched after them: what .pth files append
        self.suffixes = (*suffixes, *SOURCE_SUFFIXES)
        self.extension_suffixes = tuple(suffixes)
        self._has_runtime_module = has_runtime_module
        self._is_bundled = is_bundled
        self._is_preloaded = is_preloaded
        self._makes_modules = makes_modules
        self._from_added_folder = from_added_folder
        self._memo: dict[str, Found | None] = {}

    def find(self, name: str) -> Found | None:
        """The module that `import name` would load; None where nothing is found."""
        if name not in self._memo:
            parent = name.rpartition(".")[0]
            self._memo[name] = self._below(parent, name) if parent else self._top(name)
        return self._memo[name]

    def alias(self, name: str, found: Found) -> None:
        """Let `name` be what `found` is, as an import hook does."""
        self._memo[name] = found

    def _top(self, name: str) -> Found | None:
        runtime = Found(name, Origin.RUNTIME, locations=())
        if self._is_preloaded(name):
            return runtime
        is_bundled = self._is_bundled(name)
        early, portions = self.search(self.folders[: self.before_sdk] if is_bundled else self.folders, name)
        if early is not None:
            return early
        if self._has_runtime_module(name):
            return runtime
        late, more = self.search(self.late_folders, name)
        return late or namespace(name, (*portions, *more)) or self._from_added_folder(name)

    def _below(self, parent: str, name: str) -> Found | None:
        above = self.find(parent)
        if above is None:
            return None
        if above.origin is Origin.RUNTIME:
            return Found(name, Origin.RUNTIME, locations=()) if self._has_runtime_module(name) else None
        return self._in_package(above, name) or (
            Found(name, Origin.DYNAMIC, locations=()) if self._makes_modules(above) else None
        )

    def _in_package(self, above: Found, name: str) -> Found | None:
        if above.locations is None:
            return None
        found, portions = self.search(above.locations, name)
        if found is None and not portions and extends_its_path(above):
            found, portions = self.search(self._everywhere(above.name), name)
        return found or namespace(name, portions)

    def _everywhere(self, package: str) -> list[Folder]:
        """The package's folders on the whole path: what pkgutil.extend_path makes of it."""
        relative = package.replace(".", "/")
        candidates = [Folder(folder.tree, folder.child(relative)) for folder in (*self.folders, *self.late_folders)]
        return [folder for folder in candidates if folder.tree.has_folder(folder.path)]

    def search(self, folders: Sequence[Folder], name: str) -> tuple[Found | None, tuple[Folder, ...]]:
        """The first regular package or module, and the namespace portions passed on the way."""
        tail = name.rpartition(".")[2]
        portions: list[Folder] = []
        for folder in folders:
            base = folder.child(tail)
            is_folder = folder.tree.has_folder(base)
            found = (self._package(folder.tree, base, name) if is_folder else None) or self._module(
                folder.tree, base, name
            )
            if found is not None:
                return found, ()
            if is_folder:
                portions.append(Folder(folder.tree, base))
        return None, tuple(portions)

    def _package(self, tree: Tree, base: str, name: str) -> Found | None:
        found = self._module(tree, f"{base}/__init__", name)
        return found and found._replace(locations=(Folder(tree, base),))

    def _module(self, tree: Tree, base: str, name: str) -> Found | None:
        for suffix in self.suffixes:
            place = tree.file(base + suffix)
            if place is not None:
                return Found(name, self._origin(suffix), place)
        return None

    def _origin(self, suffix: str) -> Origin:
        if suffix in self.extension_suffixes:
            return Origin.EXTENSION
        return Origin.SOURCE if suffix == ".py" else Origin.BYTECODE


def namespace(name: str, portions: tuple[Folder, ...]) -> Found | None:
    return Found(name, Origin.NAMESPACE, locations=portions) if portions else None


def extends_its_path(found: Found) -> bool:
    """Whether a package's own code makes it one with those of its name in later folders."""
    if found.origin is not Origin.SOURCE or found.place is None:
        return False
    data = found.place.read()
    return b"extend_path" in data or b"declare_namespace" in data
