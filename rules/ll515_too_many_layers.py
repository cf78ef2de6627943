"""The function has more layers than Lambda lets it have.

## Why it matters

A function can have five layers. A deployment with more of them is refused: "Cannot reference more than 5 layers."
Extensions such as those of monitoring services are layers as well, and count.

## What to do

Put what is always used together into one layer, or into the function package.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import stack
from layerlint.platform.records import Platform
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Stack

ONE = {"python/a.py": ""}
ARN = "arn:aws:lambda:eu-west-1:123456789012:layer:agent:7"


@rule(
    "LL515",
    Severity.ERROR,
    since="0.1",
    good=[stack(ONE, ONE, ONE, ONE, ONE), stack(ONE, ONE, ONE, ONE, function={"app.py": ""}, absent=(ARN,))],
    bad=[
        stack(ONE, ONE, ONE, ONE, ONE, ONE).flags(""),
        stack(ONE, ONE, ONE, ONE, ONE, function={"app.py": ""}, absent=(ARN,)).flags(""),
    ],
)
def too_many_layers(stack: Stack, platform: Platform) -> Iterator[Finding]:
    number, limit = len(stack.layers) + len(stack.absent), platform.limits.layers
    if number > limit:
        yield Finding(
            message=f"the function has {number} layers",
            reason=f"Lambda refuses it: Cannot reference more than {limit} layers",
            help=f"put {number - limit + 1} of them together into one layer",
        )
