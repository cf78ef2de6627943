"""A layer has no description.

## Why it matters

Versions of a layer are told apart by a number and this text. Who has to choose one in the console, or to find out what
version 17 holds, has nothing else to go by.

## What to do

Add a `Description`: what the layer holds, and what it was made of, such as the commit.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import template
from layerlint.project.records import LayerResource
from layerlint.rule import Finding, Severity, rule

LAYER = """\
Resources:
  Tools:
    Type: AWS::Lambda::LayerVersion
    Properties:
      Content: tools.zip
"""


@rule(
    "LL919",
    Severity.NOTE,
    since="0.1",
    good=[template(LAYER + "      Description: requests 2.32 and what it needs\n")],
    bad=[template(LAYER).flags("")],
)
def layer_without_description(layer: LayerResource) -> Iterator[Finding]:
    if layer.description is None or not layer.description.value:
        yield Finding(
            message=f"layer {layer.name} has no description",
            reason="its versions are told apart by their numbers alone",
            help="describe what it holds, and what it was made of",
            subject=layer.name,
            origin=layer.origin,
        )
