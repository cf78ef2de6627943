"""A layer root holds another of the same name: python/python, nodejs/nodejs.

## Why it matters

Build tools such as SAM and CDK add `python/` or `nodejs/` themselves. Where the sources already have that
folder, it is there twice, and the packages are one folder too deep: `/opt/python/python/requests` is not
what `import requests` looks for.

## What to do

Drop one of the two: name the inner folder as the tool's input, or turn the tool's own prefix off. For a zip
made by hand, zip from inside the outer folder:

    cd python && zip -r ../my-layer.zip python
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.environment.layout.mend import unwrap
from layerlint.examples.recipe import distribution, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role


@rule(
    "LL203",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/python/__init__.py": "", "python/python/core.py": ""}),
        layer({"python/acme/python/core.py": ""}),
        layer({"nodejs/node_modules/nodejs/package.json": "{}"}),
    ],
    bad=[
        layer(
            {"python/python/requests/__init__.py": "", **distribution("requests", site="python/python")},
        ).flags("python/python"),
        layer({"nodejs/nodejs/node_modules/uuid/package.json": "{}"}).flags("nodejs/nodejs/node_modules"),
    ],
)
def root_within_root(mount: Mount, env: Environment) -> Iterator[Finding]:
    if mount.role is not Role.LAYER:
        return
    layout = env.layout(mount)
    for mistake, sure in layout.open_mistakes(Kind.DOUBLED, env.target.runtime):
        yield Finding(
            message=f"{mistake.prefix}/ lies in {mistake.prefix}/: the packages are one folder too deep",
            paths=mistake.paths,
            reason=f"/opt/{mistake.homes[0]} is on no search path; /opt/{mistake.goal} is",
            help=f"drop one {mistake.prefix}/: {unwrap(layout, mistake.prefix)}",
            severity=Severity.ERROR if sure else Severity.WARNING,
        )
