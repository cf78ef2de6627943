"""The modules that importing a top-level module or the handler may run, with all that is the same on every target."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from layerlint.environment.python.added_folders import added_zips, leads_elsewhere
from layerlint.environment.python.library_names import LibraryNames
from layerlint.environment.python.mentions import Graph, Mentions
from layerlint.environment.tree import Place
from layerlint.facts.distribution import Distribution
from layerlint.facts.syntax_hint import Hints
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.platform.stdlib import Stdlib

VERSION_GATE = pattern(rb"(?m)^if\b[^\n]*version_info[^\n]*:[^\n]*(?:\n[ \t]+[^\n]*){0,4}?\n?[ \t]+raise\b")
SEALED = b"_root=True"  # what a class says that is made of one which takes no subclass
BUILTIN_MAKER = pattern(rb"\bbuiltins\.\w+\s*=[^=]|setattr\(\s*builtins|builtins(?:__)?(?:\.__dict__)?\s*\[")
MOST_OWN_CODE = 400_000  # bytes of source
MOST_OWN_MODULES = 2_000  # carrying out costs something a module, be it empty


class Claim(NamedTuple):
    """A module and the distribution whose RECORD lists it."""

    name: str
    place: Place
    owner: Distribution | None


class Asked(NamedTuple):
    """A name that imports take from a module of the standard library."""

    module: str
    name: str
    dotted: str


class Reached:
    def __init__(
        self,
        graph: Graph,
        mentions: Mentions,
        owner: Callable[[Place], Distribution | None],
        stdlib: Stdlib,
    ) -> None:
        self.graph = graph
        self._mentions = mentions
        self._modules = mentions.modules
        self._owner = owner
        self._stdlib = stdlib
        self._newer: dict[tuple[int, int], frozenset[str]] = {}

    @cached_property
    def claims(self) -> Sequence[Claim]:
        places = ((name, self._modules[name]) for name in self.graph.modules)
        return [Claim(name, place, self._owner(place)) for name, place in places]

    @cached_property
    def unclaimed(self) -> Sequence[Claim]:
        return [claim for claim in self.claims if claim.owner is None]

    def newer_than(self, version: tuple[int, int]) -> frozenset[str]:
        """The unclaimed modules whose syntax seems newer than a version, asked once for its architectures."""
        if version not in self._newer:
            self._newer[version] = frozenset(name for name, hints in self._hints if hints.newer_than(version))
        return self._newer[version]

    @cached_property
    def _hints(self) -> Sequence[tuple[str, Hints]]:
        return [(claim.name, Hints(claim.place.read)) for claim in self.unclaimed if claim.place.entry.size]

    @cached_property
    def looks_elsewhere(self) -> bool:
        """Whether a person's own code adds a folder to sys.path that no archive brings: it may hold anything."""
        return any(leads_elsewhere(claim.place.read()) for claim in self.unclaimed)

    @cached_property
    def zips(self) -> frozenset[str]:
        """The names of zips that a person's own code may add to sys.path, or unpack to a folder that it adds."""
        return frozenset(name for claim in self.unclaimed for name in added_zips(claim.place.read()))

    @cached_property
    def too_large(self) -> frozenset[str]:
        """Modules of more bytes than any source that is read."""
        return frozenset(claim.name for claim in self.claims if claim.place.is_too_large)

    @cached_property
    def own(self) -> frozenset[str]:
        """Code that no metadata vouches for, where it is little enough to be somebody's own."""
        if len(self.unclaimed) > MOST_OWN_MODULES:
            return frozenset()
        is_little = sum(claim.place.entry.size for claim in self.unclaimed) <= MOST_OWN_CODE
        return frozenset(claim.name for claim in self.unclaimed) if is_little else frozenset()

    @cached_property
    def gates(self) -> Sequence[str]:
        """Packages that seem to raise where they are imported, for some versions of Python."""
        tops = [(claim.name, claim.place.read()) for claim in self.claims if "." not in claim.name]
        return [name for name, data in tops if SEALED in data or _has_gate(data)]

    @cached_property
    def extends_builtins(self) -> bool:
        """Whether a person's own code may make names that every module sees."""
        return any(BUILTIN_MAKER.search(self._modules[name].read()) for name in self.own)

    @cached_property
    def foreign_starts(self) -> frozenset[str]:
        """The dotted names that imports start from and that are no source module of the stack."""
        return self.graph.starts - self._modules.keys()

    @cached_property
    def taken_from_library(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """What modules take with a dot from parts of the standard library whose names are not the same everywhere."""
        return LibraryNames(self.graph, self._mentions, self._stdlib).taken

    @cached_property
    def asked_of_library(self) -> Sequence[Asked]:
        """What imports take from modules of the standard library whose names are not the same in every version."""
        parted = ((name, *name.rpartition(".")[::2]) for name in self.graph.importers)
        return [
            Asked(module, tail, name)
            for name, module, tail in parted
            if tail in self._stdlib.changing_names(module) and module not in self._modules
        ]


def _has_gate(data: bytes) -> bool:
    return b"version_info" in data and VERSION_GATE.search(data) is not None
