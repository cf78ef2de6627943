"""Later layers replace every file of a layer.

## Why it matters

Nothing of the layer is left to be seen: each of its files is at a path where a later layer has one, too. It takes one
of the five places and counts towards the 250 MB. Where the bytes differ, somebody meant them to be used; where they are
the same, the layer is attached twice.

## What to do

Detach the layer, or put it behind the others if its files are the ones that are meant.
"""

from collections.abc import Iterator

from layerlint.environment.environment import View
from layerlint.examples.recipe import stack
from layerlint.facts.weight import mib
from layerlint.python_findings import listed
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

ONE = {"python/a.py": "1", "python/b.py": "2"}


@rule(
    "LL504",
    Severity.WARNING,
    since="0.1",
    good=[stack(ONE, {"python/a.py": "1"}), stack({}, ONE)],
    bad=[
        stack({"python/a.py": "3"}, ONE).flags(""),
        stack(ONE, ONE).flags(""),
        stack(ONE, {"python/a.py": "3"}, {"python/b.py": "4"}).flags(""),
    ],
)
def layer_without_effect(view: View) -> Iterator[Finding]:
    for mount in view.overlay.idle:
        losses = [loss for loss in view.overlay.losses if loss.loser is mount]
        differ = any(loss.different for loss in losses)
        yield Finding(
            message=f"nothing of {mount.name} is left: later layers replace every file of it",
            reason=reason(mount, listed(loss.winner.name for loss in losses), differ=differ),
            help=f"detach {mount.name}, or put it behind the others if its files are meant",
            severity=None if differ else Severity.NOTE,
            archive=mount.name,
        )


def reason(mount: Mount, others: str, *, differ: bool) -> str:
    if differ:
        return f"the files of {others} are other ones, and nobody sees those of {mount.name}"
    return f"{others} brings the same bytes; {mib(mount.contents.archive.unpacked_bytes)} count twice"
