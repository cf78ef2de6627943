"""A layer or function is still to be built: what lies here is not what Lambda gets.

## Why it matters

A layer with a `BuildMethod`, or a function with a list of requirements, becomes an archive only when it is built:
dependencies are installed, folders such as `python/` are made. Its source folder says little about what Lambda gets, so
layerlint does not judge a layer before it is built, and calls nothing missing in such a function.

## What to do

Build first, then check. layerlint takes what lies in `.aws-sam/build` by itself:

    sam build
    layerlint check template.yaml
"""

from collections.abc import Iterator

from layerlint.examples.recipe import template
from layerlint.project.records import Project
from layerlint.rule import Finding, Severity, rule

LAYER = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Tools:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: {content}
{metadata}"""
METADATA = """\
    Metadata:
      BuildMethod: python3.13
"""


@rule(
    "LL913",
    Severity.NOTE,
    since="0.1",
    good=[template(LAYER.format(content="layers/tools", metadata=""))],
    bad=[template(LAYER.format(content="layers/tools", metadata=METADATA)).flags("")],
)
def not_built_yet(project: Project) -> Iterator[Finding]:
    for resource in project.contents:
        source = resource.source
        if source.unbuilt:
            yield Finding(
                message=f"{resource.name} is not built yet",
                reason="its folder here is a source, and not what Lambda gets",
                help=f"run {source.unbuilt} first",
                subject=resource.name,
                origin=source.origin,
            )
