"""A file called old wants Python 3.12 or later.

## Why it matters

Older runtimes fail.

## What to do

Declare newer ones.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount


@rule(
    "TT102",
    Severity.ERROR,
    since="0.1",
    good=[layer({"python/old.py": ""}, "python3.12")],
    bad=[layer({"python/old.py": ""}, "python3.11").flags("python/old.py")],
)
def old_runtime(mount: Mount, env: Environment) -> Iterator[Finding]:
    facts = env.target.runtime.python
    if facts and facts.version < (3, 12) and "python/old.py" in mount.contents.archive.files:
        yield Finding(
            message="python/old.py wants Python 3.12",
            paths=("python/old.py",),
            reason=f"{env.target.runtime} has {env.target.runtime.system.title}",
            help="declare newer runtimes",
            chain=("app", "new", "old"),
            line=3,
            column=7,
        )
