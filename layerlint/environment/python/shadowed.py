"""Modules of the standard library whose name a file of the stack has taken, and who is loaded with it."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from layerlint.environment.python.finder import Finder, Origin
from layerlint.platform.records import PythonFacts
from layerlint.platform.stdlib import Stdlib
from layerlint.platform.stdlib_imports import Need, load_stdlib_imports


class Shadowed:
    """What is loaded before any file of the stack is looked for is not among them."""

    def __init__(self, finder: Finder, stdlib: Stdlib, facts: PythonFacts, top_level: Iterable[str]) -> None:
        self._finder = finder
        self._stdlib = stdlib
        self._facts = facts
        self._top_level = top_level

    @cached_property
    def names(self) -> frozenset[str]:
        """Top-level names that the standard library has and an import takes from the stack."""
        ours = sorted(self._stdlib.top_level(self._facts.version).intersection(self._top_level))
        found = ((name, self._finder.find(name)) for name in ours)
        return frozenset(name for name, what in found if what and what.origin is not Origin.RUNTIME)

    @cached_property
    def users(self) -> frozenset[str]:
        """Modules of the standard library that load one of them."""
        if not self.names:
            return frozenset()
        return load_stdlib_imports(self._facts.version).coming_to(self.names) - self._facts.preloaded

    def needs(self, module: str) -> Sequence[Need]:
        """What a module of the standard library imports, where that comes to one of them."""
        return load_stdlib_imports(self._facts.version).of(module) if module in self.users else ()
