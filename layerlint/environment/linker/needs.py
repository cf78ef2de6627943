"""What the images of a stack need, and what the stack itself has of it: alike for all runtimes of an architecture."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from layerlint.environment.linker.search import Found, LibrarySearch, Object, Step, native_of, object_of
from layerlint.environment.tree import Place, Tree
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import Target


class Answer(NamedTuple):
    """One need of an image that is loaded by itself, and the file of the stack that the search finds for it."""

    user: Object
    soname: str
    found: Found | None

    @property
    def is_met(self) -> bool:
        """Whether a library is there; a file that is none stops the loader."""
        return self.found is not None and self.found.place is not None and native_of(self.found.place) is not None


class Needs:
    """One search for each need of each image, without the loaders that an image may have: those only add folders."""

    def __init__(self, trees: Sequence[Tree], target: Target, library_path: Sequence[str]) -> None:
        self.trees = trees
        self.search = LibrarySearch(trees, target, library_path, _nowhere)

    @cached_property
    def objects(self) -> Sequence[Object]:
        """The images that the target could load as far as their headers say, but for those a later layer hides."""
        fitting = [
            object_of(Place(mount, mount.contents.archive.files[path]))
            for tree in self.trees
            for mount in tree.mounts
            for path, native in mount.contents.natives.items()
            if native.elf is not None and self.search.suits(native) and tree.owner_of(path) is mount
        ]
        return [item for item in fitting if item is not None]

    @cached_property
    def answers(self) -> Sequence[Answer]:
        return [
            Answer(user, soname, self.search.find(soname, user)) for user in self.objects for soname in user.elf.needed
        ]

    @cached_property
    def unmet(self) -> frozenset[str]:
        """Names for which somebody's search finds nothing in the stack, or a file that is no library."""
        return frozenset(answer.soname for answer in self.answers if not answer.is_met)

    @cached_property
    def reached(self) -> Mapping[str, frozenset[Place]]:
        """Names of libraries, asked for or their own, to the files that loading something in the stack brings in."""
        found: dict[str, set[Place]] = {}
        for answer in self.answers:
            place = answer.found.place if answer.found else None
            native = native_of(place) if place else None
            if place and native and native.elf:
                for name in filter(None, (answer.soname, native.elf.soname)):
                    found.setdefault(name, set()).add(place)
        return {name: frozenset(places) for name, places in found.items()}

    @cached_property
    def bundled(self) -> frozenset[str]:
        """Names that an RPATH, which comes before the image, finds in the stack."""
        return frozenset(answer.soname for answer in self.answers if answer.found and answer.found.step is Step.RPATH)

    @cached_property
    def bearers(self) -> Mapping[str, tuple[Place, ...]]:
        """Names of libraries to the files that bear them, as their file's name or as their soname."""
        found: dict[str, dict[Place, None]] = {}
        for item in self.objects:
            for name in filter(None, (item.path.rpartition("/")[2], item.elf.soname)):
                found.setdefault(name, {})[item.place] = None
        for tree in self.trees:
            for path in tree.links:
                place = tree.file(path)
                if place is not None and object_of(place):
                    found.setdefault(path.rpartition("/")[2], {})[place] = None
        return {name: tuple(places) for name, places in found.items()}

    @cached_property
    def versions_differ(self) -> bool:
        """Whether a file of the stack lacks a symbol version that somebody needs of a library of its name."""
        return any(
            next(lacking(place, nodes), None)
            for item in self.objects
            for soname, nodes in item.elf.version_needs.items()
            for place in self.bearers.get(soname, ())
        )

    @cached_property
    def asks_for_python(self) -> bool:
        return any(name.startswith("libpython") for item in self.objects for name in item.elf.needed)


def lacking(place: Place, nodes: Iterable[str]) -> Iterator[str]:
    """The versions that a library does not define; one without any versions is taken for all of them."""
    native = native_of(place)
    if native is not None and native.elf is not None and native.elf.versions:
        yield from (node for node in nodes if node not in native.elf.versions)


def _nowhere(soname: str) -> None:
    del soname
