"""A layer's permission allows an action that layers do not have.

## Why it matters

The one action that a layer version can be shared for is `lambda:GetLayerVersion`. Lambda refuses a permission for any
other, wildcards included, and the deployment fails.

## What to do

Write `Action: lambda:GetLayerVersion`.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import template
from layerlint.project.records import Permission
from layerlint.rule import Finding, Severity, rule

ALLOWED = "lambda:GetLayerVersion"
PERMISSION = """\
Resources:
  Share:
    Type: AWS::Lambda::LayerVersionPermission
    Properties:
      Action: {action}
      LayerVersionArn: arn:aws:lambda:eu-west-1:123456789012:layer:tools:3
      Principal: "123456789012"
"""


@rule(
    "LL916",
    Severity.ERROR,
    since="0.1",
    good=[template(PERMISSION.format(action=ALLOWED))],
    bad=[
        template(PERMISSION.format(action="lambda:InvokeFunction")).flags(""),
        template(PERMISSION.format(action='"lambda:*"')).flags(""),
    ],
)
def layer_action_not_allowed(permission: Permission) -> Iterator[Finding]:
    action = permission.action
    if action is not None and action.known and action.value != ALLOWED:
        yield Finding(
            message=f"{permission.name} allows {action.value}, which is no action of a layer",
            reason=f"Lambda accepts {ALLOWED} alone",
            help=f"write {ALLOWED}",
            subject=permission.name,
            origin=action.origin,
        )
