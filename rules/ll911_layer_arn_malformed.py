"""A function names a layer by something that is no ARN of a layer version.

## Why it matters

Functions take layers by the ARN of one version, `arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION`. Lambda refuses to
create or update a function with anything else. The version is what is forgotten most: the ARN of the layer as a whole
is not accepted, and there is no word for "the newest version".

## What to do

Add the number of the version at the end, or refer to the layer's resource: `!Ref MyLayer` in a template,
`aws_lambda_layer_version.mine.arn` in Terraform. `aws lambda list-layer-versions --layer-name NAME` lists the versions.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import template
from layerlint.pattern import pattern
from layerlint.project.records import FunctionResource, Text
from layerlint.rule import Finding, Severity, rule

#: what the Lambda API accepts, as its own model states it
LAYER = r"arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+"
VERSION = pattern(rf"({LAYER}:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)")
UNVERSIONED = pattern(LAYER)
#: what stands for a value whose form is known
KNOWN_FORM = {"${AWS::Partition}": "aws", "${AWS::Region}": "us-east-1", "${AWS::AccountId}": "123456789012"}

FUNCTION = """\
Resources:
  Api:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Code: app.zip
      Layers:
        - {layer}
"""


@rule(
    "LL911",
    Severity.ERROR,
    since="0.1",
    good=[
        template(FUNCTION.format(layer="arn:aws:lambda:eu-west-1:123456789012:layer:tools:3")),
        template(FUNCTION.format(layer="!Sub arn:${AWS::Partition}:lambda:${AWS::Region}:123456789012:layer:tools:3")),
        template(FUNCTION.format(layer="!ImportValue tools-arn")),
    ],
    bad=[
        template(FUNCTION.format(layer="arn:aws:lambda:eu-west-1:123456789012:layer:tools")).flags(""),
        template(FUNCTION.format(layer="!Sub arn:aws:lambda:${AWS::Region}:123456789012:tools:3")).flags(""),
    ],
)
def layer_arn_malformed(function: FunctionResource) -> Iterator[Finding]:
    for use in function.layers:
        arn = _with_known_form(use.text)
        if not use.is_stranger or arn is None or VERSION.fullmatch(arn):
            continue
        if UNVERSIONED.fullmatch(arn):
            wrong, mend = "names no version of the layer", f"add the version: {use.text.value}:1"
        else:
            wrong, mend = "is no ARN of a layer version", "name it arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION"
        yield Finding(
            message=f"{use.text.value} {wrong}",
            reason="Lambda refuses a function with such a layer",
            help=mend,
            subject=use.text.value,
            origin=use.text.origin,
        )


def _with_known_form(text: Text) -> str | None:
    """The ARN as it may be deployed; None where nobody can tell."""
    value = text.value
    for name, example in KNOWN_FORM.items():
        value = value.replace(name, example)
    return None if "${" in value else value
