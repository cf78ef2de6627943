"""What the findings of all targets mean together: which targets count, and what is said once for several."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from layerlint.environment.targets import Group
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import Day, Platform, Target
from layerlint.rule import Finding, Rule, Severity
from layerlint.stack import Stack


class Diagnostic(NamedTuple):
    """A finding stamped with its rule and the targets it holds on; no targets means it needs none to be so."""

    rule: Rule
    finding: Finding
    severity: Severity
    targets: tuple[Target, ...] = ()
    reasons: tuple[tuple[str, tuple[Target, ...]], ...] = ()  #: each reason with the targets that give it

    @property
    def code(self) -> str:
        return self.rule.code


class Verdict(NamedTuple):
    """What one target makes of the stack."""

    target: Target
    loads: bool
    errors: tuple[Diagnostic, ...]
    held: bool  #: whether its findings are the ones reported
    passed_over: str = ""  #: why it was not judged: others load what is plainly not made for it


class StackReport(NamedTuple):
    stack: Stack
    diagnostics: tuple[Diagnostic, ...]
    verdicts: tuple[Verdict, ...]
    inferred: bool  #: no target was declared
    suppressed: int = 0


class Options(NamedTuple):
    """What the user chose about a run."""

    platform: Platform
    as_of: Day
    severities: Mapping[str, Severity] = {}  #: code to severity, instead of the rule's own
    suppress: Callable[[Diagnostic], bool] = lambda _: False  #: per-path ignores


def held_targets(wanted: Iterable[Group], found: Mapping[Target, list[Diagnostic]]) -> frozenset[Target]:
    """The targets whose findings count: of each group those that fare best."""
    best: set[Target] = set()
    for group in wanted:
        scores = {target: score(found[target]) for target in group.targets if target in found}
        if scores:
            least = min(scores.values())
            best.update(target for target, score in scores.items() if score == least)
    return frozenset(best)


def score(diagnostics: Iterable[Diagnostic]) -> tuple[int, int]:
    severities = [diagnostic.severity for diagnostic in diagnostics]
    return severities.count(Severity.ERROR), severities.count(Severity.WARNING)


def errors(diagnostics: Iterable[Diagnostic], options: Options) -> tuple[Diagnostic, ...]:
    """The errors among them that the user did not choose to ignore."""
    found = (diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR)
    return tuple(diagnostic for diagnostic in found if not options.suppress(diagnostic))


def verdict(target: Target, own: Sequence[Diagnostic], options: Options, held: frozenset[Target]) -> Verdict:
    failing = errors(own, options)
    return Verdict(target, not failing, failing, target in held)


def merge(
    free: Iterable[Diagnostic], found: Mapping[Target, list[Diagnostic]], options: Options
) -> tuple[tuple[Diagnostic, ...], int]:
    """The same finding on several targets is one that names them all."""
    merged: dict[object, Diagnostic] = {}
    for diagnostic in free:
        merged[_identity(diagnostic)] = diagnostic._replace(reasons=_reasons(diagnostic, ()))
    for target, diagnostics in found.items():
        for diagnostic in diagnostics:
            key = _identity(diagnostic)
            merged[key] = _joined(merged.get(key, diagnostic), diagnostic, target)
    kept = [diagnostic for diagnostic in merged.values() if not options.suppress(diagnostic)]
    return in_order(kept), len(merged) - len(kept)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The gravest first."""
    return tuple(sorted(diagnostics, key=_order))


def _identity(diagnostic: Diagnostic) -> object:
    finding = diagnostic.finding
    return (
        diagnostic.rule.code,
        diagnostic.severity,
        finding.archive,
        finding.message,
        finding.paths,
        finding.line,
        finding.subject,
        finding.origin,
    )


def _joined(known: Diagnostic, diagnostic: Diagnostic, target: Target) -> Diagnostic:
    reason = diagnostic.finding.reason
    reasons = dict(known.reasons)
    if reason:
        reasons[reason] = (*reasons.get(reason, ()), target)
    return known._replace(targets=(*known.targets, target), reasons=tuple(reasons.items()))


def _reasons(diagnostic: Diagnostic, targets: tuple[Target, ...]) -> tuple[tuple[str, tuple[Target, ...]], ...]:
    return ((diagnostic.finding.reason, targets),) if diagnostic.finding.reason else ()


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    finding = diagnostic.finding
    return -diagnostic.severity, diagnostic.code, finding.archive, finding.paths, finding.origin or ()
