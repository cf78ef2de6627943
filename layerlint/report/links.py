"""The answer of `layerlint links`, for people and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from layerlint.environment.linker.closure import Edge
from layerlint.environment.linker.linkage import Linkage
from layerlint.environment.linker.search import Step
from layerlint.platform.records import Target
from layerlint.report.json_report import target, to_json
from layerlint.report.lines import EMPTY, Line, Span, span
from layerlint.report.text import FRAME
from layerlint.words import counted

SCHEMA = "layerlint-links/1"
WORDS = {True: ("loads", "green"), False: ("fails", "bold red"), None: ("unknown", "yellow")}
LABEL = 10  # columns that hold the labels
STEPS = {
    Step.LOADED: "loaded before",
    Step.PATH: "by its path",
    Step.RPATH: "RPATH",
    Step.LIBRARY_PATH: "LD_LIBRARY_PATH",
    Step.RUNPATH: "RUNPATH",
    Step.DEFAULT: "default folders",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    stack: str
    target: Target
    inferred: bool  #: nobody declared a target: the one where most loads was taken
    files: tuple[Linkage, ...]

    @cached_property
    def failing(self) -> int:
        return sum(file.loads is False for file in self.files)


def render_json(answer: Answer) -> str:
    return to_json(
        {
            "schema": SCHEMA,
            "stack": answer.stack,
            "target": target(answer.target) | {"inferred": answer.inferred},
            "files": [_file(file) for file in answer.files],
        }
    )


def answer_lines(answer: Answer) -> Iterator[Line]:
    """A block for each binary: what it needs, where that is found and by which step, and what is wrong."""
    chosen = " (inferred: the newest target on which most binaries load)" if answer.inferred else ""
    yield Line((span(answer.stack, "bold"), Span(f" on {answer.target}{chosen}")), hang=2)
    yield EMPTY
    for file in answer.files:
        yield from _block(file)
    if answer.files:
        yield EMPTY
    yield Line((Span(_summary(answer)),))


def _block(file: Linkage) -> Iterator[Line]:
    word, style = WORDS[file.loads]
    yield Line((Span(f"  {word:<7}  ", style), span(file.place.absolute, "bold")), wraps=False)
    for edge in file.edges:
        yield Line((Span(" " * (LABEL + 1)), *_need(edge, file)), wraps=False)
    if file.fault:
        yield _row("why", file.fault)
    for item in file.excess:
        if item.clause not in file.fault:
            yield _row("why" if item.certain else "perhaps", f"it {item.clause}")
    for missing in file.missing:
        yield _row(
            "why" if missing.certain else "perhaps", f"{missing.user.absolute} needs {missing.soname}, {missing.search}"
        )


def _need(edge: Edge, file: Linkage) -> Iterator[Span]:
    yield span(f"{edge.soname} => ")
    if edge.found is None:
        yield Span("not found", "bold red")
    else:
        yield span(edge.found.path)
        image = "of the image, " if edge.found.place is None else ""
        yield Span(f"  {image}{STEPS[edge.found.step]}", FRAME)
    if edge.user.place != file.place:
        yield span(f", for {edge.user.path.rpartition('/')[2]}", FRAME)


def _row(label: str, text: str) -> Line:
    return Line((Span(f"{label + ':':>{LABEL}} ", FRAME), span(text)), hang=LABEL + 1)


def _summary(answer: Answer) -> str:
    total = len(answer.files)
    if not total:
        return "No binary is there."
    unknown = sum(file.loads is None for file in answer.files)
    whole = total - unknown - answer.failing
    parts = [f"{whole:,} of {counted(total, 'binary', 'binaries')} can be loaded"]
    parts += [f"{answer.failing:,} cannot"] if answer.failing else []
    parts += [f"of {unknown:,} it cannot be known"] if unknown else []
    return ", ".join(parts) + "."


def _file(file: Linkage) -> dict[str, object]:
    return {
        "path": file.place.absolute,
        "archive": file.place.mount.name,
        "loads": "unknown" if file.loads is None else file.loads,
        "reason": file.fault or None,
        "needs": [_edge(edge) for edge in file.edges],
        "missing": [
            {"name": each.soname, "certain": each.certain, "why": each.lack.value, "chain": list(each.steps)}
            for each in file.missing
        ],
        "versions": [{"version": item.wants, "certain": item.certain} for item in file.excess],
    }


def _edge(edge: Edge) -> dict[str, object]:
    found = edge.found
    return {
        "name": edge.soname,
        "by": edge.user.path,
        "path": found.path if found else None,
        "step": found.step.value if found else None,
        "image": found is not None and found.place is None,
    }
