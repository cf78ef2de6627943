"""Sites: folders that directly hold what a language can import, wherever they lie.

A site is a fact of the format alone. Whether a runtime searches it is for the environment to say.
"""

from collections.abc import Iterator
from typing import NamedTuple

from layerlint.archive.archive import Archive
from layerlint.facts.listing import Listing, join
from layerlint.facts.suffix import parse_extension

INSTALLED = (".dist-info", ".egg-info", ".egg")
#: never entered: nothing in them is meant to be loaded from an archive
SKIPPED = frozenset({"__MACOSX", "__pycache__", ".git", ".svn", ".hg"})
#: programs and shared libraries, which look like modules by their names alone
NO_MODULES = frozenset({"bin", "lib", "lib64", "extensions", "Scripts"})


class Site(NamedTuple):
    language: str
    folder: str  #: "" is the archive's root
    units: tuple[str, ...]  #: names in the folder that can be imported, sorted
    installed: tuple[str, ...] = ()  #: names in the folder that only an installer leaves, sorted
    private: bool = False  #: Python: a whole interpreter with its standard library lies around it
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
    def __init__(self, archive: Archive, listing: Listing) -> None:
        self.archive = archive
        self.listing = listing
        self.sites: list[Site] = []
        self.environments: list[str] = []

    def run(self) -> None:
        waiting = [("", False)]
        while waiting:
            folder, inside = waiting.pop()
            if self._is_environment(folder):
                self.environments.append(folder)
            whole = self._whole(folder)
            if whole is not None:
                self.sites.append(whole)
                continue
            waiting += self._below(folder, inside=inside)

    def _whole(self, folder: str) -> Site | None:
        """The site that the folder is by its name or make, with everything below it."""
        name = folder.rpartition("/")[2]
        below = self.listing.folders_in(folder)
        if name == "node_modules":
            return Site("nodejs", folder, *(tuple(sorted(self._node_packages(folder))),) * 2)
        if "gems" in below and "specifications" in below:
            gems = tuple(sorted(self.listing.folders_in(f"{folder}/gems")))
            return Site("ruby", folder, gems, gems)
        if folder == "ruby/lib" or folder.endswith("/ruby/lib"):
            return Site("ruby", folder, tuple(sorted((*below, *self.listing.files_in(folder)))))
        return None

    def _below(self, folder: str, *, inside: bool) -> Iterator[tuple[str, bool]]:
        """Add the folder's own sites; yield the folders to enter, and whether each is importable from a site above."""
        files, below = self.listing.files_in(folder), self.listing.folders_in(folder)
        packages = {name for name in below if self._is_package(join(folder, name))}
        installed = tuple(sorted(name for name in (*below, *files) if name.endswith(INSTALLED)))
        units = (*packages, *self._modules(folder))
        if installed or (units and not inside):
            self.sites.append(Site("python", folder, tuple(sorted(units)), installed, private=self._is_private(folder)))
        self._other_languages(folder)
        inside = inside or bool(units) or bool(installed)
        for name in below:
            if name not in packages and name not in SKIPPED and not name.endswith(INSTALLED):
                yield join(folder, name), inside and name.isidentifier()

    def _other_languages(self, folder: str) -> None:
        jars = tuple(sorted(name for name in self.listing.files_in(folder) if name.endswith(".jar")))
        if jars:
            self.sites.append(Site("java", folder, jars))
        packages = tuple(sorted(self._node_packages(folder)))
        if packages and "package.json" not in self.listing.files_in(folder):
            self.sites.append(Site("nodejs", folder, packages, bare=True))

    def _node_packages(self, folder: str) -> Iterator[str]:
        for name in self.listing.folders_in(folder):
            path = join(folder, name)
            if name.startswith("@"):
                yield from (f"{name}/{each}" for each in self.listing.folders_in(path))
            elif f"{path}/package.json" in self.archive.files:
                yield name

    def _modules(self, folder: str) -> Iterator[str]:
        if folder.rpartition("/")[2] in NO_MODULES:
            return
        for name in self.listing.files_in(folder):
            if name.endswith((".py", ".pyc", ".so", ".pth", ".egg-link")) and _is_module(name):
                yield name

    def _is_package(self, folder: str) -> bool:
        return any(name.startswith("__init__.") for name in self.listing.files_in(folder))

    def _is_private(self, folder: str) -> bool:
        around = folder.rpartition("/")[0]
        return f"{around}/os.py" in self.archive.files or (bool(folder) and f"{folder}/os.py" in self.archive.files)

    def _is_environment(self, folder: str) -> bool:
        files = self.archive.files
        return join(folder, "pyvenv.cfg") in files or (
            join(folder, "bin/activate_this.py") in files or join(folder, "bin/activate.csh") in files
        )


def _is_module(name: str) -> bool:
    if name.endswith(".so"):
        extension = parse_extension(name)
        return extension is not None and not name.startswith("lib")
    return name.endswith((".pth", ".egg-link")) or name.partition(".")[0].isidentifier()
