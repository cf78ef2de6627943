"""Why an import fails: the defect at the bottom and the steps that lead to it."""

import builtins

from layerlint.enumeration import Enum, IntEnum
from layerlint.named_tuple import NamedTuple


class Defect(Enum):
    """The kinds of broken things an import can come to."""

    MISSING = "missing module"
    GONE = "standard-library module that this Python does not have"
    NAME = "standard-library name that this Python does not have"
    ABI = "extension module for another Python"
    MACHINE = "extension module for another processor"
    SYSTEM = "extension module for another operating system"
    LIBC = "extension module for another C library"
    VERSION = "extension module that needs newer system libraries"
    LIBRARY = "extension module that needs a library which is not there"
    UNSEARCHED = "extension module that needs a library which lies where nothing looks"
    ANOTHER_BUILD = "extension module whose libraries are those of another build"
    MISNAMED = "extension module that needs a library which has another name"
    NO_LIBRARY = "extension module that needs a library in whose place is another file"
    NAMED = "library that code loads by name or path and that is not there"
    SOUGHT = "library that code looks for by name in the image and that is not there"
    UNLISTED = "library that code asks for by name and that nobody has listed"
    UNSURE = "extension module that needs a library which nobody has listed"
    SEGMENTS = "extension module that the loader cannot map"
    SYMBOL = "extension module that needs a newer Python"
    UNDEFINED = "extension module that needs a symbol which none of its libraries has"
    ARRAYS = "extension module for another interface of arrays"
    IMAGE = "file that is no shared library"
    ENTRY = "shared library that is no extension module"
    SYNTAX = "source this Python cannot read"
    METADATA = "distribution metadata that is not there"
    BYTECODE = "bytecode of another Python"
    RELATIVE = "relative import that leaves its package"
    CIRCLE = "circle of imports that comes back before a name is there"
    VARIABLE = "environment variable that the function must set"
    UNSEEN = "module that may lie in a zip that nobody can read"
    UNREAD = "source that is too large or too deep to be read"
    UNBOUND = "name that nothing has bound"
    FILE = "file that the code reads and that is not there"
    RAISED = "an error the code raises itself"


#: what is not lost where it is caught: an error the code raises itself, one of several names for a library
NO_LOSS = frozenset({Defect.RAISED, Defect.NAMED, Defect.SOUGHT, Defect.UNLISTED})
#: nothing that is broken in the archive
NO_PART = frozenset({Defect.VARIABLE, Defect.UNREAD, Defect.UNSEEN, Defect.UNSURE})


class Cause(NamedTuple):
    """One broken thing, told apart by its kind and subject."""

    defect: Defect
    subject: str  #: the module, or the distribution for METADATA
    detail: str  #: what is wrong with it, one clause
    path: str = ""  #: the member at fault, relative to its archive, where there is one
    archive: str = ""
    wanted: str = ""  #: the library that code asks for, by name or path, where that is what is wrong
    exception: str = ""  #: what loading the file raises, where its kind of defect does not tell


class Step(NamedTuple):
    """One import on the way down: the module that is being imported, and where it imports the next."""

    module: str
    place: str  #: "/opt/python/a/__init__.py:3", or the file alone where nothing is imported further

    @property
    def file(self) -> str:
        """The file's absolute path on Lambda."""
        return self.place.rpartition(":")[0] if self.line else self.place

    @property
    def line(self) -> int:
        """The line of the import, from 1; 0 where nothing is imported further."""
        number = self.place.rpartition(":")[2]
        return int(number) if number.isdecimal() else 0

    def __str__(self) -> str:
        return f"{self.module} ({self.place})" if self.place else self.module


ANY = "*"  # in the place of a class that nobody knows


class Failure(NamedTuple):
    """An exception that leaves an import."""

    exception: str  #: class name, e.g. "ModuleNotFoundError"
    message: str
    cause: Cause
    steps: tuple[Step, ...] = ()
    bases: tuple[str, ...] = ()  #: for a class of the code's own, the built-in classes it is known to extend; or ANY

    def under(self, step: Step) -> "Failure":
        return self._replace(steps=(step, *self.steps))


class Raised(Exception):
    """The import under way fails."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


OUR_BASES = {"PackageNotFoundError": "ModuleNotFoundError", "DistributionNotFound": "Exception"}


def is_a(failure: Failure, handler: str) -> bool:
    """Whether `except handler` catches the failure, as far as is known; both are class names."""
    return ANY in failure.bases or any(_extends(name, handler) for name in (failure.exception, *failure.bases))


def _extends(name: str, handler: str) -> bool:
    if name == handler:
        return True
    if name in OUR_BASES:
        return _extends(OUR_BASES[name], handler)
    mine, theirs = getattr(builtins, name, None), getattr(builtins, handler, None)
    return isinstance(mine, type) and isinstance(theirs, type) and issubclass(mine, theirs)


class Reach(IntEnum):
    """How far a broken part is felt, the worst last."""

    NOWHERE = 0  #: nothing imports it
    DEFERRED = 1  #: imported inside functions only
    GUARDED = 2  #: imported, and the failure is caught
    DOUBTFUL = 3  #: imported on a branch that nobody can decide
    PART = 4  #: the package loads, a public module of it does not
    WHOLE = 5  #: a top-level package does not load


class Breakage(NamedTuple):
    """The broken parts of one distribution (or one module that none claims) that share a defect."""

    defect: Defect
    owner: str  #: the distribution, or the top-level name where no metadata claims the parts
    causes: tuple[Cause, ...]  #: the one that is felt most first
    reach: Reach
    root: str  #: the module whose import shows it; "" where nothing does
    failure: Failure | None
    foreign: bool  #: none of the owner's extension modules loads on this target
    open: bool = False  #: a layer or folder that is not here may bring what is missing

    @property
    def fails(self) -> bool:
        """Whether something meant to be imported cannot be."""
        if self.open:
            return False
        return self.reach is Reach.WHOLE or (self.reach is Reach.PART and self.foreign)
