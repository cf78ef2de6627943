"""Walks each stack once, hands every rule its subjects, and decides what the findings mean together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from layerlint.environment.environment import Environment, View
from layerlint.environment.targets import Group, groups
from layerlint.facts.distribution import Distribution
from layerlint.facts.native import Native
from layerlint.platform.records import Platform, Target
from layerlint.rule import Finding, Rule, Severity
from layerlint.stack import Mount, Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
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
    warnings: int
    held: bool  #: whether its findings are the ones reported


@dataclass(frozen=True, slots=True, kw_only=True)
class StackReport:
    stack: Stack
    diagnostics: tuple[Diagnostic, ...]
    verdicts: tuple[Verdict, ...]
    inferred: bool  #: no target was declared
    suppressed: int = 0


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the user chose about a run."""

    platform: Platform
    as_of: date
    severities: Mapping[str, Severity] = field(default_factory=dict)  #: code to severity, instead of the rule's own
    suppress: Callable[[Diagnostic], bool] = lambda _: False  #: per-path ignores


INTERNAL = "LL000"


def run(stack: Stack, rules: Sequence[Rule], options: Options) -> StackReport:
    """Judge one stack. Raises UnknownTarget for a declared runtime the platform does not have."""
    view = View(stack)
    wanted = groups(stack, options.platform, options.as_of)
    free = _stamped([_run_rule(rule, view, options.platform) for rule in rules if not _needs_target(rule)], options)
    bound = [rule for rule in rules if _needs_target(rule)]
    found: dict[Target, list[Diagnostic]] = {}
    for target in dict.fromkeys(target for group in wanted for target in group.targets):
        env = Environment(view, target, options.platform, options.as_of)
        found[target] = _stamped([_run_rule(rule, view, options.platform, env) for rule in bound], options)
    held = _held(wanted, found)
    verdicts = tuple(_verdict(target, found[target], free, held) for target in found)
    kept, suppressed = _merge(free, {target: found[target] for target in found if target in held}, options)
    return StackReport(
        stack=stack,
        diagnostics=kept,
        verdicts=verdicts,
        inferred=not stack.runtimes,
        suppressed=suppressed,
    )


def _needs_target(rule: Rule) -> bool:
    return Environment in rule.subjects


def _run_rule(rule: Rule, view: View, platform: Platform, env: Environment | None = None) -> tuple[Rule, list[Finding]]:
    try:
        return rule, list(_findings(rule, view, {Environment: env, Stack: view.stack, Platform: platform}))
    except Exception as error:  # noqa: BLE001  # a rule's fault is a finding, and the run goes on
        return rule, [_internal(rule, error)]


def _internal(rule: Rule, error: Exception) -> Finding:
    where = f"{type(error).__name__}: {error}"
    return Finding(
        message=f"rule {rule.code} {rule.name} failed and judged nothing",
        reason=where,
        help="please report this with the archive's listing; --ignore " + rule.code + " leaves the rule out",
        subject=INTERNAL,
        severity=Severity.ERROR,
    )


def _findings(rule: Rule, view: View, known: dict[type, object]) -> Iterator[Finding]:
    for mount, subjects in _subjects(rule.subjects, view, known):
        for finding in rule.run(*subjects):
            yield finding.in_archive(mount.name) if mount else finding


Subjects = tuple[Mount | None, list[object]]


def _subjects(wanted: Sequence[type], view: View, known: dict[type, object]) -> Iterator[Subjects]:
    """One list of arguments for each subject the signature asks for; what is known and Mount ride along."""
    if all(kind in known for kind in wanted):
        yield None, [known[kind] for kind in wanted]
        return
    for mount in view.stack.mounts:
        known[Mount] = mount
        for value in _each(wanted, mount):
            yield mount, [known.get(kind, value) for kind in wanted]


def _each(wanted: Sequence[type], mount: Mount) -> Iterable[object]:
    if Native in wanted:
        return mount.contents.natives.values()
    if Distribution in wanted:
        return mount.contents.distributions
    return (None,)


def _stamped(results: Iterable[tuple[Rule, list[Finding]]], options: Options) -> list[Diagnostic]:
    return [
        Diagnostic(rule=rule, finding=finding, severity=_severity(rule, finding, options))
        for rule, findings in results
        for finding in findings
    ]


def _severity(rule: Rule, finding: Finding, options: Options) -> Severity:
    return options.severities.get(rule.code, finding.severity or rule.severity)


def _held(wanted: Iterable[Group], found: Mapping[Target, list[Diagnostic]]) -> frozenset[Target]:
    """The targets whose findings count: of each group those that fare best."""
    best: set[Target] = set()
    for group in wanted:
        scores = {target: _score(found[target]) for target in group.targets}
        if scores:
            least = min(scores.values())
            best.update(target for target, score in scores.items() if score == least)
    return frozenset(best)


def _score(diagnostics: Iterable[Diagnostic]) -> tuple[int, int]:
    severities = [diagnostic.severity for diagnostic in diagnostics]
    return severities.count(Severity.ERROR), severities.count(Severity.WARNING)


def _verdict(target: Target, own: list[Diagnostic], free: list[Diagnostic], held: frozenset[Target]) -> Verdict:
    errors = tuple(diagnostic for diagnostic in [*free, *own] if diagnostic.severity is Severity.ERROR)
    return Verdict(target, not errors, errors, _score(own)[1], target in held)


def _merge(
    free: Iterable[Diagnostic], found: Mapping[Target, list[Diagnostic]], options: Options
) -> tuple[tuple[Diagnostic, ...], int]:
    """The same finding on several targets is one that names them all."""
    merged: dict[object, Diagnostic] = {}
    for diagnostic in free:
        merged[_identity(diagnostic)] = replace(diagnostic, reasons=_reasons(diagnostic, ()))
    for target, diagnostics in found.items():
        for diagnostic in diagnostics:
            key = _identity(diagnostic)
            merged[key] = _joined(merged.get(key, diagnostic), diagnostic, target)
    kept = [diagnostic for diagnostic in merged.values() if not options.suppress(diagnostic)]
    return tuple(sorted(kept, key=_order)), len(merged) - len(kept)


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
    )


def _joined(known: Diagnostic, diagnostic: Diagnostic, target: Target) -> Diagnostic:
    reason = diagnostic.finding.reason
    reasons = dict(known.reasons)
    if reason:
        reasons[reason] = (*reasons.get(reason, ()), target)
    return replace(known, targets=(*known.targets, target), reasons=tuple(reasons.items()))


def _reasons(diagnostic: Diagnostic, targets: tuple[Target, ...]) -> tuple[tuple[str, tuple[Target, ...]], ...]:
    return ((diagnostic.finding.reason, targets),) if diagnostic.finding.reason else ()


def _order(diagnostic: Diagnostic) -> tuple[int, str, str, tuple[str, ...]]:
    return -diagnostic.severity, diagnostic.rule.code, diagnostic.finding.archive, diagnostic.finding.paths
