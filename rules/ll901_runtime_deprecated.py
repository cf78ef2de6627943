"""The runtime is deprecated.

## Why it matters

After a runtime's deprecation date AWS no longer patches it and gives no support. Functions on it keep running, and may
still be created and updated until the two dates on which AWS blocks the one and the other. So a layer for it
loads today; it has an end.

## What to do

Move to a runtime that is supported; the finding names the newest one of the language. `layerlint runtimes` lists
all dates. Check first that the layer loads there:

    layerlint check layer.zip --runtime python3.13
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.lifecycle import blocks, move
from layerlint.examples.recipe import layer
from layerlint.platform.records import State
from layerlint.rule import Finding, Severity, rule

APP = {"python/app.py": ""}


@rule(
    "LL901",
    Severity.WARNING,
    since="0.1",
    good=[
        layer(APP),
        layer(APP, runtime="python3.12"),
        layer(APP, runtime="python3.9", as_of="2025-12-14"),
        layer(APP, runtime="python3.9", as_of="2027-02-01"),
    ],
    bad=[layer(APP, runtime="python3.9", as_of="2026-11-23").flags("")],
)
def runtime_deprecated(env: Environment) -> Iterator[Finding]:
    runtime = env.target.runtime
    if runtime.state(env.as_of) is State.DEPRECATED:
        yield Finding(
            message=f"{runtime} is deprecated since {runtime.deprecation}",
            reason=f"AWS patches it no more{blocks(runtime)}",
            help=move(runtime, env.platform, env.as_of),
            subject=runtime.identifier,
        )
