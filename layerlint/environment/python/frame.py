"""One running body: a module's, a class's or a function's."""

from collections.abc import Mapping

from layerlint.environment.python.failure import Step
from layerlint.environment.python.values import Bound, FunctionValue, Scope, Value
from layerlint.hints import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from layerlint.environment.python.disk import Disk
    from layerlint.environment.python.failure import Cause, Failure
    from layerlint.environment.python.libraries import Libraries


class World(Protocol):
    """What expressions and statements ask of the importer that runs them."""

    facts: Mapping[str, Value]
    variables: dict[str, Value]  #: of the environment
    replaced: set[str]  #: what code has put something of its own in the place of, by its full name
    curiosity: int
    has_moved: bool  #: whether code has left the folder that Lambda starts it in
    turns: int  #: of loops so far
    disk: "Disk"
    libraries: "Libraries"

    def is_unset(self, variable: str) -> bool | None:
        """Whether an environment variable has no value: nobody is known to set it. None: somebody may all the same."""

    def counts(self, cause: "Cause") -> bool:
        """Whether a fault is one of those that are looked at."""

    def import_module(self, name: str, frame: "Frame", line: int) -> None:
        """Import a dotted module and its parents. Raises Raised."""

    def exists(self, name: str) -> bool:
        """Whether anything would be found under that dotted name."""

    def is_broken(self, name: str) -> bool:
        """Whether the archive shows that a module is meant to be there, and it is not."""

    def evaluates_annotations(self, module: str) -> bool:
        """Whether annotations of the module run when it is imported, and may fail on this Python."""

    def may_be_too_new(self, module: str) -> bool:
        """Whether nothing vouches that a module is written for this Python."""

    def is_loaded(self, name: str) -> bool:
        """Whether the module is in sys.modules by now."""

    def refuse_name(self, module: str, name: str, step: Step) -> None:
        """Fail a from-import of a name that the module does not have. Raises Raised."""

    def expect_attribute(self, module: str, name: str, step: Step) -> None:
        """Fail a look at a name that a module of the stack is known to lack, or to lack so far. Raises Raised."""

    def is_in_part(self, name: str) -> bool:
        """Whether the image's own release of a package may have that module, or may not."""

    def is_runtime(self, name: str) -> bool:
        """Whether that dotted name is the runtime's own."""

    def member(self, module: str, name: str) -> Value:
        """What is known of a name in a module of the stack."""

    def binds(self, module: str, name: str) -> bool:
        """Whether a module of the stack is known to bind a name, whatever its value."""

    def made_on_demand(self, module: str, name: str, frame: "Frame") -> Value:
        """What a module's own `__getattr__` answers for a name; None where it has none. Raises Raised."""

    def star(self, module: str, frame: "Frame") -> Mapping[str, Value] | None:
        """What `from module import *` binds, submodules in `__all__` imported; None where that is not known.

        Raises Raised.
        """

    def is_unbound(self, module: str, name: str, line: int | None) -> bool:
        """Whether a name is known to have no value at a line of the module's body, or in a function (None)."""

    def lacks(self, module: str, name: str, asker: str) -> bool:
        """Whether a module is known not to have that name on this Python."""

    def has(self, module: str, name: str) -> bool:
        """Whether a module of the standard library is known to have that name on this Python."""

    def has_distribution(self, name: str) -> bool:
        """Whether metadata of a distribution is on the search path."""

    def is_patched(self, module: str, name: str) -> bool:
        """Whether somebody may give an attribute of that name to objects of the module's making."""

    def call(
        self, function: FunctionValue, arguments: Mapping[str, Value], frame: "Frame", method: Bound | None = None
    ) -> Value:
        """Run a function's body, be it as that method. Raises Raised."""


class Ledger:
    """What happened to one module's import, apart from its outcome."""

    __slots__ = ("branches", "complete", "deleted", "doubts", "line", "losses", "skipped", "sought", "supposes")

    def __init__(self, *, complete: bool = True) -> None:
        self.doubts: dict[Cause, Failure] = {}  #: failures on branches nobody can decide
        self.losses: dict[Cause, Failure] = {}  #: failures that the code caught
        self.sought: list[Cause] = []  #: libraries that the code has asked for in vain, as far as it is known
        self.branches = 0  #: how many undecided branches are being looked at, one inside the other
        self.supposes = False  #: some of these may be there all the same: a failure after that is in doubt
        self.deleted: set[str] = set()  #: names that a `del` has taken from the module
        self.line = 0  #: of the statement of the module's body that is being carried out
        self.skipped: list[tuple[int, int]] = []  #: first and last line of branches that are known not to run
        self.complete = complete  #: False once the module may have names that are not seen

    def has_skipped(self, line: int) -> bool:
        return any(first <= line <= last for first, last in self.skipped)


class Frame:
    """Where a body is being carried out: at a module's top level or in a call of a function of it."""

    def __init__(
        self,
        world: World,
        module: str,
        package: str,
        place: str,
        values: dict[str, Value],
        ledger: Ledger,
        local: dict[str, Value] | None = None,
        depth: int = 0,
        scope: Scope | None = None,
        method: Bound | None = None,
    ) -> None:
        self.world = world
        self.module = module
        self.package = package  #: what relative imports start from
        self.place = place  #: the file's absolute path on Lambda
        self.values = values  #: the module's names
        self.ledger = ledger
        self.local = local  #: a function's own names
        self.depth = depth
        self.scope = scope  #: a function's names and those around it, for what is made in it
        self.method = method  #: that is being called
        self.handling: list[Failure] = []  #: the failures being handled, innermost last
        self.unsure = False  #: a branch that may run has left the function, so that the rest may not
        self.skips = False  #: a branch that may run has left the turn of a loop, so that the rest of it may not
        self.yielded: list[Value] | None = None  #: what a generator has given so far; None: not known
        self.class_names: frozenset[str] | None = frozenset()  #: that a class's body may bind; None: not known
        self.globals_named: set[str] = set()  #: what `global` statements of this function name

    @property
    def is_top_level(self) -> bool:
        return self.local is None

    def step(self, line: int) -> Step:
        return Step(self.module, f"{self.place}:{line}")

    def bind(self, name: str, value: Value) -> None:
        is_global = self.local is None or name in self.globals_named
        (self.values if is_global else self.names())[name] = value

    def unbind(self, name: str) -> None:
        self.names().pop(name, None)
        if self.is_top_level:
            self.ledger.deleted.add(name)

    def lose_sight(self) -> None:
        """Names may have come in that are not seen."""
        if self.local is None:
            self.ledger.complete = False

    def names(self) -> dict[str, Value]:
        return self.values if self.local is None else self.local
