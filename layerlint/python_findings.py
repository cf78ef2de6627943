"""Turns what is broken for Python, and how far it reaches, into findings."""

from collections.abc import Iterable, Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.native.advice import pip_command
from layerlint.environment.python.failure import Breakage, Failure, Reach
from layerlint.facts.distribution import Distribution
from layerlint.platform.records import Target
from layerlint.rule import Finding, Severity


def breakage_finding(breakage: Breakage, message: str, help_text: str, *, reason: str = "") -> Finding:
    """One finding for the broken parts of one owner; its severity is what the reach claims."""
    return Finding(
        message=message,
        paths=tuple(dict.fromkeys(cause.path for cause in breakage.causes if cause.path)),
        reason="; ".join(filter(None, (reason, consequence(breakage)))),
        help=help_text,
        chain=tuple(str(step) for step in breakage.failure.steps) if breakage.failure else (),
        severity=severity(breakage),
        archive=breakage.causes[0].archive,
        subject=breakage.owner,
    )


def at_last_step(finding: Finding, failure: Failure, env: Environment) -> Finding:
    """The finding at the line of the import that fails, in the archive that holds it."""
    if not failure.steps:
        return finding
    step = failure.steps[-1]
    place = env.view.python.at(step.file)
    if place is None:
        return finding
    return finding._replace(paths=(place.path,), line=step.line, archive=place.mount.name)


def rejecting_owner(breakage: Breakage, env: Environment) -> Distribution | None:
    """The distribution in which a failing import ends, where it says itself that it is not for the target's Python."""
    if env.python is None or not breakage.fails or breakage.failure is None or not breakage.failure.steps:
        return None
    shared = env.python.shared
    place = shared.at(breakage.failure.steps[-1].file)
    owner = shared.owner(place) if place else None
    return owner if owner is not None and not env.python.candidates.too_new.accepts_python(owner) else None


def severity(breakage: Breakage) -> Severity | None:
    """The rule's own where it fails; a warning where something goes on without; a note where nothing asks for it."""
    if breakage.fails:
        return None
    return Severity.NOTE if breakage.reach is Reach.NOWHERE else Severity.WARNING


def consequence(breakage: Breakage) -> str:
    """What comes of it, in one clause."""
    root = breakage.root
    top = root.partition(".")[0]
    part = f"although import {top} works" if top != root else "which the function does not import at once"
    unless = ", unless a layer or folder that is not here brings what is missing" if breakage.open else ""
    felt = {
        Reach.WHOLE: f"import {root} fails",
        Reach.PART: f"import {root} fails, {part}",
        Reach.DOUBTFUL: f"import {root} fails if a condition holds that the code decides at run time",
        Reach.GUARDED: f"import {root} catches the failure and goes on without",
        Reach.DEFERRED: "only functions import it, and calling them fails",
        Reach.NOWHERE: "nothing imports it",
    }
    return f"{felt[breakage.reach]}{unless}"


def several(paths: Sequence[object], one: str, many: str) -> str:
    return one if len(paths) == 1 else many.format(len(paths))


def reinstall(names: Sequence[str], target: Target) -> str:
    return f"install for the target: {pip_command(names, target, with_version=True)}"


def described(details: Iterator[str]) -> str:
    """Each distinct description once."""
    return ", ".join(dict.fromkeys(details))


def listed(names: Iterable[str], most: int = 3) -> str:
    """The first few names, and how many more there are."""
    each = list(names)
    more = len(each) - most
    return ", ".join(each) if more <= 1 else f"{', '.join(each[:most])} and {more} more"
