"""A layer is shared with a principal that layers cannot be shared with.

## Why it matters

A layer version is shared with an account, named by its twelve digits or by the ARN of its root, or with `*`. Roles,
users, services and organizations are no principals here: Lambda refuses the permission, and the deployment fails.

## What to do

Name the account: `Principal: "123456789012"`. Which roles of it may use the layer is decided in that account. For an
organization, write `Principal: "*"` with its `OrganizationId`.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import template
from layerlint.pattern import pattern
from layerlint.project.records import Permission
from layerlint.rule import Finding, Severity, rule

#: what the Lambda API accepts, as its own model states it
PRINCIPAL = pattern(r"\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root")
ACCOUNT = pattern(r"\d{12}")

PERMISSION = """\
Resources:
  Share:
    Type: AWS::Lambda::LayerVersionPermission
    Properties:
      Action: lambda:GetLayerVersion
      LayerVersionArn: arn:aws:lambda:eu-west-1:123456789012:layer:tools:3
      Principal: {principal}
"""


@rule(
    "LL915",
    Severity.ERROR,
    since="0.1",
    good=[
        template(PERMISSION.format(principal='"012345678901"')),
        template(PERMISSION.format(principal="arn:aws:iam::123456789012:root")),
        template(PERMISSION.format(principal="!Ref Partner")),
    ],
    bad=[
        template(PERMISSION.format(principal="arn:aws:iam::123456789012:role/deployer")).flags(""),
        template(PERMISSION.format(principal="lambda.amazonaws.com")).flags(""),
    ],
)
def layer_principal_malformed(permission: Permission) -> Iterator[Finding]:
    principal = permission.principal
    if principal is None or not principal.known or PRINCIPAL.fullmatch(principal.value):
        return
    account = ACCOUNT.search(principal.value)
    yield Finding(
        message=f"{permission.name} shares the layer with {principal.value}, which is no account",
        reason="Lambda takes an account id, the root of an account, or * here, and refuses everything else",
        help=f"name the account: {account[0] if account else '123456789012'}",
        subject=permission.name,
        origin=principal.origin,
    )
