"""What `check` says of a real layer on targets, held against the cause for which it is known to fail there."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from layerlint.engine import Options, run
from layerlint.inputs.stacks import Declared, lone_stacks
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.rule import Severity
from layerlint.stack import Role, Stack

PLATFORM = load_platform()
RULES = load_rules(packs=False)
DAY = "2026-02-01"
#: an archive fails for its cause and for nothing else
CAUSES: Mapping[str, frozenset[str]] = {
    "": frozenset(),
    "absent": frozenset({"native-part-missing", "package-not-found"}),
    "architecture": frozenset({"other-architecture", "native-part-missing"}),
    "glibc": frozenset({"glibc-too-new"}),
    "musl": frozenset({"musl-binary", "other-architecture"}),
    "node": frozenset({"addon-for-another-node", "other-architecture"}),
    "java": frozenset({"class-file-too-new"}),
    "gem": frozenset({"gem-dependency-missing"}),
    "ruby": frozenset({"gem-extension-not-built"}),
    "system": frozenset({"other-system"}),
}


def opened(path: Path, role: Role = Role.LAYER) -> Stack:
    found = lone_stacks([str(path)], Declared(role=role))
    assert not found.problems
    return found.stacks[0]


def wrong(stack: Stack, causes: Mapping[tuple[str, str], str]) -> Iterable[str]:
    """What `check` says beside the expected, for each target."""
    for (runtime, architecture), cause in causes.items():
        report = run(
            stack._replace(runtimes=(runtime,), architectures=(architecture,)),
            RULES,
            Options(platform=PLATFORM, as_of=DAY),
        )
        errors = {each.rule.name for each in report.diagnostics if each.severity is Severity.ERROR}
        if bool(errors) != bool(cause) or not errors <= CAUSES[cause]:
            yield f"{runtime} {architecture}: {sorted(errors)} and not {cause or 'nothing'}"


def warnings(stack: Stack, runtime: str, architecture: str) -> frozenset[str]:
    """The names of the rules that warn on a target."""
    judged = stack._replace(runtimes=(runtime,), architectures=(architecture,))
    report = run(judged, RULES, Options(platform=PLATFORM, as_of=DAY))
    return frozenset(each.rule.name for each in report.diagnostics if each.severity is Severity.WARNING)
