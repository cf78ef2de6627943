"""An ignore in a project file names no rule, or one that does not exist.

## Why it matters

An ignore has to say what it leaves out, or it would hide what nobody has seen yet. One without a rule is not
followed, and neither is one whose rule is misspelled: the findings it was meant for stay.

## What to do

Name the rule by its code or name, and say why: `# layerlint: ignore[LL914] published for everyone`.
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
    "LL932",
    Severity.WARNING,
    since="0.1",
    good=[template(LAYER.format(comment="# layerlint: ignore[LL919] told in the manual\n  "))],
    bad=[template(LAYER.format(comment="# layerlint: ignore all of it\n  ")).flags("")],
)
def ignore_without_rule(ignore: Ignore) -> Iterator[Finding]:
    if ignore.rules and not ignore.unknown:
        return
    wrong = f"names no rule: {', '.join(ignore.unknown)}" if ignore.unknown else "names no rule"
    yield Finding(
        message=f"this ignore {wrong}",
        reason="it is not followed",
        help="name a rule: # layerlint: ignore[LL914] why",
        subject=", ".join(ignore.unknown),
        origin=ignore.origin,
    )
