"""The name of an extension is longer than Lambda registers.

## Why it matters

An extension registers under its file name, and names over the limit are refused: the function's initialization fails.

## What to do

Give the file a shorter name.
"""

from collections.abc import Iterator

from layerlint.environment.custom.extensions import extensions
from layerlint.environment.environment import Environment
from layerlint.examples.recipe import executable, layer
from layerlint.rule import Finding, Severity, rule

SCRIPT = executable("#!/bin/sh\n")


@rule(
    "LL806",
    Severity.ERROR,
    since="0.1",
    good=[layer({f"extensions/{'a' * 127}": SCRIPT}, "python3.12")],
    bad=[layer({f"extensions/{'a' * 128}": SCRIPT}, "python3.12").flags(f"extensions/{'a' * 128}")],
)
def extension_name_too_long(env: Environment) -> Iterator[Finding]:
    most = env.platform.limits.extension_name
    for path in extensions(env):
        length = len(path.rpartition("/")[2])
        if length > most:
            yield Finding(
                message=f"the name of an extension has {length} characters",
                paths=(path,),
                reason=f"Lambda registers names of up to {most}",
                help="give the file a shorter name",
                archive=env.view.opt.owner_of(path).name,
            )
