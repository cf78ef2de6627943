"""A layer version may be used by every AWS account there is.

## Why it matters

The principal `*` without an organization lets all AWS accounts download the layer: its code, and whatever else was
packed with it. That is right for a layer that is published on purpose, and a leak for every other.

## What to do

Name the account that is meant, or keep `*` and add the organization:

    Principal: "*"
    OrganizationId: o-a1b2c3d4e5

For a layer that is public on purpose, say so: `# layerlint: ignore[LL914] published for everyone`.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import template
from layerlint.project.records import Permission
from layerlint.rule import Finding, Severity, rule

PERMISSION = """\
Resources:
  Share:
    Type: AWS::Lambda::LayerVersionPermission
    Properties:
      Action: lambda:GetLayerVersion
      LayerVersionArn: arn:aws:lambda:eu-west-1:123456789012:layer:tools:3
      Principal: {principal}
"""
ORGANIZATION = """\
      OrganizationId: o-a1b2c3d4e5
"""


@rule(
    "LL914",
    Severity.WARNING,
    since="0.1",
    good=[
        template(PERMISSION.format(principal='"123456789012"')),
        template(PERMISSION.format(principal='"*"') + ORGANIZATION),
    ],
    bad=[template(PERMISSION.format(principal='"*"')).flags("")],
    security="5.0",
)
def layer_shared_with_everyone(permission: Permission) -> Iterator[Finding]:
    principal = permission.principal
    if principal is not None and principal.value == "*" and permission.organization is None:
        yield Finding(
            message=f"{permission.name} lets every AWS account use the layer",
            reason="the principal is * and no OrganizationId narrows it",
            help="name an account id, or add the OrganizationId that is meant",
            subject=permission.name,
            origin=principal.origin,
        )
