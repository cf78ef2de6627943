"""The layer's content lies in folders that nothing searches.

## Why it matters

Lambda unpacks a layer to `/opt` as it is and searches fixed folders there, `/opt/python` and
`/opt/nodejs/node_modules` among them. Where the folder was zipped instead of what is in it, every path
begins with its name: `layer/python/requests` becomes `/opt/layer/python/requests`, which no runtime looks at.
The function then fails with `No module named 'requests'` or `Cannot find module 'lodash'`.

## What to do

Zip from inside the folder, so that `python/`, `nodejs/`, `java/` or `ruby/` is at the root of the zip:

    rm my-layer.zip
    cd layer && zip -r ../my-layer.zip python

`unzip -l my-layer.zip` shows the paths as Lambda sees them.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.environment.layout.layout import Layout
from layerlint.environment.layout.mend import unwrap
from layerlint.environment.layout.mistake import Mistake
from layerlint.environment.layout.program import wrapped_programs
from layerlint.examples.recipe import distribution, executable, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role


@rule(
    "LL201",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/requests/__init__.py": ""}),
        layer({"nodejs/node_modules/uuid/package.json": "{}"}),
        layer({"python/lib/python3.12/site-packages/requests/__init__.py": ""}, runtime="python3.12"),
        layer({"kubectl/kubectl": "", "helm/helm": ""}),
        layer(
            {
                "bin/blender": "",
                "blender/3.6/python/lib/python3.10/site-packages/numpy/__init__.py": "",
                "blender/3.6/scripts/startup.py": "",
            }
        ),
        layer({"bref/extensions/redis.so": b"\x7fELF", "bref/etc/php.ini": ""}),
        layer({"bin/gdb": "", "share/gcc/python/libstdcxx/__init__.py": "", "share/gdb/syscalls/amd64.xml": ""}),
    ],
    bad=[
        layer({"layer/nodejs/node_modules/uuid/package.json": '{"name": "uuid"}'}).flags("layer/nodejs/node_modules"),
        layer(
            {
                "lambda-layer/python/lib/python3.11/site-packages/requests/__init__.py": "",
                **distribution("requests", site="lambda-layer/python/lib/python3.11/site-packages"),
            },
            runtime="python3.11",
        ).flags("lambda-layer/python/lib/python3.11/site-packages"),
        layer({"build/out/python/app.py": "", "README.md": ""}).flags("build/out/python"),
        layer({"w/java/lib/gson.jar": ""}).flags("w/java/lib"),
        layer({"w/extensions/monitor": executable("#!/bin/sh"), "w/monitor/main.js": ""}).flags("w/extensions/monitor"),
        layer({"my-runtime/bootstrap": executable("#!/bin/sh"), "my-runtime/bin/bash": ""}).flags(
            "my-runtime/bootstrap"
        ),
    ],
)
def wrapped_root(mount: Mount, env: Environment) -> Iterator[Finding]:
    if mount.role is not Role.LAYER:
        return
    layout = env.layout(mount)
    prefixes = set()
    for mistake, sure in layout.open_mistakes(Kind.WRAPPED, env.target.runtime):
        prefixes.add(mistake.prefix)
        yield _finding(layout, mistake.prefix, mistake.paths, _reason(mistake, env), sure=sure)
    programs = wrapped_programs(layout)
    if programs and programs.prefix not in prefixes:
        reason = f"Lambda starts what lies in {programs.goal}, and this lands in /opt/{programs.paths[0]}"
        yield _finding(layout, programs.prefix, programs.paths, reason, sure=False)


def _reason(mistake: Mistake, env: Environment) -> str:
    """The same for every target, so that several of them say it once."""
    _, fit = mistake.placed[0]
    searching = [str(runtime) for runtime in env.platform.runtimes.values() if fit.goal in runtime.layer_folders]
    after = f"{searching[0]} would search it" if len(searching) == 1 else "it would be"
    return f"/opt/{fit.home} is on no search path; without {mistake.prefix}/ {after}"


def _finding(layout: Layout, prefix: str, paths: tuple[str, ...], reason: str, *, sure: bool) -> Finding:
    count = layout.count_below(prefix)
    files = "its only file lands" if count == 1 else f"{count:,} files land"
    return Finding(
        message=f"the layer is wrapped in {prefix}/: {files} in /opt/{prefix}/",
        paths=paths,
        reason=reason,
        help=f"drop {prefix}/ from every path: {unwrap(layout, prefix)}",
        severity=Severity.ERROR if sure else Severity.WARNING,
    )
