"""Workflow commands that GitHub turns into annotations."""

from layerlint.engine import Diagnostic
from layerlint.report.escape import visible
from layerlint.report.place import Place, place_of
from layerlint.report.run import Run
from layerlint.report.words import placed, targets
from layerlint.rule import Severity

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(run: Run) -> str:
    return "".join(
        _command(diagnostic, place_of(diagnostic, report))
        for report in run.reports
        for diagnostic in report.diagnostics
    )


def _command(diagnostic: Diagnostic, found: Place) -> str:
    place = _property(visible(found.file).replace("\\", "/")) + (f",line={found.line}" if found.line else "")
    title = _property(f"{diagnostic.code} {diagnostic.rule.name}")
    text = "\n".join(visible(line) for line in _lines(diagnostic))
    return f"::{COMMANDS[diagnostic.severity]} file={place},title={title}::{_data(text)}\n"


def _lines(diagnostic: Diagnostic) -> list[str]:
    finding = diagnostic.finding
    where = [f"on: {targets(diagnostic.targets)}"] if diagnostic.targets else []
    why = [f"why: {reason}" for reason, _ in diagnostic.reasons]
    inside = [f"in: {finding.archive}"] if finding.origin is not None and finding.archive else []
    return [placed(finding), *inside, *why, *where, *([f"help: {finding.help}"] if finding.help else [])]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
