"""No function can be created on the runtime any more.

## Why it matters

Some time after a runtime's deprecation AWS refuses `CreateFunction` with it. Functions that exist keep running and
can still be updated, and layers for them can still be published and attached: so this is no error. But nothing
new can be built on the layer, not even a copy of the function in another account or stage.

## What to do

Move to a runtime that is supported; the finding names the newest one of the language. Check first that the layer
loads there:

    layerlint check layer.zip --runtime nodejs22.x
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.lifecycle import move, until
from layerlint.examples.recipe import layer
from layerlint.platform.records import State
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"nodejs/node_modules/uuid/package.json": "{}"}


@rule(
    "LL902",
    Severity.WARNING,
    since="0.1",
    good=[
        layer(PACKAGE, runtime="nodejs22.x"),
        layer(PACKAGE, runtime="nodejs16.x", as_of="2027-01-31"),
        layer(PACKAGE, runtime="nodejs16.x", as_of="2027-03-03"),
    ],
    bad=[layer(PACKAGE, runtime="nodejs16.x", as_of="2027-02-01").flags("")],
)
def runtime_blocked_for_new_functions(env: Environment) -> Iterator[Finding]:
    runtime = env.target.runtime
    if runtime.state(env.as_of) is State.CREATE_BLOCKED:
        yield Finding(
            message=f"no function can be created on {runtime} since {runtime.block_create}",
            reason=f"functions that exist keep running and can be updated{until(runtime)}",
            help=move(runtime, env.platform, env.as_of),
            subject=runtime.identifier,
        )
