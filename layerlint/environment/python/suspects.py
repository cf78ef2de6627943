"""The modules whose import may come to something broken: those alone are carried out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from layerlint.environment.python.finder import Origin
from layerlint.environment.python.mentions import GETTER, Edge
from layerlint.environment.python.runtime_modules import runtime
from layerlint.environment.python.top_level import bytecode_modules
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple

if TYPE_CHECKING:
    from layerlint.environment.python.candidates import Candidates


class Miss(NamedTuple):
    """A module whose own body may fail over something broken, if it is touchy."""

    module: str
    names: frozenset[str]  #: what it misses


class Touched(NamedTuple):
    """The modules that import something broken."""

    misses: Sequence[Miss] = ()
    called: frozenset[str] = frozenset()  #: those that call a function which imports it


class Suspects:
    """Every module whose import may come to something broken. Whether one is touchy is asked where it matters."""

    def __init__(self, candidates: "Candidates", is_touchy: Callable[[str], bool]) -> None:
        self._asked = is_touchy  #: whether a module's own body may fail, all that it imports apart
        self._candidates = candidates
        self._graph = candidates.graph
        self._mentions = candidates.mentions
        self._shared = candidates.shared
        self._tops = frozenset(candidates.top_level)

    def __contains__(self, name: str) -> bool:
        return name in self._bounds and name in self.names

    def __bool__(self) -> bool:
        return not self.are_none and bool(self.names)

    @property
    def are_none(self) -> bool:
        """Whether there is plainly no suspect; there may be none where it is False."""
        return not self._bounds

    @cached_property
    def names(self) -> frozenset[str]:
        touchy = (miss.module for miss in self._misses if self._is_touchy(*miss))
        caught = self._called.union(touchy)
        felt = self._graph.failing_with(caught)
        if self._candidates.broken_extensions or not felt.isdisjoint(self._tops):
            return self._graph.reaching(self._plain | caught)
        return self._graph.reaching(self._plain) | felt  # whoever imports the others catches their failure

    @cached_property
    def _bounds(self) -> frozenset[str]:
        """What no suspect is outside of: the same, except that who is felt nowhere is taken to be touchy."""
        if self._candidates.broken_extensions or any(map(self._is_felt, self._called)):
            return self.names
        if any(self._is_felt(miss.module) and self._is_touchy(*miss) for miss in self._misses):
            return self.names
        unfelt = {miss.module for miss in self._misses if not self._is_felt(miss.module)}
        return self._graph.reaching(self._plain) | self._graph.failing_with(self._called.union(unfelt))

    def _is_felt(self, module: str) -> bool:
        return self._graph.is_felt(module, self._tops)

    @cached_property
    def _misses(self) -> Sequence[Miss]:
        parts = (each.misses for each in self._touched)
        return tuple(miss for misses in (*parts, self._missing_attributes, self._asking_metadata) for miss in misses)

    @cached_property
    def _called(self) -> frozenset[str]:
        return frozenset[str]().union(*(each.called for each in self._touched))

    @cached_property
    def _touched(self) -> Sequence[Touched]:
        graph, lacking = self._graph, self._candidates.lacking.items()
        return (
            self._touched_by((name, edge) for name in self._lacking_names for edge in graph.importers[name]),
            self._touched_by((name, edge) for name in self._lacking_modules for edge in graph.who_imports(name)),
            self._touched_by((name, edge) for name, edges in lacking for edge in edges),
        )

    def _touched_by(self, imports: Iterable[tuple[str, Edge]]) -> Touched:
        """What comes of imports, each with the name of something broken that it may load."""
        missed: dict[str, set[str]] = {}
        called: set[str] = set()
        for name, edge in imports:
            if self._is_spare(edge):
                continue
            if not self._mentions.is_harmless(edge):
                missed.setdefault(edge.importer, set()).add(name)
            elif self._mentions.is_deferred(edge) and self._mentions.function_of(edge) != GETTER:
                called.update(self._graph.callers(edge))
        return Touched(_misses(missed), frozenset(called))

    def _is_spare(self, edge: Edge) -> bool:
        """Whether the import is run only where one fails that the standard library is there to serve."""
        tried = self._mentions.tried_first(edge)
        return bool(tried) and all(map(self._is_served, tried))

    def _is_served(self, edge: Edge) -> bool:
        here = self._candidates
        if not edge.is_start:
            return not here.lacks(*edge.name.rpartition(".")[::2])
        is_there = self._shared.stdlib.has_module(edge.name, here.facts.version)
        return is_there and here.finder.find(edge.name) == runtime(edge.name) and edge.name not in here.shadowed.users

    def _is_touchy(self, module: str, missed: frozenset[str]) -> bool:
        """Asked once for all targets that miss the same modules, unless the text asks which Python runs it."""
        place = self._mentions.modules[module]
        version = self._candidates.facts.version if self._shared.asks_version(place) else None
        key = (place, missed, version)
        if key not in self._shared.touchy:
            self._shared.touchy[key] = self._asked(module)
        return self._shared.touchy[key]

    @cached_property
    def _plain(self) -> frozenset[str]:
        """What is broken itself, or has to be carried out to be told."""
        here, reached, facts = self._candidates, self._candidates.reached, self._candidates.facts
        plain = {*here.broken_extensions, *self._bad_bytecode, *self._lacking_submodules, *reached.too_large}
        plain |= here.libraries.suspects
        plain |= {name for name in facts.bundled_in_part if name in self._graph.importers and here.is_in_part(name)}
        plain |= {name for name in reached.gates if self._is_touchy(name, frozenset())}
        plain |= here.shadowed.names | here.shadowed.users
        plain |= here.loader.unsure((file.module for file in here.extensions), here.finder)
        plain |= {*here.self_loading, *here.cffi_names, *here.too_new.suspects, *here.asking_order, *reached.own}
        plain |= here.too_new.rejecting
        plain |= {name for name in here.reading_lost_data if self._is_touchy(name, frozenset())}
        return frozenset(plain)

    @cached_property
    def _lacking_modules(self) -> frozenset[str]:
        """Modules that imports start from and that nothing provides."""
        here = self._candidates
        names = frozenset(name for name in here.reached.foreign_starts if here.finder.find(name) is None)
        return names - here.broken_extensions.keys()

    @cached_property
    def _bad_bytecode(self) -> frozenset[str]:
        here = self._candidates
        names = (name for folder in here.folders for name in bytecode_modules(folder))
        found = ((name, here.finder.find(name)) for name in names)
        return frozenset(name for name, what in found if what and what.origin is Origin.BYTECODE and here.fault(what))

    @cached_property
    def _lacking_names(self) -> Sequence[str]:
        """Names that imports take from the standard library, and that this Python's does not have."""
        asked = self._candidates.reached.asked_of_library
        return [name for module, tail, name in asked if self._candidates.lacks(module, tail)]

    @property
    def _missing_attributes(self) -> Iterator[Miss]:
        """Modules that take such a name with a dot."""
        for module, pairs in self._candidates.reached.taken_from_library.items():
            missed = frozenset(f"{library}.{name}" for library, name in pairs if self._candidates.lacks(library, name))
            if missed:
                yield Miss(module, missed)

    @cached_property
    def _lacking_submodules(self) -> frozenset[str]:
        """Modules that imports name, a RECORD lists and the archive no longer holds: of a package its folder may be."""
        lost, find = self._shared.lost_modules(self._candidates.folders), self._candidates.finder.find
        named = ((name, find(name)) for name in lost if name in self._graph.importers)
        return frozenset(name for name, found in named if found is None or found.origin is Origin.NAMESPACE)

    @property
    def _asking_metadata(self) -> Sequence[Miss]:
        """Modules that ask for metadata that is not there."""
        missed: dict[str, set[str]] = {}
        for module, name in self._shared.metadata_questions(self._candidates.folders):
            if not self._candidates.has_distribution(name):
                missed.setdefault(module, set()).add(name)
        return _misses(missed)


def _misses(missed: Mapping[str, set[str]]) -> Sequence[Miss]:
    return tuple(Miss(module, frozenset(names)) for module, names in missed.items())
