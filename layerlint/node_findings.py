"""Turns what Node.js cannot load, and how far it is felt, into findings."""

from layerlint.environment.environment import Environment
from layerlint.environment.node.failure import Failure, Felt, Reach
from layerlint.environment.node.places import package_folder, package_name
from layerlint.environment.tree import Place
from layerlint.hints import TYPE_CHECKING
from layerlint.rule import Finding, Severity

if TYPE_CHECKING:
    from layerlint.environment.node.misbuilt import Owned

CONSEQUENCES = {
    Reach.CAUGHT: "{} goes on without it",
    Reach.DEFERRED: "only functions ask for it, and calling them fails",
    Reach.CONDITIONAL: "loading {} fails if a condition holds that the code decides at run time",
    Reach.WHOLE: "loading {} fails",
}


def failing(felt: Felt, message: str, help_text: str, env: Environment, *, reason: str = "") -> Finding:
    """A finding at the line that asks for what is broken; its severity is what the reach claims."""
    place, line = last_step(felt.failure, env)
    return Finding(
        message=message,
        paths=(place.path,) if place else (),
        line=line,
        reason="; ".join(filter(None, (reason, CONSEQUENCES[felt.reach].format(felt.root)))),
        help=help_text,
        chain=tuple(map(str, felt.failure.steps)) if len(felt.failure.steps) > 1 else (),
        severity=None if felt.reach is Reach.WHOLE else Severity.WARNING,
        archive=place.mount.name if place else "",
        subject=felt.cause.subject,
    )


def of_addon(item: "Owned", message: str, reason: str, help_text: str) -> Finding:
    """An error where loading is sure to come to the addon, else a warning."""
    outcome = f"loading {item.felt.root} fails" if item.felt and item.fails else "whatever loads it fails"
    steps = tuple(map(str, item.felt.failure.steps)) if item.felt else ()
    return Finding(
        message=message,
        paths=tuple(sorted(place.path for place in item.places)),
        reason=f"{reason}; {outcome}",
        help=help_text,
        chain=steps if len(steps) > 1 else (),
        severity=None if item.fails else Severity.WARNING,
        archive=item.places[0].mount.name,
        subject=item.name,
    )


def last_step(failure: Failure, env: Environment) -> tuple[Place | None, int]:
    """The file of the request that fails, and its line."""
    if not failure.steps or env.node is None:
        return None, 0
    step = failure.steps[-1]
    return env.node.shared.place(step.file), step.line


def asker(felt: Felt) -> str:
    """Who asks for it: a package, or a file of the function's own."""
    folder = package_folder(felt.cause.owner)
    return package_name(folder) if folder else felt.cause.owner.rpartition("/")[2]
