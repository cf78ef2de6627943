"""The answer of `layerlint imports`, for people and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from layerlint.hints import Protocol
from layerlint.platform.records import Target
from layerlint.report.json_report import target, to_json
from layerlint.report.lines import EMPTY, Line, Span, span
from layerlint.report.text import FRAME, chain_lines
from layerlint.report.words import count

SCHEMA = "layerlint-imports/1"
WORDS = {True: ("loads", "green"), False: ("fails", "bold red"), None: ("unknown", "yellow")}
LABEL = 10  # columns that hold the labels
WIDEST = 40  # a longer name is not waited for


class Loading(Protocol):
    """What loading one module does."""

    @property
    def name(self) -> str: ...

    @property
    def loads(self) -> bool | None:
        """None: it cannot be known."""

    @property
    def file(self) -> str | None:
        """Absolute, of what is found."""

    @property
    def reason(self) -> str:
        """Why it fails, or why it cannot be known; "" where it loads."""

    @property
    def chain(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, kw_only=True)
class Answer:
    stack: str
    target: Target
    inferred: bool  #: nobody declared a target: the one where most loads was taken
    modules: tuple[Loading, ...]
    unfound: bool = False  #: a name that was asked for loads in no way

    @cached_property
    def failing(self) -> int:
        return sum(module.loads is False for module in self.modules)

    @cached_property
    def loading(self) -> int:
        return sum(module.loads is True for module in self.modules)

    @property
    def rank(self) -> tuple[int, int]:
        """The lesser, the more loads."""
        return -self.loading, self.failing


def render_json(answer: Answer) -> str:
    return to_json(
        {
            "schema": SCHEMA,
            "stack": answer.stack,
            "target": target(answer.target) | {"inferred": answer.inferred},
            "modules": [_module(module) for module in answer.modules],
        }
    )


def render(answer: Answer) -> str:
    return "".join(f"{line}\n" for line in answer_lines(answer))


def answer_lines(answer: Answer) -> Iterator[Line]:
    """A row for each module, and under it why it does not load."""
    yield Line((span(answer.stack, "bold"), Span(f" on {answer.target}{_chosen(answer)}")), hang=2)
    yield EMPTY
    name_width = min(WIDEST, max((len(module.name) for module in answer.modules), default=0))
    for module in answer.modules:
        yield from _rows(module, name_width)
    if answer.modules:
        yield EMPTY
    yield Line((Span(_summary(answer)),))


def _rows(module: Loading, width: int) -> Iterator[Line]:
    word, style = WORDS[module.loads]
    name = span(f"{module.name:<{width}}", "bold")
    yield Line((Span(f"  {word:<7}  ", style), name, span(f"  {module.file or ''}")), wraps=False)
    if module.reason:
        yield Line((Span(f"{'why:':>{LABEL}} ", FRAME), span(module.reason)), hang=LABEL + 1)
    yield from chain_lines(module.chain, LABEL)


def _chosen(answer: Answer) -> str:
    return " (inferred: the newest target on which most modules load)" if answer.inferred else ""


def _summary(answer: Answer) -> str:
    total = len(answer.modules)
    unknown = sum(module.loads is None for module in answer.modules)
    if not total:
        return "No module that could be loaded is on the search path."
    parts = [f"{total - unknown - answer.failing:,} of {count(total, 'module')} load"]
    parts += [f"{answer.failing:,} fail"] if answer.failing else []
    parts += [f"{unknown:,} cannot be known"] if unknown else []
    return ", ".join(parts) + "."


def _module(module: Loading) -> dict[str, object]:
    return {
        "name": module.name,
        "loads": "unknown" if module.loads is None else module.loads,
        "file": module.file,
        "reason": module.reason or None,
        "chain": list(module.chain),
    }
