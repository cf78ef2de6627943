"""PYTHONPATH is set and leaves out the layers' folders.

## Why it matters

Lambda puts /opt/python and /opt/python/lib/python3.X/site-packages on the search path itself, but only where the
function sets no PYTHONPATH. Where it does, the path is /var/task and what the variable names: everything that layers
bring is gone, with `No module named 'requests'`.

It is an error where an import is known to need what is there, else a warning.

## What to do

Name the folders in the variable, or do without it:

    PYTHONPATH=/var/task/src:/opt/python
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layers.blame import LeftOut
from layerlint.environment.layers.model import LayersModel
from layerlint.examples.recipe import stack
from layerlint.rule import Finding, Severity, rule
from layerlint.stack_findings import felt

LAYER = {"python/requests/__init__.py": ""}
APP = {"app.py": "import requests\n\ndef handler(event, context): ...\n"}


@rule(
    "LL513",
    Severity.WARNING,
    since="0.1",
    good=[
        stack(LAYER, function=APP, variables={"PYTHONPATH": "/opt/python"}),
        stack(LAYER, function=APP, variables={"PYTHONPATH": "/var/task/src:/opt/python/"}),
        stack({"bin/tool": ""}, function=APP, variables={"PYTHONPATH": "/var/task/src"}),
        stack(LAYER, function=APP),
    ],
    bad=[
        stack(LAYER, function=APP, handler="app.handler", variables={"PYTHONPATH": "/var/task/src"}).flags(
            "python/requests/__init__.py"
        ),
        stack(LAYER, function={"app.py": ""}, variables={"PYTHONPATH": ""}).flags("python/requests/__init__.py"),
    ],
)
def python_path_without_layers(env: Environment) -> Iterator[Finding]:
    if env.layers is None or "PYTHONPATH" not in env.stack.variables:
        return
    first = next(iter(env.layers.left_out), None)
    if first is not None:
        felt_by = (each for each in env.layers.explained.values() if isinstance(each, LeftOut))
        yield felt(left_out(first, env.layers, env), env.layers.worst(felt_by))


def left_out(first: LeftOut, layers: LayersModel, env: Environment) -> Finding:
    folders = list(dict.fromkeys(each.folder for each in layers.left_out))
    given = env.stack.variables["PYTHONPATH"]
    return Finding(
        message=f"PYTHONPATH is set and leaves out {' and '.join(folders)}",
        paths=(first.place.path,),
        reason=f"Lambda searches the layers' folders by itself only where the function does not set the variable; "
        f"its value is {given!r}",
        help=f"set it to {':'.join(filter(None, [given, *folders]))}, or do without it",
        archive=first.place.mount.name,
    )
