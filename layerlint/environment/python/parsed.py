"""Sources as syntax trees, each parsed once for all targets."""

import ast

from layerlint.environment.tree import Place
from layerlint.facts.malformed import Malformed
from layerlint.facts.module_names import Bindings, Names, bindings, module_names
from layerlint.facts.python_source import compile_fault, parse
from layerlint.facts.syntax_level import Level, is_read_by, level_of


class Parsed:
    def __init__(self) -> None:
        self._trees: dict[Place, ast.Module | Malformed] = {}
        self._names: dict[Place, Names | Malformed] = {}
        self._bindings: dict[Place, Bindings | None] = {}
        self._levels: dict[Place, Level | Malformed] = {}

    def tree(self, place: Place) -> ast.Module | Malformed:
        if place not in self._trees:
            self._trees[place] = parse(place.read(), place.path)
        return self._trees[place]

    def names(self, place: Place) -> Names | Malformed:
        """The names that importing the module may leave in it."""
        if place not in self._names:
            tree = self.tree(place)
            self._names[place] = tree if isinstance(tree, Malformed) else module_names(tree)
        return self._names[place]

    def bindings(self, place: Place) -> Bindings | None:
        """Where a module binds its names; None where names may arrive that the text does not show."""
        if place not in self._bindings:
            names, tree = self.names(place), self.tree(place)
            shown = isinstance(names, Names) and names.complete and isinstance(tree, ast.Module)
            self._bindings[place] = bindings(tree) if shown else None  # type: ignore[arg-type]  # a module
        return self._bindings[place]

    def newer_syntax(self, place: Place, version: tuple[int, int]) -> Level | None:
        """The newest syntax of a source, where that Python cannot read it."""
        tree = self.tree(place)
        if isinstance(tree, Malformed) or is_read_by(version, tree):
            return None
        if place not in self._levels:
            self._levels[place] = level_of(tree, place.read(), place.path)
        level = self._levels[place]
        return level if not isinstance(level, Malformed) and level.version > version else None

    def compile_fault(self, place: Place) -> str | None:
        """What the compiler refuses in a source that parses, as `return` outside of a function."""
        tree = self.tree(place)
        return tree.reason if isinstance(tree, Malformed) else compile_fault(tree, place.path)
