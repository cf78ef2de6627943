"""A distribution says that it is not for the target's Python.

## Why it matters

`Requires-Python` is what the authors promise. An installer never puts such a release next to such a Python; a folder
that was filled by another Python, or with `--ignore-requires-python`, holds it all the same. It may work until a line
comes along that this Python cannot run.

It is an error where an import is known to fail for that reason: syntax or a part of the standard library that this
Python does not have. Where every import works it is a warning. A distribution whose extension modules are for another
Python is told by extension-for-another-python instead.

## What to do

Let pip choose releases for the Python of the function, whatever Python the build machine has:

    pip install --python-version 3.12 --only-binary=:all: --target python click
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.python.breakage import Breakages
from layerlint.environment.python.failure import Defect
from layerlint.environment.python.installed import Installed
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, distribution, layer
from layerlint.facts.distribution import Distribution
from layerlint.python_findings import listed, reinstall
from layerlint.rule import Finding, Severity, rule

NEWER = (Defect.SYNTAX, Defect.GONE, Defect.NAME)
ABI: dict[str, Content] = {
    "python/pkg/__init__.py": "from pkg import _x\n",
    "python/pkg/_x.cpython-311-x86_64-linux-gnu.so": elf(),
}
ABI_RECORD = [path.removeprefix("python/") for path in ABI]
META = "python/pkg-1.0.dist-info/METADATA"
PKG = distribution("pkg", requires_python=">=3.11", record=["pkg/__init__.py"])
OTHER = distribution("other", requires_python=">=3.12", record=["other.py"])


@rule(
    "LL304",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"python/pkg/__init__.py": "", **PKG}, "python3.11"),
        layer({"python/pkg/__init__.py": "", **distribution("pkg", requires_python=">=3.8,!=3.9.0")}, "python3.9"),
        layer({"python/pkg/__init__.py": "", **distribution("pkg", requires_python="rubbish")}, "python3.9"),
        layer({**ABI, **distribution("pkg", requires_python=">=3.11", record=ABI_RECORD)}, "python3.10"),
        layer({"share/pkg/__init__.py": "", **distribution("pkg", site="share", requires_python="<3")}, "python3.12"),
    ],
    bad=[
        layer({"python/pkg/__init__.py": "", **PKG}, "python3.10").flags(META),
        layer({"python/pkg/__init__.py": "import tomllib\n", **PKG}, "python3.10").flags(META),
        layer({"python/pkg/__init__.py": "", "python/other.py": "", **PKG, **OTHER}, "python3.10").flags(
            "python/other-1.0.dist-info/METADATA"
        ),
        layer({"python/pkg/__init__.py": "import tomllib\n", **PKG, **OTHER}, "python3.10").flags(META),
    ],
)
def requires_python_unmet(env: Environment) -> Iterator[Finding]:
    if env.python is None or env.breakages is None:
        return
    rejecting = [
        each
        for each in env.python.candidates.visible.installed
        if not env.python.candidates.accepts_python(each.distribution)
    ]
    if not rejecting:
        return
    failing = list(failing_distributions(env.breakages))
    told = {breakage.owner for breakage in env.breakages.of(Defect.ABI) if breakage.fails}
    for mount in env.stack.mounts:
        mine = [each for each in rejecting if each.mount is mount and each.distribution.shown_name not in told]
        if mine:
            yield summed_up(mine, [each for each in mine if each.distribution in failing], env)


def failing_distributions(breakages: Breakages) -> Iterator[Distribution]:
    """The distributions of the modules in which an import ends over something that only another Python has."""
    shared = breakages.model.shared
    for breakage in breakages.of(*NEWER):
        if breakage.fails and breakage.failure and breakage.failure.steps:
            place = shared.at(breakage.failure.steps[-1].file)
            owner = shared.owner(place) if place else None
            if owner is not None:
                yield owner


def summed_up(rejecting: Sequence[Installed], failing: Sequence[Installed], env: Environment) -> Finding:
    """One finding for an archive: a wrong Python chose all of them. Those that are known to fail come first."""
    each = sorted(rejecting, key=lambda one: (one not in failing, one.distribution.name))
    names = [one.distribution.shown_name for one in each]
    wishes = listed(f"{one.distribution.shown_name} wants {one.distribution.requires_python}" for one in each)
    known = f"an import fails in {listed(names[: len(failing)])}" if failing else "no import is known to fail for it"
    return Finding(
        message=(
            f"{names[0]} {each[0].distribution.version} is not meant for this Python"
            if len(each) == 1
            else f"{len(each)} distributions are not meant for this Python: {listed(names)}"
        ),
        paths=tuple(one.metadata for one in each),
        reason=f"{wishes}; {known}",
        help=reinstall(names, env.target),
        severity=Severity.ERROR if failing else Severity.WARNING,
        archive=each[0].mount.name,
    )
