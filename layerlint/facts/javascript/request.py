"""What a source asks other modules for, and how sure it is that it asks."""

from layerlint.enumeration import Enum, IntEnum
from layerlint.named_tuple import NamedTuple


class Form(Enum):
    REQUIRE = "require"
    IMPORT = "import"  #: a statement, run before anything else of its file
    DYNAMIC = "import()"
    RESOLVE = "require.resolve"  #: finds, and loads nothing


class Guard(IntEnum):
    """What stands between loading a file and a request of it, the weakest first."""

    ALWAYS = 0  #: nothing: where it fails, loading fails
    CONDITIONAL = 1  #: a condition that is not looked into
    DEFERRED = 2  #: a function that somebody has to call
    CAUGHT = 3  #: a try whose catch goes on


class Request(NamedTuple):
    specifier: str  #: "" where it is computed
    form: Form
    guard: Guard
    line: int  #: 1-based
    text: str  #: the argument as written; cut where it is long
    is_rescue: bool = False  #: it stands in a catch and runs as soon as the try before it fails
    attempt: int = 0  #: a number for each try: of what it holds, and of what rescues that; 0 elsewhere
    names: tuple[str, ...] = ()  #: of a statement: what the module has to offer for it to link
    attributes: str = ""  #: of a statement: "with" or "assert" where attributes follow, which JSON needs
    called: str = ""  #: the arguments where what is required is called: "__dirname" of require("x")(__dirname)


class Use(NamedTuple):
    """A variable that is read."""

    name: str
    guard: Guard
    line: int


class Source(NamedTuple):
    """One file. Where `sound` is False, its nesting was not understood and every guard is CONDITIONAL at best."""

    requests: tuple[Request, ...] = ()
    is_module: bool = False  #: it has import or export statements, or import.meta, so only an ES module can hold it
    is_script: bool = False  #: it uses require, module or exports of CommonJS, which ES modules do not have
    throws: tuple[Guard, ...] = ()  #: of each throw
    sound: bool = True
    makes_require: bool = False  #: its require is a binding of its own, of which nothing is known
    borrowed: tuple[Use, ...] = ()  #: of __dirname and __filename, where it declares neither
    creates_require: bool = False  #: its require is Node's own, of createRequire(import.meta.url)
