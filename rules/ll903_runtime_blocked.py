"""Functions on the runtime can be neither created nor updated.

## Why it matters

From this date on AWS refuses `CreateFunction` and `UpdateFunctionCode` for the runtime, and any
`UpdateFunctionConfiguration` that names it. Functions that exist keep running.

- A function package cannot be deployed: an error.
- A layer can still be published, and attached to a function that exists by an update that does not name the runtime, as
  the command line can do it. CloudFormation and the tools built on it name it and fail: a warning.

## What to do

Move the function to a runtime that is supported: that update is accepted, and there is no way back. The finding names
the newest one of the language. Check first that the layer loads there:

    layerlint check layer.zip --runtime python3.13
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.lifecycle import move
from layerlint.examples.recipe import function, layer
from layerlint.platform.records import State
from layerlint.rule import Finding, Severity, rule

APP = {"python/app.py": ""}


@rule(
    "LL903",
    Severity.ERROR,
    since="0.1",
    good=[layer(APP), layer(APP, runtime="python3.12"), layer(APP, runtime="python3.9", as_of="2027-03-02")],
    bad=[
        layer(APP, runtime="python3.9", as_of="2027-03-03").flags(""),
        layer(APP, runtime=("python3.6", "python3.12")).flags(""),
        function({"app.py": "def handler(event, context): ...\n"}, runtime="python2.7").flags(""),
    ],
)
def runtime_blocked(env: Environment) -> Iterator[Finding]:
    runtime = env.target.runtime
    if runtime.state(env.as_of) is not State.UPDATE_BLOCKED:
        return
    deploys = env.stack.function is not None
    yield Finding(
        message=f"functions on {runtime} can be neither created nor updated since {runtime.block_update}",
        reason="AWS refuses to deploy the function package"
        if deploys
        else "only an update that leaves the runtime unnamed can still attach the layer to a function that exists",
        help=move(runtime, env.platform, env.as_of),
        subject=runtime.identifier,
        severity=Severity.ERROR if deploys else Severity.WARNING,
    )
