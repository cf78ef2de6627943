"""An ignore in a project file leaves nothing out.

## Why it matters

What it was written for is gone, or was never there: a finding is placed at another line, or under another code. An
ignore that stays behind will one day hide something that nobody meant to hide.

## What to do

Remove it. An ignore belongs on the line that a finding names, on lines of their own right above it, or at the first
line of the resource, where it covers the whole resource.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import template
from layerlint.project.records import Ignore
from layerlint.rule import Finding, Severity, rule

LAYER = """\
Resources:
  {comment}Tools:
    Type: AWS::Lambda::LayerVersion
    Properties:
      Content: tools.zip
"""


@rule(
    "LL931",
    Severity.NOTE,
    since="0.1",
    good=[template(LAYER.format(comment=""))],
    bad=[template(LAYER.format(comment="# layerlint: ignore[LL501] the same file twice\n  ")).flags("")],
)
def unused_ignore(ignore: Ignore) -> Iterator[Finding]:
    known = [word for word in ignore.rules if word not in ignore.unknown]
    if known:
        yield Finding(
            message=f"nothing is ignored by this ignore of {', '.join(known)}",
            reason="no such finding is placed where it stands",
            help="remove it",
            subject=", ".join(known),
            origin=ignore.origin,
        )
