"""Node's resolution: the algorithms of require and of import, over the search folders that Lambda sets."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from layerlint.enumeration import Enum
from layerlint.environment.disk import Disk, Stat, parents, resolved
from layerlint.environment.node.exports import Blocked, match_exports, match_imports
from layerlint.environment.node.packages import Packages
from layerlint.facts.malformed import Malformed
from layerlint.facts.package_json import PackageJson
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.platform.records import NodeFacts
from layerlint.stack import is_beyond_archives

EXTENSIONS = (".js", ".json", ".node")
LEGACY_MAIN = ("", ".js", ".json", ".node", "/index.js", "/index.json", "/index.node")
INDEX = ("index.js", "index.json", "index.node")
NAME = pattern(r"((?:@[^/\\%]+/)?[^./\\%@][^/\\%]*)(/.*)?", re.DOTALL)
REQUIRE = frozenset({"require", "node", "node-addons"})
IMPORT = frozenset({"import", "node", "node-addons"})
#: a name with a colon is a URL, or part of another program: electron's, bun's
SCHEME = pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
IMAGE_FOLDER = "/var/runtime/node_modules"
FOLDER_MAPPINGS_GONE = 17  # the version without exports such as "./lib/": "./src/"
DEEPEST = 16  # names that imports maps lead on to


class Outcome(Enum):
    FILE = "file"
    BUILTIN = "built in"
    IMAGE = "part of the runtime"
    MISSING = "missing"  #: nothing has it
    BLOCKED = "blocked"  #: the package is there and does not give it out
    UNKNOWN = "unknown"


class Found(NamedTuple):
    outcome: Outcome
    path: str = ""  #: absolute and real, of a file
    reason: str = ""  #: why not, one clause
    package: str = ""  #: the folder of the package that was found, where one was

    @property
    def fails(self) -> bool:
        return self.outcome in (Outcome.MISSING, Outcome.BLOCKED)


class Resolver:
    """For one version of Node.js."""

    def __init__(self, disk: Disk, packages: Packages, facts: NodeFacts, node_path: Sequence[str]) -> None:
        self.disk = disk
        self.packages = packages
        self.facts = facts
        self.node_path = tuple(node_path)
        self._bundled = facts.bundled

    def require(self, name: str, file: str) -> Found:
        """What `require(name)` in the real file `file` finds."""
        if name.startswith("node:") or name in self.facts.builtins:
            return self._builtin(name)
        if SCHEME.match(name):
            return Found(Outcome.UNKNOWN)
        folder = file.rpartition("/")[0] or "/"
        if _is_relative(name) or name.startswith("/"):
            found = self._path(
                resolved(folder, name), is_folder=name.endswith(("/", "/.", "/..")) or name in (".", "..")
            )
            return found or _absent(resolved(folder, name))
        if name.startswith("#"):
            return self._internal(name, file, REQUIRE)
        own = self._self(name, file, REQUIRE)
        return own or self._required(name, folder)

    def import_(self, name: str, file: str, conditions: frozenset[str] = IMPORT, depth: int = 0) -> Found:
        """What `import name` in the real file `file` finds."""
        if _is_relative(name) or name.startswith("/"):
            return self._exact(resolved(file.rpartition("/")[0] or "/", _plain(name)))
        if name.startswith("#"):
            return self._internal(name, file, conditions, depth)
        if name.startswith("file:///"):
            return self._exact(resolved("/", _plain(name[7:])))
        if name.startswith("node:") or name in self.facts.builtins:
            return self._builtin(name)
        if SCHEME.match(name):
            return Found(Outcome.UNKNOWN)
        return self._self(name, file, conditions) or self._imported(name, file, conditions)

    def package(self, folder: str, *, required: bool) -> Found:
        """What loading an installed package by its own name finds."""
        if not required:
            return self._of_package(folder, "", IMPORT)
        place, _, name = folder.rpartition("/node_modules/")
        missing = Found(Outcome.MISSING, reason="it has no main file", package=folder)
        return self._in_folder(name, f"{place}/node_modules") or missing

    def search_folders(self, folder: str) -> Iterator[str]:
        """The node_modules folders from a file's folder upwards, whether they are there or not."""
        for each in parents(folder):
            if not each.endswith("/node_modules"):
                yield f"{each.rstrip('/')}/node_modules"

    # -- require

    def _required(self, name: str, folder: str) -> Found:
        for place in (*self.search_folders(folder), *self.node_path):
            if not self.disk.is_folder(place):
                if place == IMAGE_FOLDER and self.is_bundled(name):
                    return Found(Outcome.IMAGE)
                continue
            found = self._in_folder(name, place)
            if found is not None:
                return found
        return Found(Outcome.MISSING, reason=f"no folder that is searched has {name}")

    def _in_folder(self, name: str, place: str) -> Found | None:
        match = NAME.fullmatch(name)
        if match:
            folder = f"{place}/{match[1]}"
            manifest = self.packages.at(folder)
            if isinstance(manifest, Malformed):
                return Found(Outcome.BLOCKED, reason=f"{folder}/package.json {manifest.reason}", package=folder)
            if manifest is not None and manifest.exports is not None:
                return self._exported(manifest, folder, f".{match[2] or ''}", REQUIRE)
        return self._path(resolved(place, name), is_folder=name.endswith("/"))

    def _path(self, path: str, *, is_folder: bool) -> Found | None:
        stat = self.disk.stat(path)
        if not is_folder:
            if stat is Stat.FILE:
                return self._file(path)
            found = self._with_extension(path)
            if found:
                return found
        return self._folder(path) if stat is Stat.FOLDER else None

    def _folder(self, path: str) -> Found | None:
        """The main file of a folder; a package.json that names one which is not there ends the search."""
        manifest = self.packages.at(path)
        index = f"{path.rstrip('/')}/index"
        if isinstance(manifest, Malformed):
            return Found(Outcome.BLOCKED, reason=f"{path}/package.json {manifest.reason}", package=path)
        if manifest is None or manifest.main is None:
            return self._with_extension(index)
        main = resolved(path, manifest.main)
        if self.disk.stat(main) is Stat.FILE and not manifest.main.endswith("/"):
            return self._file(main)
        found = self._with_extension(main) or self._with_extension(f"{main}/index") or self._with_extension(index)
        return found or Found(Outcome.BLOCKED, reason=f'its "main", {manifest.main}, is not there', package=path)

    def _with_extension(self, path: str) -> Found | None:
        for extension in EXTENSIONS:
            if self.disk.is_file(path + extension):
                return self._file(path + extension)
        return None

    def _file(self, path: str) -> Found:
        return Found(Outcome.FILE, self.disk.real(path) or path)

    # -- import

    def _imported(self, name: str, file: str, conditions: frozenset[str]) -> Found:
        match = NAME.fullmatch(name)
        if match is None:
            return Found(Outcome.MISSING, reason=f"{name!r} is no package's name")
        package, subpath = match[1], match[2] or ""
        places = [*self.search_folders(file.rpartition("/")[0] or "/"), *self._node_path_of_imports]
        for place in places:
            folder = f"{place}/{package}"
            if self.disk.is_folder(folder):
                return self._of_package(folder, subpath, conditions)
            if place == IMAGE_FOLDER and self.is_bundled(name):
                return Found(Outcome.IMAGE)
        missing = f"no folder that is searched has {package}"
        return Found(Outcome.MISSING, reason=self._only_for_require(name, file) or missing)

    @property
    def _node_path_of_imports(self) -> tuple[str, ...]:
        return self.node_path if self.facts.esm_layers else ()

    def _only_for_require(self, name: str, file: str) -> str:
        if self.facts.esm_layers or self._required(name, file.rpartition("/")[0] or "/").fails:
            return ""
        return f"import does not search layers before Node.js 18, and require would find {name}"

    def _of_package(self, folder: str, subpath: str, conditions: frozenset[str]) -> Found:
        manifest = self.packages.at(folder)
        if isinstance(manifest, Malformed):
            return Found(Outcome.BLOCKED, reason=f"{folder}/package.json {manifest.reason}", package=folder)
        if manifest is not None and manifest.exports is not None:
            return self._exported(manifest, folder, f".{subpath}", conditions)
        if subpath:
            return self._exact(resolved(folder, f".{_plain(subpath)}"))
        main = manifest.main if manifest else None
        names = [f"{main}{ending}" for ending in LEGACY_MAIN] if main else []
        for each in (*names, *INDEX):
            if self.disk.is_file(resolved(folder, each)):
                return self._file(resolved(folder, each))
        return Found(Outcome.BLOCKED, reason="it has no main file", package=folder)

    def _exact(self, path: str) -> Found:
        stat = self.disk.stat(path)
        if stat is Stat.FILE:
            return self._file(path)
        if stat is Stat.FOLDER:
            return Found(Outcome.MISSING, reason=f"{path} is a folder, and import wants a file")
        hint = self._with_extension(path)
        wants = f", and import adds no extension: {hint.path} would be found with it" if hint else ""
        return _absent(path, wants)

    # -- both

    def is_bundled(self, name: str) -> bool:
        """Whether the runtime brings a package; of what is in it nothing is known."""
        match = NAME.fullmatch(name)
        package = match[1] if match else name
        return any(package == each or (each.endswith("/*") and package.startswith(each[:-1])) for each in self._bundled)

    def _builtin(self, name: str) -> Found:
        plain = name.removeprefix("node:")
        if plain in self.facts.builtins or plain in self.facts.prefixed or not self.facts.prefixed:
            return Found(Outcome.BUILTIN)
        return Found(Outcome.MISSING, reason=f"Node.js {self.facts.major} has no module of that name")

    def _self(self, name: str, file: str, conditions: frozenset[str]) -> Found | None:
        """A package that has exports may ask for itself by its name."""
        folder = self.packages.scope(file)
        manifest = self.packages.at(folder) if folder else None
        if folder is None or not isinstance(manifest, PackageJson) or manifest.exports is None or not manifest.name:
            return None
        if name != manifest.name and not name.startswith(f"{manifest.name}/"):
            return None
        return self._exported(manifest, folder, f".{name[len(manifest.name) :]}", conditions)

    def _exported(self, manifest: PackageJson, folder: str, subpath: str, conditions: frozenset[str]) -> Found:
        if subpath.endswith("/") and subpath != "./":
            return Found(Outcome.BLOCKED, reason=f"{subpath} names a folder", package=folder)
        answer = match_exports(manifest.exports, subpath, conditions)
        if isinstance(answer, Blocked):
            if self.facts.major < FOLDER_MAPPINGS_GONE and "/" in "".join(str(key)[-1:] for key in _keys(manifest)):
                return Found(Outcome.UNKNOWN)
            return Found(Outcome.BLOCKED, reason=answer.reason, package=folder)
        return self._there(folder, answer.text)

    def _there(self, folder: str, target: str) -> Found:
        path = resolved(folder, _plain(target))
        if self.disk.is_file(path):
            return self._file(path)
        return Found(Outcome.BLOCKED, reason=f"its package.json leads to {target}, which is not there", package=folder)

    def _internal(self, name: str, file: str, conditions: frozenset[str], depth: int = 0) -> Found:
        folder = self.packages.scope(file)
        manifest = self.packages.at(folder) if folder else None
        if folder is None or not isinstance(manifest, PackageJson) or depth > DEEPEST:
            return Found(Outcome.BLOCKED, reason=f"no package.json says what {name} is")
        answer = match_imports(manifest.imports, name, conditions)
        if isinstance(answer, Blocked):
            return Found(Outcome.BLOCKED, reason=answer.reason, package=folder)
        if answer.text.startswith("./"):
            return self._there(folder, answer.text)
        return self.import_(answer.text, f"{folder}/package.json", conditions, depth + 1)


def _keys(manifest: PackageJson) -> Iterable[str]:
    return manifest.exports if isinstance(manifest.exports, dict) else ()


def _absent(path: str, further: str = "") -> Found:
    if is_beyond_archives(path):
        return Found(Outcome.UNKNOWN)
    return Found(Outcome.MISSING, reason=f"nothing is at {path}{further}")


def _is_relative(name: str) -> bool:
    return name.startswith(("./", "../")) or name in (".", "..")


def _plain(url: str) -> str:
    """A path out of a URL's: no query, no escapes."""
    return unquote(re.split(r"[?#]", url, maxsplit=1)[0])
