"""Two archives bring a distribution in different versions to different folders, and one hides the other.

## Why it matters

Python searches /var/task first, then /opt/python/lib/python3.X/site-packages, then /opt/python. A distribution that is
in the function and in a layer, or in both folders of /opt, is imported from the first of them. The other version is
never looked at: an update of the layer that has it changes nothing. `importlib.metadata` finds the first as well.

It is an error where an import is known to need what only the hidden version has.

## What to do

Keep the distribution in one place: in the layer if several functions share it, else in the function.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layers.hidden import Hidden
from layerlint.environment.layers.model import LayersModel, Versions
from layerlint.examples.recipe import distribution, stack
from layerlint.rule import Finding, Severity, rule
from layerlint.stack_findings import at_odds, called, felt

SITE = "python/lib/python3.12/site-packages"
PKG = {"python/pkg.py": "new = 1\n", **distribution("pkg", "2.0", record=["pkg.py"])}
IN_SITE = {f"{SITE}/pkg.py": "", **distribution("pkg", "1.0", site=SITE, record=["pkg.py"])}
IN_TASK = {"pkg.py": "", **distribution("pkg", "1.0", site="", record=["pkg.py"])}
USER = {"python/user.py": "from pkg import new\n", **distribution("user", requires=["pkg>=2"], record=["user.py"])}
APP = {"app.py": "import user\n\ndef handler(event, context): ...\n"}


@rule(
    "LL506",
    Severity.WARNING,
    since="0.1",
    good=[
        stack(PKG, IN_SITE, runtime="python3.13"),
        stack(PKG, function={"pkg.py": "", **distribution("pkg", "2.0", site="", record=["pkg.py"]), "app.py": ""}),
        stack({**PKG, **IN_SITE}),
    ],
    bad=[
        stack(PKG, IN_SITE).flags("python/pkg.py"),
        stack(PKG, function={**IN_TASK, "app.py": "import pkg\n"}).flags("python/pkg.py"),
        stack({**PKG, **USER}, function={**IN_TASK, **APP}, handler="app.handler").flags("python/pkg.py"),
    ],
)
def hidden_version(env: Environment) -> Iterator[Finding]:
    if env.layers is None:
        return
    groups: dict[Versions, list[Hidden]] = {}
    for each in env.layers.hidden:
        found = env.layers.versions(each)
        if found is not None:
            groups.setdefault(found, []).append(each)
    for found, modules in groups.items():
        yield felt(hiding(modules[0], found, env.layers), env.layers.worst(modules))


def hiding(each: Hidden, found: Versions, layers: LayersModel) -> Finding:
    place, name = each.seen.place, found.shown_name
    here = called(place.mount) if place else "the runtime"
    return Finding(
        message=f"{name} {found.seen} of {here} hides {found.lost} of {called(each.place.mount)}",
        paths=(each.place.path,),
        reason="; ".join([*at_odds(found.name, layers), f"{each.seen.file} comes before {each.place.absolute}"]),
        help=f"keep {name} in one place, in a version that suits all",
        archive=each.place.mount.name,
        subject=name,
    )
