"""The modules whose import may come to something broken: those alone are carried out."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from layerlint.environment.python.finder import Origin
from layerlint.environment.python.mentions import GETTER, Edge
from layerlint.environment.python.top_level import bytecode_modules

if TYPE_CHECKING:
    from layerlint.environment.python.candidates import Candidates


class Suspects:
    def __init__(self, candidates: "Candidates", is_touchy: Callable[[str], bool]) -> None:
        self._asked = is_touchy  #: whether a module's own body may fail, all that it imports apart
        self._candidates = candidates
        self._graph = candidates.graph
        self._mentions = candidates.mentions
        self._shared = candidates.shared

    @cached_property
    def names(self) -> frozenset[str]:
        """Every module whose import may come to something broken."""
        caught = {*self._lacking_names, *self._asking_metadata, *self._lacking_modules, *self._missing_names}
        felt = self._graph.failing_with(caught)
        if self._candidates.broken_extensions or not felt.isdisjoint(self._candidates.top_level):
            return self._graph.reaching(self._plain | caught)
        return self._graph.reaching(self._plain) | felt  # whoever imports the others catches their failure

    @cached_property
    def _plain(self) -> frozenset[str]:
        """What is broken itself, or has to be carried out to be told."""
        here, reached, facts = self._candidates, self._candidates.reached, self._candidates.facts
        plain = {*here.broken_extensions, *self._bad_bytecode, *self._lacking_submodules, *reached.too_large}
        plain |= here.libraries.suspects
        plain |= {name for name in facts.bundled_in_part if name in self._graph.importers and here.is_in_part(name)}
        plain |= {name for name in reached.gates if self._is_touchy(name, frozenset())}
        plain |= here.shadowed.names | here.shadowed.users
        plain |= {*here.self_loading, *here.too_new.suspects, *here.asking_order, *reached.own}
        plain |= here.too_new.rejecting
        plain |= {name for name in here.reading_lost_data if self._is_touchy(name, frozenset())}
        return frozenset(plain)

    @cached_property
    def _unfound(self) -> frozenset[str]:
        """Modules that imports start from and that nothing provides."""
        find = self._candidates.finder.find
        return frozenset(name for name in self._candidates.reached.foreign_starts if find(name) is None)

    @cached_property
    def _lacking_modules(self) -> frozenset[str]:
        """Modules whose own body may fail over a module that nothing provides."""
        names = self._unfound - self._candidates.broken_extensions.keys()
        return self._touched((name, edge) for name in names for edge in self._graph.who_imports(name))

    def _touched(self, imports: Iterable[tuple[str, Edge]]) -> frozenset[str]:
        """Of the modules that import something broken, with its name, those whose own body may fail over it."""
        missed: dict[str, set[str]] = {}
        called: set[str] = set()
        for name, edge in imports:
            if not self._mentions.is_harmless(edge):
                missed.setdefault(edge.importer, set()).add(name)
            elif self._mentions.is_deferred(edge) and self._mentions.function_of(edge) != GETTER:
                called.update(self._graph.callers(edge))
        touchy = (module for module, names in missed.items() if self._is_touchy(module, frozenset(names)))
        return frozenset({*touchy, *called})

    def _is_touchy(self, module: str, missed: frozenset[str]) -> bool:
        """Asked once for all targets that miss the same modules, unless the text asks which Python runs it."""
        place = self._mentions.modules[module]
        version = self._candidates.facts.version if self._shared.asks_version(place) else None
        key = (place, missed, version)
        if key not in self._shared.touchy:
            self._shared.touchy[key] = self._asked(module)
        return self._shared.touchy[key]

    @cached_property
    def _missing_names(self) -> frozenset[str]:
        """Modules whose own body may fail over a name that a module of the stack lacks."""
        return self._touched((name, edge) for name, edges in self._candidates.lacking.items() for edge in edges)

    @cached_property
    def _bad_bytecode(self) -> frozenset[str]:
        here = self._candidates
        names = (name for folder in here.folders for name in bytecode_modules(folder))
        found = ((name, here.finder.find(name)) for name in names)
        return frozenset(name for name, what in found if what and what.origin is Origin.BYTECODE and here.fault(what))

    @cached_property
    def _lacking_names(self) -> frozenset[str]:
        """Modules whose own body may fail over a name that this Python's standard library does not have."""
        here = self._candidates
        names = [name for module, tail, name in here.reached.asked_of_library if here.lacks(module, tail)]
        touched = self._touched((name, edge) for name in names for edge in self._graph.importers[name])
        return touched.union(self._lacking_attributes)

    @property
    def _lacking_attributes(self) -> Iterator[str]:
        for module, pairs in self._candidates.reached.taken_from_library.items():
            missed = frozenset(f"{library}.{name}" for library, name in pairs if self._candidates.lacks(library, name))
            if missed and self._is_touchy(module, missed):
                yield module

    @cached_property
    def _lacking_submodules(self) -> frozenset[str]:
        """Modules that imports name, a RECORD lists and the archive no longer holds."""
        lost, find = self._shared.lost_modules(self._candidates.folders), self._candidates.finder.find
        return frozenset(name for name in lost if name in self._graph.importers and find(name) is None)

    @cached_property
    def _asking_metadata(self) -> frozenset[str]:
        """Modules whose own body may fail over metadata that is not there."""
        missed: dict[str, set[str]] = {}
        for module, name in self._shared.metadata_questions(self._candidates.folders):
            if not self._candidates.has_distribution(name):
                missed.setdefault(module, set()).add(name)
        return frozenset(module for module, names in missed.items() if self._is_touchy(module, frozenset(names)))
