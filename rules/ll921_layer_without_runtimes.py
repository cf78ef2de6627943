"""A layer does not say which runtimes it is made for.

## Why it matters

The compatible runtimes are what the console and `aws lambda list-layers --compatible-runtime` filter by, and what
tells a reader, and layerlint, which functions may have the layer. Without them it is offered to none, and layerlint
has to judge it for the functions it knows, or for every runtime there is.

## What to do

List the runtimes it was built and tried for: `CompatibleRuntimes: [python3.13]`, and `CompatibleArchitectures` where
it holds compiled code. `layerlint check LAYER.zip` says which ones load it.
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
    "LL921",
    Severity.NOTE,
    since="0.1",
    good=[template(LAYER + "      CompatibleRuntimes: [python3.13]\n")],
    bad=[template(LAYER).flags("")],
)
def layer_without_runtimes(layer: LayerResource) -> Iterator[Finding]:
    if not layer.runtimes:
        yield Finding(
            message=f"layer {layer.name} declares no compatible runtimes",
            reason="it is found by no one who filters by runtime, and judged for what uses it alone",
            help="list the runtimes that load it",
            subject=layer.name,
            origin=layer.origin,
        )
