"""Modules that are missed under a condition nobody can decide, and that nothing says are needed."""

from collections.abc import Callable

from layerlint.environment.python.failure import Defect, Failure
from layerlint.environment.python.mentions import Mentions
from layerlint.environment.python.shared import Shared, requirement_name


def is_optional(failure: Failure, mentions: Mentions, shared: Shared, is_lost: Callable[[str], bool]) -> bool:
    """Whether metadata shows that the module was not meant to be there: a release without it, or no requirement."""
    if failure.cause.defect is not Defect.MISSING or not failure.steps:
        return False
    top = failure.cause.subject.partition(".")[0]
    importer, package = (mentions.modules.get(name) for name in (failure.steps[-1].module, top))
    owner, whole = (shared.owner(place) if place else None for place in (importer, package))
    if whole is not None:  # a part that this release never had, or one taken away
        return whole.has_record and not is_lost(failure.cause.subject)
    if owner is None or top == failure.steps[-1].module.partition(".")[0]:
        return False
    return requirement_name(top) not in shared.required(owner)
