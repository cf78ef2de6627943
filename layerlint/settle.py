"""What the reports of a project mean together.

A stack answers better than a layer alone, nothing is said twice, and ignores in place leave out what they name.
"""

from collections.abc import Iterable, Iterator, Sequence

from layerlint.config.selection import find
from layerlint.config.settings import ConfigError
from layerlint.diagnostics import Diagnostic, Options, StackReport, in_order
from layerlint.engine import run
from layerlint.project.records import Ignore, Project
from layerlint.rule import Rule, Severity
from layerlint.stack import Stack


def settle(
    reports: Sequence[StackReport],
    projects: Sequence[Project],
    rules: Sequence[Rule],
    ran: Sequence[Rule],
    options: Options,
) -> tuple[StackReport, ...]:
    """`rules` are all that there are, `ran` those that were asked."""
    if not projects:
        return tuple(reports)
    told = _once([_outweighed(report, reports) for report in reports])
    ignores = [_known(ignore, rules) for project in projects for ignore in project.ignores]
    settled, used = _without_ignored(told, ignores, rules)
    codes = {rule.code for rule in ran}
    idle = [ignore for ignore in ignores if ignore not in used and _was_asked(ignore, rules, codes)]
    return tuple(_with_idle(report, idle, ran, options) for report in settled)


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


def _known(ignore: Ignore, rules: Sequence[Rule]) -> Ignore:
    return ignore._replace(unknown=tuple(word for word in ignore.rules if _code(word, rules) is None))


def _code(word: str, rules: Sequence[Rule]) -> str | None:
    try:
        return find(rules, word).code
    except ConfigError:
        return None


def _was_asked(ignore: Ignore, rules: Sequence[Rule], ran: set[str]) -> bool:
    """An ignore of rules that did not run may well be needed."""
    codes = {_code(word, rules) for word in ignore.rules} - {None}
    return bool(ignore.unknown) or not codes or not codes.isdisjoint(ran)


def _without_ignored(
    reports: Iterable[StackReport], ignores: Sequence[Ignore], rules: Sequence[Rule]
) -> tuple[list[StackReport], set[Ignore]]:
    """The reports without what is ignored in place, and the ignores that left something out."""
    codes = {ignore: frozenset(_code(word, rules) for word in ignore.rules) for ignore in ignores}
    used: set[Ignore] = set()
    settled = []
    for report in reports:
        hits = [list(_covering(found, report.stack, codes)) for found in report.diagnostics]
        used.update(ignore for hit in hits for ignore in hit)
        kept = tuple(found for found, hit in zip(report.diagnostics, hits, strict=True) if not hit)
        hidden = len(report.diagnostics) - len(kept)
        settled.append(report._replace(diagnostics=kept, suppressed=report.suppressed + hidden))
    return settled, used


def _covering(found: Diagnostic, stack: Stack, codes: dict[Ignore, frozenset[str | None]]) -> Iterator[Ignore]:
    """An ignore at the function covers what its layers do to it, too."""
    for ignore, named in codes.items():
        if found.code in named and (ignore.covers(found.finding.origin) or ignore.covers(stack.origin)):
            yield ignore


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
