"""What the reports of a project mean together: a stack answers better than a layer alone, and nothing is said twice."""

from collections.abc import Iterable, Sequence

from layerlint.diagnostics import Diagnostic, Options, StackReport, in_order
from layerlint.engine import run
from layerlint.project.records import Ignore, Project
from layerlint.rule import Rule, Severity
from layerlint.stack import Stack


def settle(
    reports: Sequence[StackReport], idle: Sequence[Ignore], rules: Sequence[Rule], options: Options
) -> tuple[StackReport, ...]:
    """`idle` are the ignores in place that left nothing out; `rules` are asked about them."""
    told = _once([_outweighed(report, reports) for report in reports])
    return tuple(_with_idle(report, idle, rules, options) for report in told)


def _outweighed(report: StackReport, reports: Sequence[StackReport]) -> StackReport:
    """A layer's own report without what every function's stack on that target knows better."""
    stack = report.stack
    if stack.function is not None or len(stack.layers) != 1 or stack.origin is None:
        return report
    users = [other for other in reports if other.stack.function is not None and _has(other.stack, stack)]
    kept = tuple(found for found in report.diagnostics if not _refuted(found, users))
    return report._replace(diagnostics=kept)


def _has(stack: Stack, lone: Stack) -> bool:
    return any(layer.contents is lone.layers[0].contents for layer in stack.layers)


def _refuted(found: Diagnostic, users: Sequence[StackReport]) -> bool:
    """Whether functions stand on each of its targets, and none of them shows it."""
    if found.severity is Severity.ERROR or not found.targets:
        return False
    asked = [user for user in users if any(verdict.target in found.targets for verdict in user.verdicts)]
    judged = {verdict.target for user in asked for verdict in user.verdicts if not verdict.passed_over}
    shown = {_words(other) for user in asked for other in user.diagnostics}
    return judged.issuperset(found.targets) and _words(found) not in shown


def _once(reports: Iterable[StackReport]) -> list[StackReport]:
    """Each finding in the first report that has it for these targets."""
    seen: dict[object, set[object]] = {}
    told: list[StackReport] = []
    for report in reports:
        kept = []
        for found in report.diagnostics:
            before = seen.get(_words(found))
            if before is None or not before.issuperset(found.targets):
                kept.append(found)
                seen.setdefault(_words(found), set()).update(found.targets)
        told.append(report._replace(diagnostics=tuple(kept)))
    return told


def _words(diagnostic: Diagnostic) -> object:
    finding = diagnostic.finding
    return (
        diagnostic.code,
        finding.archive,
        finding.message,
        finding.paths,
        finding.line,
        finding.subject,
        finding.origin,
    )


def _with_idle(report: StackReport, idle: Sequence[Ignore], rules: Sequence[Rule], options: Options) -> StackReport:
    """The report of a project's declarations, with the ignores that left nothing out."""
    own = [ignore for ignore in idle if ignore.origin.file in _files(report.stack)]
    if not own:
        return report
    more = run(Stack(label=report.stack.label, resources=tuple(own)), rules, options)
    return report._replace(
        diagnostics=in_order([*report.diagnostics, *more.diagnostics]), suppressed=report.suppressed + more.suppressed
    )


def _files(stack: Stack) -> set[str]:
    """The files of the project that these are the declarations of; none for other stacks."""
    projects = [resource for resource in stack.resources if isinstance(resource, Project)]
    return {project.file for project in projects} | {file for project in projects for file in project.files}
