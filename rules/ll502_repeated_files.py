"""The same files are there twice.

## Why it matters

Two layers, or a layer and the function, bring the same bytes: mostly one dependency that was installed into both. Of
each file one copy is never looked at, and all of them count towards the 250 MB that a function and its layers may
have. It works today; on the day one of the two is built again they no longer agree.

## What to do

Keep shared dependencies in one layer, and build the others without them:

    pip install --target python -r requirements.txt --no-deps
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layers.repeated import Repeated, repeated
from layerlint.examples.recipe import distribution, stack
from layerlint.facts.weight import mib, parts_of
from layerlint.rule import Finding, Severity, rule
from layerlint.stack_findings import called

MOST_NAMED = 5
MIB = 1 << 20
SIX = {"python/six.py": "x = 1\n", **distribution("six", "1.17.0", record=["six.py"])}
IN_TASK = {"six.py": "x = 1\n", **distribution("six", "1.17.0", site="", record=["six.py"])}


@rule(
    "LL502",
    Severity.NOTE,
    since="0.1",
    good=[
        stack({"python/a.py": "1"}, {"python/b.py": "1"}),
        stack({"python/a/__init__.py": "", "python/a/b.py": "1"}, {"python/a/__init__.py": "", "python/a/c.py": "1"}),
        stack({"python/six.py": "x = 1\n"}, function={"app.py": "", "six.py": "x = 2\n"}),
    ],
    bad=[
        stack({**SIX, "python/a.py": ""}, {**SIX, "python/b.py": ""}).flags("python/six.py"),
        stack(SIX, function={**IN_TASK, "app.py": "import six\n"}).flags("python/six.py"),
        stack(
            {"nodejs/node_modules/a/i.js": "1", "nodejs/x": ""},
            {"nodejs/node_modules/a/i.js": "1", "nodejs/y": ""},
            runtime="nodejs22.x",
        ).flags("nodejs/node_modules/a/i.js"),
    ],
)
def repeated_files(env: Environment) -> Iterator[Finding]:
    layers = env.layers
    hidden = [each for each in layers.hidden if layers.versions(each) is None] if layers else []
    for each in repeated(env.view.overlay, hidden, layers.mixed if layers else ()):
        yield wasted(each)


def wasted(each: Repeated) -> Finding:
    parts = parts_of(each.hidden.contents, each.paths)
    named = ", ".join(f"{part.name} {size(part.size)}" for part in parts[:MOST_NAMED])
    more = f" and {len(parts) - MOST_NAMED} more" if len(parts) > MOST_NAMED else ""
    total = sum(part.size for part in parts)
    return Finding(
        message=f"{size(total)} of {each.hidden.name} are in {called(each.seen)} as well",
        paths=each.paths,
        reason=f"these copies are never looked at: {named}{more}",
        help=f"leave them out of {each.hidden.name}, or out of {each.seen.name}",
        archive=each.hidden.name,
        subject=each.seen.name,
    )


def size(number: int) -> str:
    return mib(number) if number >= MIB else f"{number:,} bytes"
