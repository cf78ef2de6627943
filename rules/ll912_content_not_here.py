"""A layer or function of the project is not on this machine, so what it brings is unknown.

## Why it matters

A layer named by its ARN, or content that lies in S3, cannot be looked into. layerlint judges what is here and takes
everything else for possible: a module that nothing here provides may come from there, so it is a warning and
no error. The fewer parts are missing, the more is certain.

## What to do

Nothing has to be done. To have the whole judged, fetch the layer, and name it beside the others:

    layerlint check --layer base.zip theirs.zip --function app.zip
"""

from collections.abc import Iterator

from layerlint.examples.recipe import template
from layerlint.project.origin import Origin
from layerlint.project.records import FunctionResource, LayerResource, Project
from layerlint.rule import Finding, Severity, rule

THEIRS = "arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"
FUNCTION = """\
Resources:
  Api:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Code: {code}
      Layers:
        - {layer}
  Tools:
    Type: AWS::Lambda::LayerVersion
    Properties:
      Content: tools.zip
"""


@rule(
    "LL912",
    Severity.NOTE,
    since="0.1",
    good=[template(FUNCTION.format(code="app.zip", layer="!Ref Tools"))],
    bad=[
        template(FUNCTION.format(code="app.zip", layer="arn:aws:lambda:eu-west-1:123456789012:layer:tools:3")).flags(
            ""
        ),
        template(FUNCTION.format(code="{S3Bucket: mine, S3Key: app.zip}", layer="!Ref Tools")).flags(""),
    ],
)
def content_not_here(project: Project) -> Iterator[Finding]:
    for arn, (origin, users) in _strangers(project).items():
        yield Finding(
            message=f"layer {arn} is not here",
            reason=f"what it brings to {', '.join(users)} is unknown, and nothing counts as missing for certain",
            help="fetch the layer and name it with --layer to have the whole judged",
            subject=arn,
            origin=origin,
        )
    for resource in project.contents:
        yield from _elsewhere(resource)


def _strangers(project: Project) -> dict[str, tuple[Origin, list[str]]]:
    """Layers that are no resources of the project, with the functions that use them."""
    found: dict[str, tuple[Origin, list[str]]] = {}
    for function in project.functions:
        for use in function.layers:
            if use.is_stranger:
                found.setdefault(use.text.value, (use.text.origin, []))[1].append(function.name)
    return found


def _elsewhere(resource: LayerResource | FunctionResource) -> Iterator[Finding]:
    if resource.source.elsewhere:
        kind = "layer" if isinstance(resource, LayerResource) else "function"
        yield Finding(
            message=f"the content of {kind} {resource.name} is not here: {resource.source.elsewhere}",
            reason="what is in it is unknown",
            help=f"run layerlint where the {kind} is packaged, before it is uploaded",
            subject=resource.name,
            origin=resource.source.origin,
        )
