"""What was meant to be installed where a package is missing, by lock files and package.json files."""

from collections.abc import Iterator

from layerlint.environment.disk import parents
from layerlint.environment.node.places import MARK
from layerlint.environment.node.resolver import Resolver
from layerlint.environment.node.shared import NodeShared
from layerlint.facts.node_locks import LARGEST, LOCKS, Locked, Role, locked
from layerlint.facts.package_json import PackageJson
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

#: what npm can be asked for behind a name: no tags, folders and repositories
RANGE = pattern(r"[\^~<>=v\s]{0,5}\d[\w.\s^~<>=|*+-]{0,200}\Z")
ROLES = {
    Role.DEVELOPMENT: "has it as a development dependency, which --omit=dev leaves out",
    Role.OPTIONAL: "has it as an optional dependency, which --omit=optional leaves out",
    Role.PEER: "has it as a peer dependency, which --omit=peer and --legacy-peer-deps leave out",
}


class Meant(NamedTuple):
    source: str  #: absolute path of the file that says so; "" for none
    wanted: str  #: a version, or a range; "" where that is not known
    role: Role = Role.NONE
    is_locked: bool = False

    @property
    def clause(self) -> str:
        """What may explain that it is not there; "" for nothing."""
        said = ROLES.get(self.role) or ("lists it" if self.is_locked else "")
        return f"{self.source} {said}" if said else ""


class Locks:
    def __init__(self, shared: NodeShared, resolver: Resolver) -> None:
        self.shared = shared
        self.resolver = resolver
        self._texts: dict[str, str] = {}

    def meant(self, name: str, file: str) -> Meant:
        """Of a package that the file asks for by its name."""
        declared = self._declared(name, file)
        for path, found in self._locked(name, file.rpartition("/")[0]):
            if found.role is Role.NONE and declared.role is not Role.NONE:
                return declared._replace(wanted=found.version)
            return Meant(path, found.version, found.role, is_locked=True)
        return declared

    def _locked(self, name: str, folder: str) -> Iterator[tuple[str, Locked]]:
        places = [f"{each}/{name}" for each in self.resolver.search_folders(folder)]
        for root in parents(folder):
            below = [place[len(root) + 1 :] for place in places if place.startswith(f"{root}/")]
            for lock in LOCKS if self.shared.disk.is_folder(root) else ():
                found = locked(lock, self._text(f"{root}/{lock}"), below)
                if found:
                    yield f"{root}/{lock}", found

    def _text(self, path: str) -> str:
        if path not in self._texts:
            place = self.shared.place(path)
            is_read = place is not None and place.can_be_read and place.entry.size <= LARGEST
            self._texts[path] = place.read().decode("utf-8", "replace") if place and is_read else ""
        return self._texts[path]

    def _declared(self, name: str, file: str) -> Meant:
        """By the package.json around what asks; what packages are developed with nobody installs."""
        for folder in parents(file.rpartition("/")[0]):
            manifest = self.shared.packages.at(folder)
            if not isinstance(manifest, PackageJson):
                continue
            path = f"{folder}/package.json"
            if name in manifest.development and MARK not in f"{folder}/":
                return Meant(path, "", Role.DEVELOPMENT)
            wanted = manifest.dependencies.get(name) or manifest.peers.get(name)
            if wanted:
                return Meant(path, wanted if RANGE.match(wanted) else "")
        return Meant("", "")
