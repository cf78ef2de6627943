"""What the interpreter knows of a value: a constant, something it can name, or nothing."""

import ast
from collections.abc import Sequence

from layerlint.enumeration import Enum
from layerlint.environment.python.failure import Failure
from layerlint.hints import TypeGuard
from layerlint.named_tuple import NamedTuple


class Unknown(Enum):
    VALUE = "unknown"


UNKNOWN = Unknown.VALUE


class Dotted(NamedTuple):
    """Something in the standard library or the image, by its full name, as `os.environ.get`."""

    path: str


class ModuleValue(NamedTuple):
    """A module of the stack."""

    name: str


class Lazy(NamedTuple):
    """A name of a module of the stack, looked up only when a decision needs it."""

    module: str
    name: str


class Scope:
    """The names of a function that is being called, for functions made in it."""

    __slots__ = ("names", "outer")

    def __init__(self, names: dict[str, "Value"], outer: "Scope | None") -> None:
        self.names = names
        self.outer = outer


class FunctionValue(NamedTuple):
    node: ast.FunctionDef | ast.AsyncFunctionDef
    module: str
    scope: Scope | None = None  #: of the function that made it


class ClassValue(NamedTuple):
    node: ast.ClassDef
    module: str
    bases: tuple[str, ...]  #: the built-in classes it is known to extend, by name
    parents: tuple["Value", ...] = ()
    scope: Scope | None = None  #: of the function that made it
    kept: bool = True  #: its decorators give back the class itself

    def __eq__(self, other: object) -> bool:
        """By the statement that made it: going through all classes above it may take forever."""
        return isinstance(other, ClassValue) and self.node is other.node and self.scope is other.scope

    def __hash__(self) -> int:
        return hash(self.node)


class Instance(NamedTuple):
    """What calling a class of the stack makes."""

    made: ClassValue


class Bound(NamedTuple):
    """A method of a class of the stack, with what it is called on."""

    function: FunctionValue
    owner: Instance | ClassValue
    home: ClassValue  #: whose body has it


class Super(NamedTuple):
    """What `super()` gives in a method."""

    home: ClassValue
    owner: Instance | ClassValue


class Caught(NamedTuple):
    """The exception object of an `except … as e`."""

    failure: Failure


class Method(NamedTuple):
    """A method of a constant, as in `os.environ.get("X", "").lower()`."""

    owner: object
    name: str


class Tuple(NamedTuple):
    """A tuple, list or set of which at least one item is no constant."""

    items: tuple["Value", ...]


class Items(tuple[object, ...]):
    """A list of constants: as good as a tuple, until somebody may have changed it."""

    __slots__ = ()


class Unordered(Items):
    """A set of constants."""

    __slots__ = ()


class Table(NamedTuple):
    """A dict whose keys are constants."""

    keys: tuple[object, ...]
    values: tuple["Value", ...]


class PathValue(NamedTuple):
    """A pathlib.Path."""

    text: str


class Text(NamedTuple):
    """A text that is not empty and says no more: of what kind it is."""

    kind: str


class Library(NamedTuple):
    """A shared library that ctypes or cffi has loaded."""

    name: str


Constant = None | bool | int | float | complex | str | bytes | tuple[object, ...]
Value = (
    Constant
    | Unknown
    | Dotted
    | ModuleValue
    | Lazy
    | FunctionValue
    | ClassValue
    | Instance
    | Bound
    | Super
    | Caught
    | Method
    | Tuple
    | Table
    | PathValue
    | Text
    | Library
)


def truth(value: Value) -> bool | None:
    """The truth of a value; None where it is not known."""
    if isinstance(value, ModuleValue | FunctionValue | ClassValue | Bound | Method | PathValue | Text | Library):
        return True
    if isinstance(value, Tuple):
        return bool(value.items)
    if isinstance(value, Table):
        return bool(value.keys)
    return bool(value) if is_constant(value) else None


NOT_CONSTANT = (
    Unknown,
    Dotted,
    ModuleValue,
    Lazy,
    FunctionValue,
    ClassValue,
    Instance,
    Bound,
    Super,
    Caught,
    Method,
    Tuple,
    Table,
    PathValue,
    Text,
    Library,
)


def is_constant(value: Value) -> bool:
    return not isinstance(value, NOT_CONSTANT)


ANY_NAME = "*"  # in the place of a name that nobody knows
MANY = 64  # a loop over more items than this is taken for one of unknown turns
MOST_TURNS = 20_000  # of all loops together, those inside each other above all


def items_of(value: Value) -> tuple[Value, ...] | None:
    """What a loop over a value goes through; None where that is not known."""
    if isinstance(value, Tuple):
        return value.items
    if isinstance(value, Table):
        return value.keys  # type: ignore[return-value]  # constants
    if isinstance(value, str):
        return tuple(value)
    return value if is_plain(value) else None  # type: ignore[return-value]  # constants


def is_plain(value: object) -> TypeGuard[tuple[object, ...]]:
    """Whether a value is a tuple, list or set of constants."""
    return type(value) in (tuple, Items, Unordered)


def in_python(value: Value) -> object:
    """A list or set as what it is, to be compared or joined."""
    if isinstance(value, Unordered):
        return frozenset(value)
    return list(value) if isinstance(value, Items) else value


def sequence(items: Sequence[Value], kind: type[tuple[object, ...]] = tuple) -> Value:
    """The value of a tuple, list or set display; `kind` is another than tuple for lists and sets."""
    return kind(items) if all(is_constant(item) for item in items) else Tuple(tuple(items))


ABSENT_ATTRIBUTES = frozenset(
    {
        "sys.pypy_version_info",
        "sys.pypy_translation_info",
        "sys.gettotalrefcount",
        "sys.getwindowsversion",
        "sys.winver",
        "sys.frozen",
        "sys.real_prefix",
        "sys._MEIPASS",
        "sys.getandroidapilevel",
        "os.startfile",
    }
)
