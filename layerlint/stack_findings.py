"""Turns what layers do to each other into findings."""

from collections.abc import Iterable

from layerlint.environment.python.failure import Breakage
from layerlint.hints import TYPE_CHECKING
from layerlint.python_findings import consequence, listed
from layerlint.rule import Finding, Severity
from layerlint.stack import Mount, Role

if TYPE_CHECKING:
    from layerlint.environment.layers.model import LayersModel


def felt(finding: Finding, breakage: Breakage | None) -> Finding:
    """The finding with what an import makes of it: an error with its chain where the import fails."""
    if breakage is None or breakage.failure is None:
        return finding
    failure = breakage.failure
    reason = f"{failure.exception}: {failure.message}; {consequence(breakage)}"
    return finding._replace(
        reason="; ".join(filter(None, (reason, finding.reason))),
        chain=tuple(str(step) for step in failure.steps),
        severity=Severity.ERROR if breakage.fails else finding.severity,
    )


def called(mount: Mount) -> str:
    """An archive as a sentence names it."""
    return f"the function {mount.name}" if mount.role is Role.FUNCTION else mount.name


def in_order(mounts: Iterable[Mount]) -> str:
    """Layers as the command line and a template list them."""
    return ", ".join(mount.name for mount in mounts)


def at_odds(name: str, layers: "LayersModel") -> list[str]:
    """The requirements that the version of a distribution which is found does not meet, in words."""
    unmet = [each for each in layers.python.candidates.visible.unmet if each.requirement.name == name and each.here]
    wishes = [f"{each.asker.distribution.shown_name} requires {name} {each.requirement.specifier}" for each in unmet]
    return [listed(dict.fromkeys(wishes))] if wishes else []
