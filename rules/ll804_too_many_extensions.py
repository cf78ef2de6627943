"""More extensions are started than a function may have.

## Why it matters

Lambda starts every file directly in `/opt/extensions`, of all layers together, and registers ten at most. One more, and
the function's initialization fails.

## What to do

Leave a layer out, or put files that are no extensions elsewhere: `lib/`, or a folder of their own.
"""

from collections.abc import Iterator

from layerlint.environment.custom.extensions import extensions
from layerlint.environment.environment import Environment
from layerlint.examples.recipe import executable, layer, stack
from layerlint.rule import Finding, Severity, rule

SCRIPT = executable("#!/bin/sh\n")


@rule(
    "LL804",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({f"extensions/agent{number}": SCRIPT for number in range(10)}, "python3.12"),
        layer({f"extensions/agent/part{number}": SCRIPT for number in range(20)}, "python3.12"),
    ],
    bad=[
        layer({f"extensions/agent{number:02}": SCRIPT for number in range(11)}, "python3.12").flags(
            "extensions/agent00"
        ),
        stack(
            {f"extensions/one{number}": SCRIPT for number in range(6)},
            {f"extensions/two{number}": SCRIPT for number in range(6)},
        ).flags("extensions/one0"),
    ],
)
def too_many_extensions(env: Environment) -> Iterator[Finding]:
    found = extensions(env)
    most = env.platform.limits.extensions
    if len(found) > most:
        yield Finding(
            message=f"/opt/extensions holds {len(found)} files, and Lambda starts each of them",
            paths=tuple(found),
            reason=f"a function may have {most} extensions",
            help="leave a layer out, or move what is no extension to another folder",
            archive=env.view.opt.owner_of(found[0]).name,
        )
