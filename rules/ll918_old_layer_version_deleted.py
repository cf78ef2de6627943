"""A new version of the layer deletes the one before, which functions may still use.

## Why it matters

Every change makes a new layer version, and unless it is told to keep it, the tool deletes the version before. Functions
that have it go on running. But nobody can configure a function with it any more: a stack that
names it fails at its next update, and so does the way back to the version that worked.

## What to do

Keep old versions, and remove them by hand once nothing names them: `UpdateReplacePolicy: Retain` on an
`AWS::Lambda::LayerVersion`, `RetentionPolicy: Retain` in SAM, `removalPolicy: RemovalPolicy.RETAIN` in the CDK,
`skip_destroy = true` in Terraform, `retain: true` in the Serverless Framework.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import template
from layerlint.project.records import LayerResource
from layerlint.rule import Finding, Severity, rule

LAYER = """\
Resources:
  Tools:
    Type: {kind}
{policy}    Properties:
      {content}
"""
SAM, PLAIN = "AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion"


@rule(
    "LL918",
    Severity.NOTE,
    since="0.1",
    good=[
        template(LAYER.format(kind=PLAIN, policy="    UpdateReplacePolicy: Retain\n", content="Content: tools.zip")),
        template(LAYER.format(kind=SAM, policy="", content="ContentUri: tools.zip")),
    ],
    bad=[
        template(LAYER.format(kind=PLAIN, policy="", content="Content: tools.zip")).flags(""),
        template(
            LAYER.format(kind=SAM, policy="", content="ContentUri: tools.zip\n      RetentionPolicy: Delete")
        ).flags(""),
    ],
)
def old_layer_version_deleted(layer: LayerResource) -> Iterator[Finding]:
    if layer.retained is False:
        yield Finding(
            message=f"each new version of layer {layer.name} deletes the one before",
            reason="no function can be configured with a deleted version, while those that have it go on",
            help=f"keep old versions with {layer.retain_with}",
            subject=layer.name,
            origin=layer.origin,
        )
