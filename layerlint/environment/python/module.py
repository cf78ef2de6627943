"""One module in the sys.modules of a target."""

from layerlint.environment.python.failure import Failure
from layerlint.environment.python.finder import Found
from layerlint.environment.python.frame import Ledger
from layerlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from layerlint.environment.python.values import Value


class Module:
    """One imported module."""

    __slots__ = ("asked", "failure", "found", "known", "ledger", "name", "running", "values")

    def __init__(self, name: str, found: Found) -> None:
        self.name = name
        self.found = found
        self.values: dict[str, Value] = {}
        self.ledger = Ledger()
        self.failure: Failure | None = None
        self.running = False
        self.known = False  #: its body was carried out, so that `values` are its names
        self.asked: set[str] = set()  #: otherwise those of its names that were looked into, each by itself

    def end(self, failure: Failure) -> None:
        """Its body fails, or may fail where that rests on what is only supposed."""
        if self.ledger.supposes:
            self.ledger.doubts.setdefault(failure.cause, failure)
            self.ledger.complete = False
        else:
            self.failure = failure
