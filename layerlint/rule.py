"""What a rule is and what it yields. A rule is a pure function from a subject to findings; it never prints."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property

from layerlint.hints import TYPE_CHECKING, Any
from layerlint.named_tuple import NamedTuple
from layerlint.project.origin import Origin

if TYPE_CHECKING:
    from layerlint.examples.recipe import Recipe


class Severity(IntEnum):
    """A claim about Lambda: error, it fails; warning, it loads by luck or hides something; note, it wastes."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Finding(NamedTuple):
    """Where, what, why and what to do. The engine stamps it with its rule and targets."""

    message: str  #: what is so; names the thing; the same for every target
    paths: tuple[str, ...] = ()  #: members it is about, the first one first; () is the archive as a whole
    reason: str = ""  #: why it fails or matters; may differ from target to target
    help: str = ""  #: what to do, with the command to type where there is one
    chain: tuple[str, ...] = ()  #: the steps from what is loaded to what is broken
    severity: Severity | None = None  #: None is the rule's own
    archive: str = ""  #: the archive's name; stamped by the engine where the subject belongs to one
    line: int = 0  #: 1-based position in the first path, 0 for none
    column: int = 0
    subject: str = ""  #: what the finding is about, where the paths alone would not tell two findings apart
    origin: Origin | None = None  #: the line of a project file that it is shown at; stamped by the engine

    @property
    def path(self) -> str:
        return self.paths[0] if self.paths else ""

    def in_archive(self, name: str) -> "Finding":
        return self if self.archive else self._replace(archive=name)

    def placed_at(self, origin: Origin | None) -> "Finding":
        return self if self.origin or origin is None else self._replace(origin=origin)


Check = Callable[..., Iterable[Finding]]


class Stated(NamedTuple):
    """What a rule's file says by itself."""

    severity: Severity
    since: str
    check: Check
    good: "Sequence[Recipe]"
    bad: "Sequence[Recipe]"
    security: str | None = None  #: SARIF security-severity ("0.1" to "10.0"), only where security is the matter


class Rule:
    """A check with everything said about it. Title, page, name and subjects are derived, never stated twice.

    Code and name are known beforehand; the rest is read when it is asked for, as loading all rules takes longer than
    judging a small layer.
    """

    def __init__(self, code: str, name: str, read: Callable[[], Stated], about: Sequence[str] = ()) -> None:
        self.code = code
        self.name = name
        self.about = about  #: what must be there for it to say anything, as matters.py has it; empty: always
        self._read = read

    @cached_property
    def stated(self) -> Stated:
        return self._read()

    @property
    def severity(self) -> Severity:
        return self.stated.severity

    @property
    def since(self) -> str:
        return self.stated.since

    @property
    def good(self) -> "Sequence[Recipe]":
        return self.stated.good

    @property
    def bad(self) -> "Sequence[Recipe]":
        return self.stated.bad

    @property
    def security(self) -> str | None:
        return self.stated.security

    @cached_property
    def subjects(self) -> tuple[type, ...]:
        """The parameter types in order: the engine hands over one value of each."""
        hints = dict(self.stated.check.__annotations__)
        if any(isinstance(hint, str) for hint in hints.values()):
            from typing import get_type_hints  # noqa: PLC0415  # only rules that others write have their types as text

            hints = get_type_hints(self.stated.check)
        return tuple(hint for key, hint in hints.items() if key != "return")

    @property
    def document(self) -> str:
        """The module's docstring: the first line is the title, the rest is the page."""
        import sys  # noqa: PLC0415  # only pages need it

        return (sys.modules[self.stated.check.__module__].__doc__ or "").strip()

    @property
    def title(self) -> str:
        return self.document.partition("\n")[0]

    @property
    def family(self) -> str:
        return self.code[:3]

    def run(self, *subjects: Any) -> Iterator[Finding]:  # noqa: ANN401  # the signature is the check's own
        yield from self.stated.check(*subjects)


def rule(
    code: str,
    severity: Severity,
    *,
    since: str,
    good: "Sequence[Recipe]",
    bad: "Sequence[Recipe]",
    security: str | None = None,
) -> Callable[[Check], Rule]:
    """Make a rule of a function. Its module's docstring is the page, its name the rule's name."""

    def stamp(check: Check) -> Rule:
        stated = Stated(severity, since, check, good, bad, security)
        return Rule(code, check.__name__.replace("_", "-"), lambda: stated)

    return stamp
