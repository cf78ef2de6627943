"""A later layer replaces files of an earlier one by different ones.

## Why it matters

Lambda unpacks the layers of a function one over another into /opt, in the order in which the function lists them. Where
two have a file at one path, the last one stays and the other is gone. If both were meant, whoever imports the module
gets the wrong one, or one that lacks a name: `cannot import name 'x' from 'utils'`. Nothing says so at deployment.

It is an error where an import is known to fail over it, else a warning. Readme files, licences, metadata and bytecode
caches are left alone, and so are distributions of which two versions lie over each other: torn-package tells of those.

## What to do

Give modules of your own a package name that no other layer has, or ship the file in one of the layers only.
`layerlint which /opt/python/utils.py --layer base.zip top.zip` says whose file is at a path.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layers.blame import Shadow
from layerlint.environment.layers.telling import telling_losses
from layerlint.environment.overlay import Loss
from layerlint.environment.python.failure import Breakage
from layerlint.examples.recipe import distribution, stack
from layerlint.python_findings import listed
from layerlint.rule import Finding, Severity, rule
from layerlint.stack_findings import felt

ONE = {"python/utils.py": "def one(): ...\n"}
OTHER = {"python/utils.py": "def other(): ...\n"}
KEPT = {"python/kept.py": ""}
PATH_MAKER = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"
APP = {"app.py": "from utils import one\n\ndef handler(event, context): ...\n"}


@rule(
    "LL501",
    Severity.WARNING,
    since="0.1",
    good=[
        stack({**ONE, **KEPT}, ONE),
        stack({**ONE, **KEPT}, {"python/lib/python3.12/site-packages/utils.py": ""}),
        stack({"python/README.md": "one", **KEPT}, {"python/README.md": "other"}),
        stack({"python/space/__init__.py": "", **KEPT}, {"python/space/__init__.py": PATH_MAKER}),
        stack({**KEPT, **distribution("a", tags=["x"])}, {**distribution("a", tags=["y"]), "python/a.py": ""}),
    ],
    bad=[
        stack({**ONE, **KEPT}, OTHER).flags("python/utils.py"),
        stack({**ONE, **KEPT}, OTHER, function=APP, handler="app.handler").flags("python/utils.py"),
        stack({"bin/tool": "#!/bin/sh\n", **KEPT}, {"bin/tool": "#!/bin/bash\n"}, runtime=()).flags("bin/tool"),
    ],
)
def shadowed_file(env: Environment) -> Iterator[Finding]:
    mixed = env.layers.mixed if env.layers else ()
    for loss in telling_losses(env.view.overlay, mixed):
        yield felt(replaced(loss), breakage(loss, env))


def breakage(loss: Loss, env: Environment) -> Breakage | None:
    """The worst that comes of it."""
    if env.layers is None:
        return None
    shadows = (each for each in env.layers.explained.values() if isinstance(each, Shadow))
    return env.layers.worst(each for each in shadows if (each.lost.mount, each.seen.mount) == (loss.loser, loss.winner))


def replaced(loss: Loss) -> Finding:
    paths = loss.different
    what = paths[0] if len(paths) == 1 else f"{len(paths):,} files"
    return Finding(
        message=f"{loss.winner.name} replaces {what} of {loss.loser.name}",
        paths=paths,
        reason=f"the bytes differ, the later layer wins, and nobody sees what {loss.loser.name} has at "
        f"{listed(f'/opt/{path}' for path in paths)}",
        help="keep it in one of the layers, or give one of them another name",
        archive=loss.loser.name,
        subject=loss.winner.name,
    )
