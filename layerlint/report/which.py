"""The answer of `layerlint which`, for people and for programs."""

from collections.abc import Iterator, Sequence

from layerlint.archive.entry import Kind
from layerlint.environment.whose import Shadowed, Share, Whose
from layerlint.report.json_report import to_json
from layerlint.report.lines import Line, Span, span
from layerlint.report.text import FRAME
from layerlint.report.words import count

SCHEMA = "layerlint-which/1"
LABEL = 10  # columns that hold the labels


def render_json(stack: str, answers: Sequence[Whose]) -> str:
    return to_json({"schema": SCHEMA, "stack": stack, "paths": [_document(answer) for answer in answers]})


def answer_lines(answers: Sequence[Whose]) -> Iterator[Line]:
    """A path a block: whose it is, then whom it shadows."""
    for answer in answers:
        yield Line((span(answer.path, "bold"),), wraps=False)
        yield from _rows(answer)


def _rows(answer: Whose) -> Iterator[Line]:
    if answer.kind is None:
        yield _row("nothing", "is there")
    elif answer.winner is None:
        yield from (_row("folder of" if not number else "", _share(each)) for number, each in enumerate(answer.shares))
    else:
        points = f" -> {answer.target}" if answer.target else ""
        yield _row("is of", f"{answer.winner.mount.name}{points}, {count(answer.winner.entry.size, 'byte')}")
        yield from (_row("shadows", _shadowed(each)) for each in answer.shadowed)


def _row(label: str, text: str) -> Line:
    return Line((Span(f"{label:>{LABEL}} ", FRAME), span(text)), hang=LABEL + 1)


def _shadowed(each: Shadowed) -> str:
    verdict = "different bytes" if each.differs else "the same bytes"
    return f"{each.copy.mount.name}, {count(each.copy.entry.size, 'byte')}: {verdict}"


def _share(each: Share) -> str:
    hidden = f", {each.shadowed:,} of them shadowed" if each.shadowed else ""
    return f"{each.archive}, {count(each.files, 'file')}{hidden}"


def _document(answer: Whose) -> dict[str, object]:
    winner = answer.winner
    return {
        "path": answer.path,
        "kind": answer.kind.value if answer.kind else None,
        "archive": winner.mount.name if winner else None,
        "size": winner.entry.size if winner and answer.kind is Kind.FILE else None,
        "target": answer.target or None,
        "shadows": [
            {"archive": each.copy.mount.name, "size": each.copy.entry.size, "differs": each.differs}
            for each in answer.shadowed
        ],
        "archives": [
            {"archive": each.archive, "files": each.files, "shadowed": each.shadowed} for each in answer.shares
        ],
    }
