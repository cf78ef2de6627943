"""Sites: folders that directly hold what a language can import, wherever they lie.

A site is a fact of the format alone. Whether a runtime searches it is for the environment to say.
"""

from collections.abc import Iterator, Sequence

from layerlint.archive.archive import Archive
from layerlint.facts.listing import Listing, join
from layerlint.facts.suffix import parse_extension
from layerlint.named_tuple import NamedTuple

INSTALLED = (".dist-info", ".egg-info", ".egg")
MODULES = (".py", ".pyc", ".so", ".pth", ".egg-link")
#: files without which a folder that has no folders is no site
NOTED = (*MODULES, *INSTALLED, ".jar", ".rb", "pyvenv.cfg")
#: never entered: nothing in them is meant to be loaded from an archive
SKIPPED = frozenset({"__MACOSX", "__pycache__", ".git", ".svn", ".hg"})
_JAVA_DEPTH = 3  # jre/lib/ext below its root
#: programs and shared libraries, which look like modules by their names alone
NO_MODULES = frozenset({"bin", "lib", "lib64", "extensions", "Scripts"})


class Site(NamedTuple):
    language: str
    folder: str  #: "" is the archive's root
    units: tuple[str, ...]  #: names in the folder that can be imported, sorted
    installed: tuple[str, ...] = ()  #: names in the folder that only an installer leaves, sorted
    private: bool = False  #: it belongs to an interpreter that the archive brings along
    bare: bool = False  #: Node.js: packages in a folder of another name than node_modules

    @property
    def strong(self) -> bool:
        """An installer made it, so it is there to be imported from."""
        return bool(self.installed)

    @property
    def members(self) -> tuple[str, ...]:
        """Paths of all that the site holds."""
        return tuple(join(self.folder, name) for name in sorted({*self.units, *self.installed}))


class Sites(NamedTuple):
    found: tuple[Site, ...]  #: by folder; none lies in an importable package or a node_modules folder
    environments: tuple[str, ...]  #: roots of Python virtual environments


def read_sites(archive: Archive, listing: Listing) -> Sites:
    """All sites of an archive, in one walk that never enters what is itself importable."""
    walk = _Walk(archive, listing)
    walk.run()
    return Sites(tuple(sorted(walk.sites)), tuple(sorted(walk.environments)))


class _Walk:
    """Folders are many and mostly hold nothing of note, so each is looked at once and by its names alone."""

    def __init__(self, archive: Archive, listing: Listing) -> None:
        self.files = archive.files
        self.listing = listing
        self.sites: list[Site] = []
        self.environments: list[str] = []

    def run(self) -> None:
        waiting = [("", False)]
        while waiting:
            folder, inside = waiting.pop()
            below = self.listing.folders_in(folder)
            files = self.listing.files_in(folder)
            if not below and not any(name.endswith(NOTED) for name in files):
                continue
            if "pyvenv.cfg" in files or ("bin" in below and join(folder, "bin/activate.csh") in self.files):
                self.environments.append(folder)
            whole = self._whole(folder, files, below)
            if whole is not None:
                self.sites.append(whole)
                continue
            if files:
                self._jars(folder, files)
            if not below:
                self._python(folder, inside=inside, packages=(), installed=(), modules=_modules(folder, files))
                continue
            waiting += self._with_folders(folder, files, below, inside=inside)

    def _whole(self, folder: str, files: Sequence[str], below: Sequence[str]) -> Site | None:
        """The site that the folder is by its name or make, with everything below it."""
        if folder.endswith("node_modules") and folder.rpartition("/")[2] == "node_modules":
            packages = tuple(sorted(self._node_packages(folder, below)))
            around = folder.removesuffix("node_modules").removesuffix("lib/")
            return Site("nodejs", folder, packages, packages, private=f"{around}bin/node" in self.files)
        if "gems" in below and "specifications" in below:
            gems = tuple(sorted(self.listing.folders_in(join(folder, "gems"))))
            around, _, abi = folder.rpartition("/")
            is_private = abi in self.listing.folders_in(around.rpartition("/")[0])
            return Site("ruby", folder, gems, gems, private=is_private)
        if folder.endswith("ruby/lib") and folder.rpartition("/")[0].rpartition("/")[2] == "ruby":
            return Site("ruby", folder, tuple(sorted((*below, *files))))
        return None

    def _with_folders(
        self, folder: str, files: Sequence[str], below: Sequence[str], *, inside: bool
    ) -> Iterator[tuple[str, bool]]:
        """Add the folder's own sites; yield the folders to enter, and whether a site above imports from each."""
        packages, installed, others = [], [], []
        for name in below:
            if name.endswith(INSTALLED):
                installed.append(name)
            elif self._is_package(join(folder, name)):
                packages.append(name)
            elif name not in SKIPPED:
                others.append(name)
        modules = _modules(folder, files)
        self._python(folder, inside=inside, packages=packages, installed=installed, modules=modules)
        self._bare(folder, files, below)
        inside = inside or bool(folder and (packages or installed or modules))
        return ((join(folder, name), inside and name.isidentifier()) for name in others)

    def _python(
        self, folder: str, *, inside: bool, packages: Sequence[str], installed: Sequence[str], modules: Sequence[str]
    ) -> None:
        installed = (*installed, *(name for name in self.listing.files_in(folder) if name.endswith(INSTALLED)))
        if installed or (not inside and (packages or modules)):
            units = tuple(sorted((*packages, *modules)))
            private = self._is_private(folder)
            self.sites.append(Site("python", folder, units, tuple(sorted(installed)), private=private))

    def _jars(self, folder: str, files: Sequence[str]) -> None:
        jars = tuple(sorted(name for name in files if name.endswith(".jar")))
        if jars:
            private = any(join(above, "bin/java") in self.files for above in (folder, *_parents(folder)))
            self.sites.append(Site("java", folder, jars, private=private))

    def _bare(self, folder: str, files: Sequence[str], below: Sequence[str]) -> None:
        packages = tuple(sorted(self._node_packages(folder, below)))
        if packages and "package.json" not in files:
            self.sites.append(Site("nodejs", folder, packages, bare=True))

    def _node_packages(self, folder: str, below: Sequence[str]) -> Iterator[str]:
        for name in below:
            path = join(folder, name)
            if name.startswith("@"):
                yield from (f"{name}/{each}" for each in self.listing.folders_in(path))
            elif f"{path}/package.json" in self.files:
                yield name

    def _is_package(self, folder: str) -> bool:
        if f"{folder}/__init__.py" in self.files:
            return True
        return any(name.startswith("__init__.") for name in self.listing.files_in(folder))

    def _is_private(self, folder: str) -> bool:
        around = folder.rpartition("/")[0]
        return f"{around}/os.py" in self.files or (bool(folder) and f"{folder}/os.py" in self.files)


def _parents(folder: str) -> Iterator[str]:
    """The folders around one, the nearest first; no farther than a Java installation is deep."""
    for _ in range(_JAVA_DEPTH):
        folder = folder.rpartition("/")[0]
        yield folder


def _modules(folder: str, files: Sequence[str]) -> list[str]:
    found = [name for name in files if name.endswith(MODULES) and _is_module(name)]
    return [] if found and folder.rpartition("/")[2] in NO_MODULES else found


def _is_module(name: str) -> bool:
    if name.endswith(".so"):
        return not name.startswith("lib") and parse_extension(name) is not None
    return name.endswith((".pth", ".egg-link")) or name.partition(".")[0].isidentifier()
