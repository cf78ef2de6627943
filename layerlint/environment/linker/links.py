"""What the images of a stack link to on a target, and the libraries that the dynamic loader does not find."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from layerlint.environment.linker.bindings import Bindings
from layerlint.environment.linker.closure import Closure, Edge, closure
from layerlint.environment.linker.missing import BUNDLED, Lack, Missing, nearest_first
from layerlint.environment.linker.needs import Needs
from layerlint.environment.linker.preloads import Preloads, is_module
from layerlint.environment.linker.search import Found, LibrarySearch, Object, object_of
from layerlint.environment.tree import Place, Tree
from layerlint.pattern import pattern
from layerlint.platform.libraries import LibraryStatus, Presence, load_libraries
from layerlint.platform.records import Confidence, Target
from layerlint.stack import Mount

#: what auditwheel puts into the names of the libraries that a wheel brings along: libfoo-1a2b3c4d.so.1
BUNDLED_NAME = pattern(r".+-(?=[0-9]*[a-f])[0-9a-f]{8}(?:\.\d[\w.]*)?\.so(?:\.[\w.]+)?")
STEM = pattern(r"(?:-[0-9a-f]{8})?(?:[-.]\d[\w.]*)?\.so(?:\..*)?$")
SURE = frozenset({Confidence.DOCUMENTED, Confidence.MEASURED, Confidence.REPORTED})


class Links:
    """What the libraries of one stack need on one target. A stack whose needs are all met costs no search.

    `lone` says that no layer is missing from the stack which somebody declared.
    """

    def __init__(
        self, trees: Sequence[Tree], target: Target, needs: Needs, library_path: Sequence[str], *, lone: bool = True
    ) -> None:
        self.trees = tuple(tree for tree in trees if tree.mounts)
        self.target = target
        self.needs = needs
        self.search = LibrarySearch(self.trees, target, library_path, self.image)
        self.preloads = Preloads(self.trees, needs)
        self.lone = lone
        self._known: dict[Place, tuple[Missing, ...]] = {}
        self._closures: dict[Place, Closure] = {}
        self.bindings = Bindings(self)

    def closure(self, place: Place) -> Closure:
        """The file and all that it brings into its process."""
        if place not in self._closures:
            self._closures[place] = self._closure(object_of(place))
        return self._closures[place]

    def _closure(self, first: Object | None) -> Closure:
        """A program has a process of its own."""
        if first is None:
            return Closure((), ())
        return closure(first, self.search, _nothing if first.elf.interpreter else self._in_process)

    def missing(self, place: Place) -> tuple[Missing, ...]:
        """What loading the file comes to and does not find, nearest first; certain ones before the others."""
        if not self.unmet:
            return ()
        if place not in self._known:
            lacking = (edge for edge in self.closure(place).edges if edge.soname in self.unmet and not _is_met(edge))
            first = {edge.soname: edge for edge in reversed(list(lacking))}
            found = (self._absence(edge) for edge in reversed(first.values()))
            self._known[place] = nearest_first([each for each in found if each is not None])
        return self._known[place]

    def fault(self, place: Place) -> Missing | None:
        """The first missing library that keeps the file from loading for certain."""
        return next((each for each in self.missing(place) if each.certain), None)

    def provider(self, place: Place, soname: str) -> Found | None:
        """What answers a need of a file that is loaded by itself."""
        item = object_of(place)
        return self.search.find(soname, item) if item else None

    def may_be_held(self, soname: str, user: Object, found: Found | None) -> bool:
        """Whether another file of the name may be in the process before, in place of the one that the search finds."""
        place = found.place if found else None
        others = [each for each in self.needs.bearers.get(soname, ()) if each != place]
        return any(self.preloads.is_opened(each, user.place) or each in self._brought for each in others)

    @cached_property
    def _brought(self) -> frozenset[Place]:
        """What comes into a process with modules, which are loaded for their own sake."""
        modules = (item.place for item in self.needs.objects if is_module(item.place))
        return frozenset(item.place for place in modules for item in self.closure(place).objects)

    @cached_property
    def unmet(self) -> Mapping[str, LibraryStatus]:
        """Needed names that somebody does not find in the stack and that the image is not known to hold."""
        found = ((name, self.status(name)) for name in sorted(self.needs.unmet))
        return {name: self._surer(name, status) for name, status in found if status.presence is not Presence.PRESENT}

    def status(self, name: str) -> LibraryStatus:
        """Of the image alone."""
        return load_libraries().status(self.target.runtime, self.target.architecture, name)

    def image(self, name: str) -> str | None:
        """The folder of the image in which a library is known to lie."""
        present = self.status(name).presence is Presence.PRESENT
        return load_libraries().folder(self.target.runtime, name) if present else None

    def _in_process(self, name: str) -> str | None:
        folder = self.image(name) if load_libraries().in_process(name) else None
        return f"{folder}/{name}" if folder else None

    def _surer(self, name: str, status: LibraryStatus) -> LibraryStatus:
        known = status.presence is Presence.ABSENT and status.confidence in SURE
        if not known and (BUNDLED_NAME.fullmatch(name) or name in self._recorded):
            status = BUNDLED
        if not self.lone and "musl" not in name:
            return status._replace(confidence=Confidence.INFERRED)
        return status

    @cached_property
    def _recorded(self) -> frozenset[str]:
        """Names of the libraries that a RECORD lists."""
        distributions = (dist for tree in self.trees for mount in tree.mounts for dist in mount.contents.distributions)
        return frozenset(path.rpartition("/")[2] for dist in distributions for path in dist.record if ".so" in path)

    def _absence(self, edge: Edge) -> Missing | None:
        """None where something that the stack loads otherwise may answer the need."""
        user, soname = edge.user, edge.soname
        chain = tuple(user.ancestry())[::-1]
        searched = tuple(dict.fromkeys(self.search.stack_folders(user)))
        missing = Missing(soname, chain, self.unmet[soname], searched=searched)
        if edge.found and edge.found.place:
            return missing._replace(lack=Lack.NO_LIBRARY, there=(edge.found.place,))
        bearers = self.needs.bearers.get(soname.rpartition("/")[2], ())
        if not bearers:
            foreign = any(self._is_of_others(folder, user.place.mount) for folder in searched)
            lack = Lack.ANOTHER_BUILD if foreign else Lack.NOWHERE
            return missing._replace(near=self._near(soname), lack=lack)
        if self.preloads.may_hold(soname, user.place, bearers, chain[0].place):
            return None
        status = missing.status
        if self.preloads.are_of_one_wheel(user.place, bearers):
            status = status._replace(confidence=Confidence.INFERRED)
        return missing._replace(lack=self._lack(soname, bearers), there=bearers, status=status)

    def _is_of_others(self, folder: str, mine: Mount) -> bool:
        """Whether a wheel's folder of libraries holds files, and none of them is of the archive that needs them."""
        tree = next((tree for tree in self.trees if folder.startswith(f"{tree.root}/")), None)
        if tree is None or not folder.endswith(".libs") or len(tree.mounts) < 2:  # one has no others
            return False
        prefix = f"{folder[len(tree.root) + 1 :]}/"
        owners = {tree.owner_of(path) for path in tree.files if path.startswith(prefix)}
        return bool(owners) and mine not in owners

    def _lack(self, soname: str, bearers: Sequence[Place]) -> Lack:
        named = any(place.path.rpartition("/")[2] == soname for place in bearers)
        linked = any(path.rpartition("/")[2] == soname for tree in self.trees for path in tree.links)
        return Lack.UNSEARCHED if named or linked else Lack.MISNAMED

    def _near(self, soname: str) -> tuple[str, ...]:
        """Files whose names differ in the version or the hash alone."""
        stem = STEM.sub("", soname)
        paths = (path for tree in self.trees for path in tree.files if f"{stem}" in path and ".so" in path)
        return tuple(path for path in paths if STEM.sub("", path.rpartition("/")[2]) == stem)


class LinkStore:
    """Links of one stack, shared by the targets whose images are alike."""

    def __init__(self, trees: Sequence[Tree], *, lone: bool) -> None:
        self.trees = tuple(trees)
        self.lone = lone
        self._needs: dict[object, Needs] = {}
        self._links: dict[object, Links] = {}

    def of(self, target: Target, library_path: Sequence[str]) -> Links:
        runtime, folders = target.runtime, tuple(library_path)
        needs = self._of_architecture(target, folders)
        version = runtime.version if needs.asks_for_python else None
        key = (runtime.system.name, target.architecture, runtime.language, version, folders)
        if key not in self._links:
            self._links[key] = Links(self.trees, target, needs, folders, lone=self.lone)
        return self._links[key]

    def _of_architecture(self, target: Target, folders: tuple[str, ...]) -> Needs:
        key = (target.architecture, target.runtime.system.glibc >= (2, 33), folders)
        if key not in self._needs:
            self._needs[key] = Needs(self.trees, target, folders)
        return self._needs[key]


def _is_met(edge: Edge) -> bool:
    """A damaged image and a file whose bytes cannot be had are told elsewhere."""
    place = edge.found.place if edge.found else None
    return edge.found is not None and (place is None or not _is_no_binary(place))


def _is_no_binary(place: Place) -> bool:
    return place.path not in place.mount.contents.natives and place.can_be_read


def _nothing(name: str) -> None:
    del name
