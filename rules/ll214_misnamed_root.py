"""A layer root is misnamed: Python/, python3.12/, node/node_modules.

## Why it matters

Lambda's file system tells upper from lower case, and the folders it searches have fixed names: `/opt/python`,
`/opt/nodejs/node_modules`. `Python/`, `python3.12/` or `nodejs/lib/node_modules` (the layout of `npm install
--global`) are not among them.

## What to do

Rename the folder and zip it again:

    mv Python python
    zip -r my-layer.zip python
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.environment.layout.mend import move
from layerlint.examples.recipe import distribution, executable, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role


@rule(
    "LL214",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/six.py": "", **distribution("six")}),
        layer({"python3.9/bin/python3": "", "python3.9/lib/python3.9/os.py": "", "bootstrap": executable("#!/bin/sh")}),
        layer({"nodejs/node_modules/npm/package.json": ""}),
    ],
    bad=[
        layer({"Python/six.py": "", **distribution("six", site="Python")}).flags("Python"),
        layer({"python3.12/six.py": "", **distribution("six", site="python3.12")}).flags("python3.12"),
        layer({"node/node_modules/uuid/package.json": ""}).flags("node/node_modules"),
        layer({"nodejs/lib/node_modules/uuid/package.json": ""}).flags("nodejs/lib/node_modules"),
    ],
)
def misnamed_root(mount: Mount, env: Environment) -> Iterator[Finding]:
    if mount.role is not Role.LAYER:
        return
    layout = env.layout(mount)
    for mistake, sure in layout.open_mistakes(Kind.MISNAMED, env.target.runtime):
        home, goal = mistake.homes[0], mistake.goal
        yield Finding(
            message=f"{home}/ is not {goal}/",
            paths=mistake.paths,
            reason=f"/opt/{home} is on no search path; /opt/{goal} is",
            help=f"rename it: {move(layout, (home,), goal)}",
            severity=Severity.ERROR if sure else Severity.WARNING,
        )
