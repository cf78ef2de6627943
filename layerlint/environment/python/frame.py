"""One running body: a module's, a class's or a function's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from layerlint.environment.python.failure import Cause, Failure
from layerlint.environment.python.values import FunctionValue, Value


class World(Protocol):
    """What expressions and statements ask of the importer that runs them."""

    facts: Mapping[str, Value]
    variables: Mapping[str, str]
    curiosity: int

    def import_module(self, name: str, frame: "Frame", line: int) -> None:
        """Import a dotted module and its parents. Raises Raised."""

    def exists(self, name: str) -> bool:
        """Whether anything would be found under that dotted name."""

    def is_broken(self, name: str) -> bool:
        """Whether the archive shows that a module is meant to be there, and it is not."""

    def evaluates_annotations(self, module: str) -> bool:
        """Whether annotations of the module run when it is imported, and may fail on this Python."""

    def is_loaded(self, name: str) -> bool:
        """Whether the module is in sys.modules by now."""

    def refuse_name(self, module: str, name: str) -> None:
        """Fail a from-import of a name that the module does not have. Raises Raised."""

    def is_runtime(self, name: str) -> bool:
        """Whether that dotted name is the runtime's own."""

    def member(self, module: str, name: str) -> Value:
        """What is known of a name in a module of the stack."""

    def binds(self, module: str, name: str) -> bool:
        """Whether a module of the stack is known to bind a name, whatever its value."""

    def star(self, module: str, frame: "Frame") -> Mapping[str, Value] | None:
        """What `from module import *` binds, submodules in `__all__` imported; None where that is not known.

        Raises Raised.
        """

    def lacks(self, module: str, name: str, asker: str) -> bool:
        """Whether a module is known not to have that name on this Python."""

    def has_distribution(self, name: str) -> bool:
        """Whether metadata of a distribution is on the search path."""

    def call(self, function: FunctionValue, arguments: Mapping[str, Value], frame: "Frame") -> Value:
        """Run a function's body. Raises Raised."""


@dataclass(slots=True)
class Ledger:
    """What happened to one module's import, apart from its outcome."""

    doubts: dict[Cause, Failure] = field(default_factory=dict)  #: failures on branches nobody can decide
    losses: dict[Cause, Failure] = field(default_factory=dict)  #: failures that the code caught
    complete: bool = True  #: False once the module may have names that are not seen


@dataclass(slots=True)
class Frame:
    world: World
    module: str
    package: str  #: what relative imports start from
    place: str  #: the file's absolute path on Lambda
    values: dict[str, Value]  #: the module's names
    ledger: Ledger
    local: dict[str, Value] | None = None  #: a function's own names
    handling: list[Failure] = field(default_factory=list)  #: the failures being handled, innermost last
    depth: int = 0
    unsure: bool = False  #: a branch that may run has left the function, so that the rest may not
    globals_named: set[str] = field(default_factory=set)  #: what `global` statements of this function name

    def bind(self, name: str, value: Value) -> None:
        is_global = self.local is None or name in self.globals_named
        (self.values if is_global else self.names())[name] = value

    def lose_sight(self) -> None:
        """Names may have come in that are not seen."""
        if self.local is None:
            self.ledger.complete = False

    def names(self) -> dict[str, Value]:
        return self.values if self.local is None else self.local
