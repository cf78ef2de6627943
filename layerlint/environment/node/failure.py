"""Why loading a module fails: the cause at the bottom and the steps that lead to it."""

from layerlint.enumeration import Enum, IntEnum
from layerlint.named_tuple import NamedTuple


class Defect(Enum):
    MISSING = "package or file that nothing brings"
    BLOCKED = "package that does not give out what is asked for"
    MODULE = "ES module that is required"
    SYNTAX = "source of the other module system"
    LINK = "import that the file it finds does not answer"
    NATIVE = "native part that does not fit or is not there"


class Cause(NamedTuple):
    """One broken thing, told apart by its defect, subject and owner."""

    defect: Defect
    subject: str  #: the package or path that is asked for; the package whose native part is meant
    detail: str  #: what is wrong, one clause
    owner: str  #: absolute path of the file that asks, or of the package with the native part
    binaries: tuple[str, ...] = ()  #: absolute paths of binaries that do not fit
    wanted: tuple[str, ...] = ()  #: packages that would bring what fits
    certain: bool = True  #: False where some versions of the runtime may take it


class Step(NamedTuple):
    what: str  #: what is being loaded
    file: str  #: the file that asks for the next, absolute; or the file found
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{self.what} ({place})" if place else self.what


class Failure(NamedTuple):
    cause: Cause
    steps: tuple[Step, ...] = ()

    def under(self, step: Step) -> "Failure":
        return self._replace(steps=(step, *self.steps))


class Reach(IntEnum):
    """How far a broken part is felt, the worst last."""

    CAUGHT = 0  #: the code goes on without it
    DEFERRED = 1  #: asked for inside functions only
    CONDITIONAL = 2  #: asked for on a branch that is not looked into
    WHOLE = 3  #: loading fails


class Felt(NamedTuple):
    """Something broken, with how far it is felt."""

    cause: Cause
    reach: Reach
    failure: Failure
    root: str  #: what is loaded: a package's name, or the handler's file
