"""The rule itself breaks on a file called raise.

## Why it matters

The run must go on.

## What to do

Report it.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount


@rule("TT104", Severity.NOTE, since="0.1", good=[layer({})], bad=[layer({"raise": ""}).flags("")])
def broken_rule(mount: Mount) -> Iterator[Finding]:
    if "raise" in mount.contents.archive.files:
        raise RuntimeError("a rule's own fault\nin two lines")
    yield from ()
