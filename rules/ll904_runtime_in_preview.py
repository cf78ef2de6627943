"""The runtime is in preview.

## Why it matters

AWS offers some runtimes before they are generally available. Their language may still change, wheels and addons for
it may be missing, and AWS advises against production use. What layerlint knows of a preview is inferred from the
versions before.

## What to do

Use the newest runtime that is generally available, named by the finding, unless the preview is what you want to try.
If AWS has released it since this data was gathered (`layerlint runtimes` says when), say so in a platform file:

    [runtime."python3.15"]
    preview = false

and pass it with `--platform FILE`.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.lifecycle import move
from layerlint.examples.recipe import layer
from layerlint.platform.records import State
from layerlint.rule import Finding, Severity, rule

APP = {"python/app.py": ""}


@rule(
    "LL904",
    Severity.WARNING,
    since="0.1",
    good=[layer(APP), layer(APP, runtime="python3.14")],
    bad=[layer(APP, runtime="python3.15").flags("")],
)
def runtime_in_preview(env: Environment) -> Iterator[Finding]:
    runtime = env.target.runtime
    if runtime.state(env.as_of) is State.PREVIEW:
        yield Finding(
            message=f"{runtime} was in preview when this was last looked up ({env.platform.as_of})",
            reason="AWS may change it without notice, and advises against production use",
            help=move(runtime, env.platform, env.as_of),
            subject=runtime.identifier,
        )
