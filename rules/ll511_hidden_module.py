"""A module is hidden by another one of its name in another archive.

## Why it matters

Python searches /var/task first, then /opt/python/lib/python3.X/site-packages, then /opt/python, and takes the first
module or package of a name whole. A `utils/` beside the handler hides that of a layer: the layer's own code gets
the function's, and ends in `cannot import name 'x' from 'utils'`. A folder with `__init__.py` in a layer hides a folder
without one beside the handler.

It is an error where an import is known to need what is hidden, else a warning.

## What to do

Rename one of the two; put what a layer brings below a package name that nobody else has.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layers.hidden import Hidden
from layerlint.environment.layers.repeated import is_same
from layerlint.examples.recipe import stack
from layerlint.rule import Finding, Severity, rule
from layerlint.stack_findings import called, felt

LAYER = {"python/utils.py": "def mine(): ...\n", "python/user.py": "from utils import mine\n"}


@rule(
    "LL511",
    Severity.WARNING,
    since="0.1",
    good=[
        stack(LAYER, function={"app.py": "import user\n"}),
        stack(LAYER, function={"app.py": "", "utils.py": LAYER["python/utils.py"]}),
        stack(LAYER, function={"app.py": "", "pkg/utils.py": "", "pkg/__init__.py": ""}),
    ],
    bad=[
        stack(LAYER, function={"app.py": "import user\n", "utils.py": ""}, handler="app.handler").flags(
            "python/utils.py"
        ),
        stack({"python/pkg/__init__.py": ""}, function={"app.py": "", "pkg.py": "x = 1\n"}).flags(
            "python/pkg/__init__.py"
        ),
        stack({"python/a.py": "1"}, {"python/lib/python3.12/site-packages/a.py": "2"}).flags("python/a.py"),
    ],
)
def hidden_module(env: Environment) -> Iterator[Finding]:
    if env.layers is None:
        return
    for each in env.layers.hidden:
        breakage = env.layers.of(each)
        is_told = each.is_portion or env.layers.versions(each) is not None
        if not is_told and (breakage is not None or not is_same(each)):
            yield felt(hiding(each), breakage)


def hiding(each: Hidden) -> Finding:
    place = each.seen.place
    return Finding(
        message=f"{each.name} of {called(place.mount) if place else ''} hides that of {called(each.place.mount)}",
        paths=(each.place.path,),
        reason=f"{each.seen.file} comes before {each.place.absolute}, and they are not the same",
        help="rename one of the two, or leave one out",
        archive=each.place.mount.name,
        subject=each.name,
    )
