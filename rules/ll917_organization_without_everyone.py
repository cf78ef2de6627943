"""A layer is shared with an organization, but its principal is one account.

## Why it matters

An `OrganizationId` narrows the principal `*` to the accounts of one organization. Beside the id of an account it has
no documented meaning: what is shared is less than the line seems to say, if Lambda accepts it at all.

## What to do

To share with the whole organization, write `Principal: "*"`. To share with the account, leave out `OrganizationId`.
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
      OrganizationId: o-a1b2c3d4e5
      Principal: {principal}
"""


@rule(
    "LL917",
    Severity.WARNING,
    since="0.1",
    good=[template(PERMISSION.format(principal='"*"')), template(PERMISSION.format(principal="!Ref Partner"))],
    bad=[template(PERMISSION.format(principal='"123456789012"')).flags("")],
)
def organization_without_everyone(permission: Permission) -> Iterator[Finding]:
    organization, principal = permission.organization, permission.principal
    if organization is not None and principal is not None and principal.known and principal.value != "*":
        yield Finding(
            message=f"{permission.name} names the organization {organization.value} beside {principal.value}",
            reason="an OrganizationId is for the principal * alone",
            help='write Principal: "*" to share with the organization, or leave out OrganizationId',
            subject=permission.name,
            origin=organization.origin,
        )
