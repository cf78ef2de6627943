"""A layer names no license.

## Why it matters

A layer distributes other people's software. Who takes it into an account of theirs is asked for its license, and the
layer version is where AWS keeps the answer.

## What to do

Add `LicenseInfo`: an SPDX identifier such as `Apache-2.0`, the address of a license, or its text.
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
    "LL920",
    Severity.NOTE,
    since="0.1",
    good=[template(LAYER + "      LicenseInfo: Apache-2.0\n")],
    bad=[template(LAYER).flags("")],
)
def layer_without_license(layer: LayerResource) -> Iterator[Finding]:
    if layer.license is None or not layer.license.value:
        yield Finding(
            message=f"layer {layer.name} names no license",
            reason="who takes it into an account cannot tell what they may do with it",
            help="name it as an SPDX identifier, such as Apache-2.0",
            subject=layer.name,
            origin=layer.origin,
        )
