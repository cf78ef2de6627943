"""Code of your own imports a package that only the runtime brings.

## Why it matters

The Python runtimes bundle boto3, botocore and what they need: urllib3, jmespath, s3transfer, dateutil, six. Their
versions are those of the day: AWS updates them without notice, by Region, and has exchanged urllib3 1 for 2 that way.
What works today may meet another version tomorrow, with nothing deployed in between.

## What to do

Where that matters, ship the package in a version of your choice:

    pip install --target python boto3
"""

import ast
from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.finder import Origin
from layerlint.environment.python.model import PythonModel
from layerlint.environment.tree import Place
from layerlint.examples.recipe import distribution, function, layer, stack
from layerlint.facts.import_scan import line_at
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

USE = "import json\n\n\ndef handler(event, context):\n    import boto3\n"
GUARDED = "try:\n    import boto3\nexcept ImportError:\n    boto3 = None\n"
CLAIMED = {"python/tool.py": "import boto3\n", **distribution("tool", record=["tool.py"])}


@rule(
    "LL514",
    Severity.NOTE,
    since="0.1",
    good=[
        stack({"python/boto3/__init__.py": "", "python/botocore/__init__.py": ""}, function={"app.py": USE}),
        function({"app.py": GUARDED}, "python3.12"),
        function({"app.py": "'How to:\n\nimport boto3\n'\n".replace("'", '"""')}, "python3.12"),
        stack(CLAIMED, function={"app.py": "import tool\n"}),
        layer({"python/mine.py": "import boto3\n"}, "python3.12"),
        stack(function={"app.py": USE}, absent=("arn:aws:lambda:eu-west-1:123456789012:layer:sdk:3",)),
    ],
    bad=[
        function({"app.py": USE}, "python3.12").flags("app.py"),
        function({"app.py": "from botocore.config import Config\nimport boto3, six\n"}, "python3.12").flags("app.py"),
        stack({"python/mine.py": "import urllib3\n"}, function={"app.py": "import mine\n"}).flags("python/mine.py"),
    ],
)
def unpinned_runtime_package(env: Environment) -> Iterator[Finding]:
    if env.python is None or not env.complete:
        return
    for mount in env.stack.mounts:
        found = dict(imported(env.python, mount))
        if found:
            yield unpinned(found, mount)


def imported(model: PythonModel, mount: Mount) -> Iterator[tuple[str, tuple[str, int]]]:
    """The bundled packages that a person's own code in an archive imports, each with a place."""
    mentions = model.candidates.mentions
    for name in sorted(model.candidates.reached.own, reverse=True):
        place = mentions.modules[name]
        for edge in mentions.edges(name) if place.mount is mount else ():
            top = edge.name.partition(".")[0]
            guarded = edge.mention.indented and model.shared.scanned.blocks(place).is_guarded(edge.mention.offset)
            if edge.is_start and top in model.facts.bundled and not guarded and is_bundled(model, top):
                line = line_at(place.read(), edge.mention.offset)
                if line in lines_of_imports(model, place):
                    yield top, (place.path, line)


def lines_of_imports(model: PythonModel, place: Place) -> frozenset[int]:
    """Where imports really stand: the cheap scan takes those in a docstring for some as well."""
    tree = model.shared.parsed.tree(place)
    if not isinstance(tree, ast.Module):
        return frozenset()
    kinds = ast.Import | ast.ImportFrom | ast.Call
    return frozenset(node.lineno for node in ast.walk(tree) if isinstance(node, kinds))


def is_bundled(model: PythonModel, name: str) -> bool:
    found = model.find(name)
    return found is not None and found.origin is Origin.RUNTIME


def unpinned(found: dict[str, tuple[str, int]], mount: Mount) -> Finding:
    names = sorted(found)
    path, line = min(found.values())
    verb = "comes" if len(names) == 1 else "come"
    return Finding(
        message=f"{' and '.join(names)} {verb} from the runtime, in the version of the day",
        paths=(path,),
        line=line,
        reason="nothing in the function and its layers brings it, and AWS updates the runtime's without notice",
        help=f"ship it in a version of your choice: pip install --target python {' '.join(names)}",
        archive=mount.name,
        subject=" ".join(names),
    )
