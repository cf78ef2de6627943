"""Python packages lie at the root of a layer.

## Why it matters

A layer is unpacked to `/opt`, and Python is given `/opt/python` and `/opt/python/lib/pythonX.Y/site-packages`, but
not `/opt` itself. What lies at the root of the zip is there and cannot be imported: `No module named 'numpy'`.
A function package is different: its root is searched.

## What to do

Put the packages into a folder named `python` and zip that folder:

    pip install --target python -r requirements.txt
    zip -r my-layer.zip python
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.examples.recipe import distribution, executable, function, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role
from layerlint.words import zip_name


@rule(
    "LL202",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/numpy/__init__.py": "", **distribution("numpy")}),
        function({"numpy/__init__.py": "", "app.py": "", **distribution("numpy", site="")}, runtime="python3.12"),
        layer({"bootstrap": executable("#!/bin/sh"), "requests/__init__.py": "", **distribution("requests", site="")}),
        layer(
            {
                "extensions/monitor": executable("#!/bin/sh"),
                "monitor/requests/__init__.py": "",
                **distribution("requests", site="monitor"),
            }
        ),
        layer({"wrapper.py": executable("#!/usr/bin/env python3")}),
        layer({"bin/tool": executable("#!/bin/sh"), "build.py": ""}),
        layer({"awscli/awscli/__init__.py": "", "awscli/aws": executable("#!/usr/bin/python")}),
    ],
    bad=[
        layer({"numpy/__init__.py": "", **distribution("numpy", site="")}).flags("numpy"),
        layer({"helpers.py": "", "mylib/__init__.py": ""}, runtime="python3.12").flags("helpers.py"),
    ],
)
def packages_at_layer_root(mount: Mount, env: Environment) -> Iterator[Finding]:
    if mount.role is not Role.LAYER or env.language != "python":
        return
    layout = env.layout(mount)
    for mistake, sure in layout.open_mistakes(Kind.AT_ROOT, env.target.runtime):
        first, count = mistake.paths[0], sum(len(site.units) + len(site.installed) for site, _ in mistake.placed)
        what = first if count == 1 else f"{count:,} Python packages and modules"
        yield Finding(
            message=f"{what} {'lies' if count == 1 else 'lie'} at the root of the layer",
            paths=mistake.paths,
            reason=f"/opt is not on Python's path, so {first} is found only by code that puts it there",
            help="put them into a folder named python: pip install --target python -r requirements.txt "
            f"&& zip -r {zip_name(layout.mount.name)} python",
            severity=Severity.ERROR if sure else Severity.WARNING,
        )
