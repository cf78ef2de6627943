"""The report that people read: a block for each finding, then what each target makes of the archive."""

from collections.abc import Iterator, Sequence

from layerlint.engine import Diagnostic, StackReport
from layerlint.report.lines import EMPTY, Line, Span, span
from layerlint.report.run import Run
from layerlint.report.verdict import verdict_lines
from layerlint.report.words import count, targets
from layerlint.rule import Severity

SHOWN_PATHS = 3
LABEL = 6  # columns that hold the labels
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
QUIET = "bright_black"
FRAME = "blue"
HELP = "green"
#: the first words of what is a command and no prose
PROGRAMS = " aws cd chmod docker find layerlint mkdir mv npm patchelf pip python readelf rm strip unzip zip "


def render(run: Run) -> str:
    """The whole report as plain text."""
    return "".join(f"{line}\n" for line in report_lines(run))


def report_lines(run: Run) -> Iterator[Line]:
    for report in run.reports:
        for diagnostic in report.diagnostics:
            yield from finding_lines(diagnostic, report)
            yield EMPTY
        yield from verdict_lines(report)
        yield EMPTY
    yield closing_line(run)


def finding_lines(diagnostic: Diagnostic, report: StackReport) -> Iterator[Line]:
    finding = diagnostic.finding
    style = STYLES[diagnostic.severity]
    tried = [verdict.target for verdict in report.verdicts]
    head = (Span(f"{diagnostic.severity}[{diagnostic.code}]", style), Span(f" {diagnostic.rule.name}: ", "bold"))
    yield Line((*head, span(finding.message)), hang=LABEL + 1)
    yield from _places(diagnostic, report)
    for reason, where in diagnostic.reasons:
        several = len(diagnostic.reasons) > 1 and where
        yield _labelled("why:", f"{reason} ({targets(where, tried)})" if several else reason)
    if diagnostic.targets:
        yield _labelled("on:", targets(diagnostic.targets, tried))
    yield from chain_lines(finding.chain, LABEL)
    if finding.help:
        yield from _help(finding.help)


def chain_lines(chain: Sequence[str], width: int) -> Iterator[Line]:
    """The steps from what is loaded to what is broken, a line each; a single step says nothing new."""
    for number, step in enumerate(chain if len(chain) > 1 else ()):
        label = "->" if number else "via:"
        yield Line((Span(f"{label:>{width}} ", FRAME), span(step)), hang=width + 1, wraps=False)


def closing_line(run: Run) -> Line:
    """Counts of everything, suppressed findings included."""
    counts = run.counts()
    parts = [
        Span(count(counts[severity], str(severity)), STYLES[severity])
        for severity in reversed(Severity)
        if counts[severity]
    ]
    archives = len({mount.name for report in run.reports for mount in report.stack.mounts})
    found: tuple[Span, ...] = (Span("No findings", "bold green"),)
    if parts:
        found = (Span("Found "), *_joined(parts))
    hidden = f"; {count(run.suppressed, 'finding')} suppressed" if run.suppressed else ""
    return Line((*found, Span(f" in {count(archives, 'archive')}{hidden}.")))


def _joined(parts: list[Span]) -> Iterator[Span]:
    for number, part in enumerate(parts):
        if number:
            yield Span(" and " if number == len(parts) - 1 else ", ")
        yield part


def _places(diagnostic: Diagnostic, report: StackReport) -> Iterator[Line]:
    finding = diagnostic.finding
    archive = finding.archive or (report.stack.name if finding.origin is None else "")
    position = ":".join(str(number) for number in (finding.line, finding.column) if number)
    names = [f"{archive}!/{path}" for path in finding.paths[:SHOWN_PATHS]] or [archive]
    if position:
        names[0] += f":{position}"
    if finding.origin is not None:
        names.insert(0, f"{finding.origin.file}:{finding.origin.line}:{finding.origin.column}")
    for number, where in enumerate(filter(None, names)):
        label = "-->" if not number else ""
        yield Line((Span(f"{label:>{LABEL}} ", FRAME), span(where)), hang=LABEL + 1, wraps=False)
    more = len(finding.paths) - SHOWN_PATHS
    if more > 0:
        yield Line((Span(f"{'':{LABEL}} and {more:,} more", QUIET),))


def _labelled(label: str, text: str, style: str = FRAME) -> Line:
    return Line((Span(f"{label:>{LABEL}} ", style), span(text)), hang=LABEL + 1)


def _help(text: str) -> Iterator[Line]:
    """What to do. A command is never wrapped, for it is copied; one at the end stands on a line of its own."""
    parts = text.split(": ")
    for number in range(1, len(parts)):
        command = ": ".join(parts[number:])
        if _is_command(command):
            yield _labelled("help:", f"{': '.join(parts[:number])}:", style=HELP)
            yield Line((Span(" " * (LABEL + 5)), span(command, "bold")), wraps=False)
            return
    yield _labelled("help:", text, style=HELP)._replace(wraps=not _is_command(text))


def _is_command(text: str) -> bool:
    return f" {text.partition(' ')[0]} " in PROGRAMS
