"""A distribution says that it is not for the target's Python.

## Why it matters

`Requires-Python` is what the authors promise. An installer never puts such a release next to such a Python; a folder
that was filled by another Python, or with `--ignore-requires-python`, holds it all the same. It may work until a line
comes along that this Python cannot run.

It is an error where an import is known to fail for that reason: syntax or a part of the standard library that this
Python does not have; the rules about these are silent then. Where every import works it is a warning. A distribution
whose extension modules are for another Python is told by extension-for-another-python instead.

## What to do

Let pip choose releases for the Python of the function, whatever Python the build machine has:

    pip install --python-version 3.12 --only-binary=:all: --target python click
"""

from collections.abc import Iterator, Mapping, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Breakage, Defect
from layerlint.environment.python.installed import Installed
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, distribution, layer
from layerlint.python_findings import consequence, listed, reinstall, rejecting_owner
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
        if not env.python.candidates.too_new.accepts_python(each.distribution)
    ]
    if not rejecting:
        return
    failing = dict(failing_distributions(env))
    told = {breakage.owner for breakage in env.breakages.of(Defect.ABI) if breakage.fails}
    for mount in env.stack.mounts:
        mine = [each for each in rejecting if each.mount is mount and each.distribution.shown_name not in told]
        if mine:
            yield summed_up(mine, failing, env)


def failing_distributions(env: Environment) -> Iterator[tuple[str, Breakage]]:
    """Of the distributions in whose modules an import ends over what only another Python has, the metadata folders."""
    for breakage in env.breakages.of(*NEWER) if env.breakages else ():
        owner = rejecting_owner(breakage, env)
        if owner is not None:
            yield owner.folder, breakage


def summed_up(rejecting: Sequence[Installed], failing: Mapping[str, Breakage], env: Environment) -> Finding:
    """One finding for an archive: a wrong Python chose all of them. Those that are known to fail come first."""
    each = sorted(rejecting, key=lambda one: (one.distribution.folder not in failing, one.distribution.name))
    names = [one.distribution.shown_name for one in each]
    wishes = listed(f"{one.distribution.shown_name} wants {one.distribution.requires_python}" for one in each)
    worst = failing.get(each[0].distribution.folder)
    known = f"{worst.causes[0].detail}, so {consequence(worst)}" if worst else "no import is known to fail for it"
    return Finding(
        message=(
            f"{names[0]} {each[0].distribution.version} is not meant for this Python"
            if len(each) == 1
            else f"{len(each)} distributions are not meant for this Python: {listed(names)}"
        ),
        paths=tuple(one.metadata for one in each),
        reason=f"{wishes}; {known}",
        help=reinstall(names, env.target),
        chain=tuple(str(step) for step in worst.failure.steps) if worst and worst.failure else (),
        severity=Severity.ERROR if worst else Severity.WARNING,
        archive=each[0].mount.name,
    )
