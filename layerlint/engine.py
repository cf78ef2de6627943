"""Walks each stack once, hands every rule its subjects, and asks as many targets as it takes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from layerlint.diagnostics import Diagnostic, Options, StackReport, Verdict, errors, held_targets, merge, verdict
from layerlint.environment.environment import Environment, View
from layerlint.environment.promise import Promise
from layerlint.environment.targets import Group, groups
from layerlint.facts.distribution import Distribution
from layerlint.facts.native import Native
from layerlint.matters import OF_STACK, OF_TARGET, OF_WHOLE, SUBJECTS, shows
from layerlint.platform.records import Day, Platform, State, Target
from layerlint.rule import Finding, Rule, Severity
from layerlint.stack import Mount, Stack

__all__ = ["INTERNAL", "Diagnostic", "Options", "StackReport", "Verdict", "run"]

INTERNAL = "LL000"


def run(stack: Stack, rules: Sequence[Rule], options: Options) -> StackReport:
    """Judge one stack. Raises UnknownTarget for a declared runtime the platform does not have."""
    view = View(stack)
    if stack.resources:
        return _of_resources(view, rules, options)
    wanted = groups(view, options.platform, options.as_of)
    rules = [rule for rule in rules if shows(rule, OF_STACK, view)]
    bound = [rule for rule in rules if _needs_target(rule)]
    found: dict[Target, list[Diagnostic]] = {}
    passed_over: dict[Target, str] = {}
    for group in wanted:
        _judge(group, view, bound, options, found, passed_over)
    # last, so that what the targets had to read is not read again to be checked
    free = list(_stamped((_run_rule(rule, view, options.platform) for rule in rules if rule not in bound), options))
    held = held_targets(wanted, found)
    verdicts = [verdict(target, [*free, *found[target]], options, held) for target in found]
    verdicts += [
        Verdict(target, False, (), False, names) for target, names in passed_over.items() if target not in found
    ]
    kept, suppressed = merge(free, {target: found[target] for target in found if target in held}, options)
    return StackReport(
        stack=stack,
        diagnostics=kept,
        verdicts=tuple(sorted(verdicts, key=lambda each: _place(wanted, each.target))),
        inferred=not stack.runtimes,
        suppressed=suppressed,
    )


def _of_resources(view: View, rules: Sequence[Rule], options: Options) -> StackReport:
    """What a project declares, judged by the rules that ask for it."""
    asking = [rule for rule in rules if shows(rule, OF_STACK, view) and not SUBJECTS.issuperset(rule.subjects)]
    found = _stamped((_run_rule(rule, view, options.platform) for rule in asking), options)
    kept, suppressed = merge(found, {}, options)
    return StackReport(view.stack, kept, verdicts=(), inferred=False, suppressed=suppressed)


def _judge(
    group: Group,
    view: View,
    rules: Sequence[Rule],
    options: Options,
    found: dict[Target, list[Diagnostic]],
    passed_over: dict[Target, str],
) -> None:
    """Ask one tier of targets after the other, until some target loads the stack."""
    promises = {target: view.promise(target) for target in group.targets}
    for tier in _tiers(promises, options.as_of):
        loads = any(target in found and not errors(found[target], options) for target in tier)
        for target in tier:
            if target not in found:
                env = Environment(view, target, options.platform, options.as_of)
                told = _stamped((_run_rule(rule, view, options.platform, env) for rule in rules), options)
                found[target] = list(_to_first_error(told, options) if loads else told)
                loads = loads or not errors(found[target], options)
        if loads:
            break
    for target, promise in promises.items():
        if target not in found:
            passed_over[target] = promise.reason or target.runtime.state(options.as_of).value


def _to_first_error(told: Iterable[Diagnostic], options: Options) -> Iterator[Diagnostic]:
    """Of a target that fails where another loads, only that counts."""
    for diagnostic in told:
        yield diagnostic
        if errors([diagnostic], options):
            return


def _tiers(promises: Mapping[Target, Promise], on: Day) -> Iterator[list[Target]]:
    """First what nothing speaks against, then what is worth a try; within each the supported runtimes come first.

    What extension modules name is the likeliest to load, and asked before the others of its tier.
    """
    likely = sorted(promises, key=lambda target: not promises[target].tagged)
    good = [target for target in likely if promises[target].good or len(promises) == 1]
    fair = [target for target in likely if promises[target].fair and target not in good]
    for tier in (good, fair) if good or fair else (likely,):
        yield [target for target in tier if target.runtime.state(on) is State.SUPPORTED]
        yield [target for target in tier if target.runtime.state(on) is not State.SUPPORTED]


def _place(wanted: Sequence[Group], target: Target) -> int:
    return [each for group in wanted for each in group.targets].index(target)


def _needs_target(rule: Rule) -> bool:
    if not OF_WHOLE.keys().isdisjoint(rule.about):
        return False
    return not OF_TARGET.keys().isdisjoint(rule.about) or Environment in rule.subjects


Told = tuple[Rule, Finding]


def _run_rule(rule: Rule, view: View, platform: Platform, env: Environment | None = None) -> Iterator[Told]:
    try:
        if not (shows(rule, OF_TARGET, env) if env is not None else shows(rule, OF_WHOLE, view, platform)):
            return
        for finding in _findings(rule, view, {Environment: env, View: view, Stack: view.stack, Platform: platform}):
            yield rule, finding
    except Exception as error:  # noqa: BLE001  # a rule's fault is a finding, and the run goes on
        yield rule, _internal(rule, error)


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
    origins = {mount.name: mount.origin for mount in view.stack.mounts}
    for mount, subjects in _subjects(rule.subjects, view, known):
        for found in rule.run(*subjects):
            finding = found.in_archive(mount.name) if mount else found
            yield finding.placed_at(origins.get(finding.archive) or view.stack.origin)


Subjects = tuple[Mount | None, list[object]]


def _subjects(wanted: Sequence[type], view: View, known: dict[type, object]) -> Iterator[Subjects]:
    """One list of arguments for each subject the signature asks for; what is known and Mount ride along."""
    if all(kind in known for kind in wanted):
        yield None, [known[kind] for kind in wanted]
        return
    if not SUBJECTS.issuperset(wanted):
        for resource in view.stack.resources:
            if type(resource) in wanted:
                yield None, [known.get(kind, resource) for kind in wanted]
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


def _stamped(results: Iterable[Iterable[Told]], options: Options) -> Iterator[Diagnostic]:
    for told in results:
        for rule, finding in told:
            yield Diagnostic(rule=rule, finding=finding, severity=_severity(rule, finding, options))


def _severity(rule: Rule, finding: Finding, options: Options) -> Severity:
    return options.severities.get(rule.code, finding.severity or rule.severity)
