"""One layer brings a module as an extension, another one as source, and only one of them is imported.

## Why it matters

In one folder Python prefers a package to a module, and an extension module to a source: `fast.cpython-312-….so` of one
layer wins over `fast.py` of another, in whatever order the layers are. As long as they come from one build, the two say
the same. From two layers they may be of different versions, and the rest of the package may fit only one of them.

## What to do

Ship the package in one layer.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layers.halves import Half, halves
from layerlint.environment.python.model import PythonModel
from layerlint.examples.elf import elf
from layerlint.examples.recipe import distribution, stack
from layerlint.facts.distribution import Distribution
from layerlint.rule import Finding, Severity, rule

FAST = {"python/pkg/fast.cpython-312-x86_64-linux-gnu.so": elf()}
OLD = {"python/pkg/fast.cpython-311-x86_64-linux-gnu.so": elf()}
PURE = {"python/pkg/__init__.py": "", "python/pkg/fast.py": ""}


@rule(
    "LL509",
    Severity.WARNING,
    since="0.1",
    good=[
        stack({**PURE, **FAST}, {"python/other.py": ""}),
        stack(PURE, OLD),
        stack({"python/pkg/__init__.py": ""}, {"python/pkg/fast.py": ""}),
        stack(
            {**PURE, **distribution("pkg", "1", record=["pkg/fast.py"])}, {**PURE, **FAST, **distribution("pkg", "2")}
        ),
    ],
    bad=[
        stack(PURE, FAST).flags("python/pkg/fast.py"),
        stack({"python/a.py": "1"}, {"python/a/__init__.py": ""}).flags("python/a.py"),
    ],
)
def module_of_two_layers(env: Environment) -> Iterator[Finding]:
    if env.python is None or env.layers is None:
        return
    for each in halves(env.python):
        owner = owner_of(each, env.python)
        if owner is None or owner.name not in env.layers.doubled:
            yield told(each)


def told(each: Half) -> Finding:
    place = each.seen.place
    other = place.mount.name if place else ""
    return Finding(
        message=f"{each.seen.name} is {each.lost.path} in {each.lost.mount.name} and "
        f"{place.path if place else ''} in {other}",
        paths=(each.lost.path,),
        reason=f"Python takes {each.seen.file}, whatever the order of the layers, and nobody sees {each.lost.absolute}",
        help=f"ship all of {each.seen.name.partition('.')[0]} in one layer",
        archive=each.lost.mount.name,
        subject=each.seen.name,
    )


def owner_of(each: Half, model: PythonModel) -> Distribution | None:
    """Whose the module is, by either file."""
    places = [place for place in (each.lost, each.seen.place) if place is not None]
    return next(filter(None, map(model.shared.owner, places)), None)
