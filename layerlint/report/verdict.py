"""What the targets make of a stack: which load it, and in short why the others do not."""

from collections.abc import Container, Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.engine import StackReport, Verdict
from layerlint.environment.targets import NATIVE
from layerlint.platform.records import State, Target
from layerlint.report.lines import Line, Span, span
from layerlint.report.words import both, count, targets
from layerlint.stack import Mount, Role, Stack

STATES = frozenset(state.value for state in State)


def verdict_lines(report: StackReport) -> Iterator[Line]:
    """What each target makes of the stack, or why none was asked."""
    if report.stack.resources:
        yield Line((span(report.stack.name, "bold"), Span(f": {_declared(report.stack)}")), hang=2)
        return
    if _nothing_read(report.stack):
        yield Line((span(report.stack.name, "bold"), Span(": not judged, for nothing in it can be read")), hang=2)
        return
    name, what = _heading(report)
    yield Line((span(name, "bold"), span(what)), hang=2)
    tried = [verdict.target for verdict in report.verdicts]
    loads = [verdict.target for verdict in report.verdicts if verdict.loads]
    if loads:
        yield _row("loads on", "green", targets(loads, tried))
    for reason, failed in _failures(report).items():
        yield _row("fails on", "red", f"{targets(failed, tried)}: {reason}")
    for reason, others in _passed_over(report).items():
        label = "untried " if reason in STATES else "not for "
        yield _row(label, "bright_black", f"{targets(others, tried)}: {reason}")


def _declared(stack: Stack) -> str:
    """A project in one clause."""
    from layerlint.project.records import Project  # noqa: PLC0415  # an archive has none

    project = next(resource for resource in stack.resources if isinstance(resource, Project))
    counts = {"layer": len(project.layers), "function": len(project.functions), "container image": project.images}
    parts = [count(number, noun) for noun, number in counts.items() if number]
    return f"{project.kind} with {both(parts) or 'nothing for layerlint'}"


def _heading(report: StackReport) -> tuple[str, str]:
    if not report.verdicts:
        tried = "; no runtime to judge it for"
    elif report.inferred and all(verdict.target.runtime.language == NATIVE for verdict in report.verdicts):
        tried = "; no runtime was declared and no language recognised, so custom runtimes were tried"
    elif report.inferred:
        left = any(verdict.passed_over in STATES for verdict in report.verdicts)
        tried = f"; no runtime was declared, so every {'supported ' if left else ''}one was tried"
    else:
        tried = ""
    return report.stack.name, f": {_what(report.stack)}{tried}"


def _nothing_read(stack: Stack) -> bool:
    flaws = [flaw.kind for mount in stack.mounts for flaw in mount.contents.archive.flaws]
    return FlawKind.UNREADABLE in flaws and not any(mount.contents.archive.entries for mount in stack.mounts)


def _what(stack: Stack) -> str:
    mounts = list(stack.mounts)
    if len(mounts) == 1:
        return _kind(mounts[0])
    function = " under a function package" if stack.function else ""
    return f"{count(len(stack.layers), 'layer')}{function}"


def _kind(mount: Mount) -> str:
    kind = "a layer" if mount.role is Role.LAYER else "a function package"
    return f"{kind} ({mount.inferred})" if mount.inferred else kind


def _failures(report: StackReport) -> dict[str, list[Target]]:
    """Failing targets by what stops them; the findings that stand above are named by their codes alone."""
    told = {(diagnostic.code, diagnostic.finding.message) for diagnostic in report.diagnostics}
    found: dict[str, list[Target]] = {}
    for verdict in report.verdicts:
        if not verdict.loads and not verdict.passed_over:
            found.setdefault(_short(verdict, told), []).append(verdict.target)
    return found


def _passed_over(report: StackReport) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    for verdict in report.verdicts:
        if verdict.passed_over:
            found.setdefault(verdict.passed_over, []).append(verdict.target)
    return found


def _short(verdict: Verdict, told: Container[tuple[str, str]]) -> str:
    news = [error for error in verdict.errors if (error.code, error.finding.message) not in told]
    if not news:
        return ", ".join(sorted({error.code for error in verdict.errors}))
    return f"{news[0].code} {news[0].finding.message}"


def _row(label: str, style: str, text: str) -> Line:
    return Line((Span(f"  {label}  ", style), span(text)), hang=len(label) + 4)
