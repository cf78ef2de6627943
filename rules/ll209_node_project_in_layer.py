"""A Node.js project was zipped whole as a layer: package.json and node_modules at its root.

## Why it matters

Node.js searches `/opt/nodejs/node_modules` in a layer, not `/opt/node_modules`. Code at the layer's root is reached
only by a function that requires it by its full path, such as `/opt/index`; only such code finds the node_modules
beside it.

## What to do

Put the project, or its node_modules alone, into a folder named `nodejs`:

    mkdir nodejs && mv package.json node_modules nodejs/
    zip -r my-layer.zip nodejs
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.examples.recipe import function, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role
from layerlint.words import zip_name


@rule(
    "LL209",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"nodejs/package.json": "{}", "nodejs/node_modules/uuid/package.json": "{}"}),
        function({"package.json": "{}", "index.js": "", "node_modules/uuid/package.json": "{}"}, runtime="nodejs22.x"),
        layer({"bootstrap": "", "package.json": "{}", "node_modules/uuid/package.json": "{}"}),
    ],
    bad=[
        layer({"package.json": "{}", "package-lock.json": "{}", "node_modules/uuid/package.json": "{}"}).flags(
            "node_modules"
        ),
        layer({"package.json": "{}", "index.js": "", "node_modules/uuid/package.json": "{}"}).flags("node_modules"),
    ],
)
def node_project_in_layer(mount: Mount, env: Environment) -> Iterator[Finding]:
    if mount.role is not Role.LAYER:
        return
    layout = env.layout(mount)
    for mistake, sure in layout.open_mistakes(Kind.PROJECT, env.target.runtime):
        yield Finding(
            message="a Node.js project is zipped whole, with node_modules at the root of the layer",
            paths=mistake.paths,
            reason="/opt/node_modules is not searched from a function's code"
            + ("" if sure else "; only code that is required by its full path below /opt finds it"),
            help="put it into a folder named nodejs: mkdir nodejs && mv package.json node_modules nodejs/ "
            f"&& zip -r {zip_name(layout.mount.name)} nodejs",
            severity=Severity.ERROR if sure else Severity.WARNING,
        )
