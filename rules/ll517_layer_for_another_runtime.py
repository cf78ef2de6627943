"""A layer declares that it is for other runtimes or architectures than the function's.

## Why it matters

CompatibleRuntimes and CompatibleArchitectures of a layer are what its author vouches for. Lambda uses them to list
layers and attaches any layer to any function, so nothing warns of a Python 3.11 layer under a Python 3.13 function
until an import fails: `No module named 'pydantic_core._pydantic_core'`. Where that is known to happen, other rules
tell of it as an error.

## What to do

Attach the version of the layer that is made for the function's runtime, or let the layer declare what it is good for:

    aws lambda publish-layer-version --compatible-runtimes python3.13 --compatible-architectures arm64
"""

from collections.abc import Iterator, Sequence

from layerlint.examples.recipe import layer, stack
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Stack

FILES = {"python/a.py": ""}
APP = {"app.py": "import a\n"}


@rule(
    "LL517",
    Severity.WARNING,
    since="0.1",
    good=[
        stack(layer(FILES, ("python3.11", "python3.12")), function=APP),
        stack(layer(FILES, (), "x86_64"), function=APP),
        stack(FILES, function=APP),
        stack(layer(FILES, "python3.11"), function=APP, runtime=()),
    ],
    bad=[
        stack(layer(FILES, "python3.11"), function=APP).flags(""),
        stack(layer(FILES, "python3.12", "arm64"), FILES, function=APP).flags(""),
        stack(layer(FILES, "python3.11", "arm64"), function=APP).flags(""),
    ],
)
def layer_for_another_runtime(stack: Stack) -> Iterator[Finding]:
    for mount in stack.layers if stack.function is not None else ():
        others = [*missing(stack.runtimes, mount.runtimes), *missing(stack.architectures, mount.architectures)]
        if others:
            yield told(mount, others)


def missing(wanted: Sequence[str], declared: Sequence[str]) -> list[str]:
    return [each for each in wanted if each not in declared] if declared else []


def told(mount: Mount, others: Sequence[str]) -> Finding:
    declared = [*mount.runtimes, *mount.architectures]
    return Finding(
        message=f"{mount.name} is declared for {', '.join(declared)}, and the function is for {' on '.join(others)}",
        reason="nobody vouches that it works there; Lambda attaches it all the same",
        help="attach a version of the layer that is made for it, or add it to what the layer declares",
        archive=mount.name,
    )
