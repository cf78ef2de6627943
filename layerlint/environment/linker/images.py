"""What keeps an image from being loaded: its own bytes, or those of a library that it brings along."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from layerlint.environment.linker.links import Links
from layerlint.environment.linker.misfit import VERSIONS, Kind, Misfit, excess, misfit
from layerlint.environment.linker.needs import lacking
from layerlint.environment.linker.search import Found, Object, native_of, object_of
from layerlint.environment.tree import Place, Tree
from layerlint.facts.native import Native
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import Target


class Blame(NamedTuple):
    """The image at fault, which is the one asked about or one that it needs, and its fault."""

    place: Place
    misfit: Misfit


class Images:
    """Judges the images of a tree for one system and architecture, each once."""

    def __init__(self, tree: Tree, target: Target, links: Links) -> None:
        self.tree = tree
        self.target = target
        self.links = links
        self.peers: Sequence[Images] = (self,)  #: of every tree
        self._known: dict[str, Blame | None] = {}
        self._own: dict[str, Misfit | None] = {}

    def misfit(self, native: Native) -> Misfit | None:
        """Why the image itself cannot be loaded, or may not be."""
        if native.path not in self._own:
            self._own[native.path] = self._misfit(native)
        return self._own[native.path]

    def _misfit(self, native: Native) -> Misfit | None:
        """Of an image that is loaded by itself, so that no loader's RPATH helps it."""
        item = misfit(native, self.target)
        if native.elf is None or not native.elf.version_needs or (item and item.kind not in VERSIONS):
            return item
        place = self.tree.file(native.path)
        user = object_of(place) if place else None
        if user is None:
            return item
        return self._of_bytes(user) or next(self._undefined(user), None)

    def _of_bytes(self, user: Object) -> Misfit | None:
        """What an image's own bytes rule out, whoever loads it."""
        native = native_of(user.place)
        item = misfit(native, self.target) if native else None
        return misfit(native, self.target, self._bundled(user)) if native and item and item.kind in VERSIONS else item

    def excess(self, user: Object) -> tuple[Misfit, ...]:
        """Every symbol version that neither the image nor the libraries of the stack have."""
        return (*excess(user.elf, self.target, self._bundled(user)), *self._undefined(user))

    def _bundled(self, user: Object) -> frozenset[str]:
        """The needed libraries that the stack brings in place of the image's, whoever loads them first."""
        found = {name: self.links.search.find(name, user) for name in user.elf.version_needs}
        held = self.links.needs.bundled
        return frozenset(name for name, each in found.items() if (each and each.place) or name in held)

    def _undefined(self, user: Object) -> Iterator[Misfit]:
        """Versions that the library which the search finds in the stack does not define."""
        for soname, nodes in user.elf.version_needs.items():
            if soname in self.links.needs.reached:
                found = self.links.search.find(soname, user)
                certain = not self.links.may_be_held(soname, user, found)
                for node in _lacking(found, nodes):
                    yield Misfit(Kind.LIBRARY, f"{node} of {soname}", certain)

    def blame(self, path: str) -> Blame | None:
        """Why loading the member fails for certain; None where nothing in the stack says so, or it is no binary."""
        if path not in self._known:
            self._known[path] = self._blame(path)
        return self._known[path]

    def _blame(self, path: str) -> Blame | None:
        place = self.tree.file(path)
        native = native_of(place) if place else None
        if place is None or native is None:
            return None
        item = self.misfit(native)
        if item is not None:
            return Blame(place, item) if item.certain else None
        return self._of_needed(place) if self.any_misfit else None

    def _of_needed(self, place: Place) -> Blame | None:
        """What an image brings along may be at fault itself, or a library that it finds in the one's company."""
        together = self.links.closure(place)
        for item in together.objects[1:]:
            fault = self._of_bytes(item)
            if fault is not None and fault.certain:
                return Blame(item.place, fault)
        for user, soname, found in together.edges:
            node = next(_lacking(found, user.elf.version_needs.get(soname, ())), None)
            if node and not self.links.may_be_held(soname, user, found):
                return Blame(user.place, Misfit(Kind.LIBRARY, f"{node} of {soname}"))
        return None

    @cached_property
    def any_misfit(self) -> bool:
        """Whether anything in the stack may be unfit, so that what needs it is worth a look."""
        return self.links.needs.versions_differ or any(
            each.misfit(native) is not None
            for each in self.peers
            for mount in each.tree.mounts
            for native in mount.contents.natives.values()
        )


class ImageStore:
    """Images of several trees, shared by all targets whose images are alike."""

    def __init__(self, trees: Iterable[Tree]) -> None:
        self.trees = tuple(trees)
        self._known: dict[Links, tuple[Images, ...]] = {}

    def of(self, target: Target, links: Links) -> tuple[Images, ...]:
        """One for each tree, in their order."""
        if links not in self._known:
            made = tuple(Images(tree, target, links) for tree in self.trees)
            for each in made:
                each.peers = made
            self._known[links] = made
        return self._known[links]


def _lacking(found: Found | None, nodes: Iterable[str]) -> Iterator[str]:
    """The versions that are not there."""
    if found and found.place:
        yield from lacking(found.place, nodes)
