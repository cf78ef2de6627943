"""A wheel for another system was installed, and its files do not show whether that matters.

## Why it matters

The WHEEL file of an installed distribution keeps the tags of the wheel it came from. A wheel for Windows or macOS may
differ from the one for Linux in more than binaries: other modules, other data, other dependencies. A wheel for Python 2
is of code that nobody ran on Python 3.

Binaries are judged by their bytes, and imports by the files they find; where those tell, this rule says nothing. A
`cp311` wheel on Python 3.12 whose modules all load is fine. What is left are wheels without any binary: they may work,
and it was not them that was meant to be installed here.

## What to do

Install for the target, whatever machine builds the archive:

    pip install --platform manylinux2014_x86_64 --only-binary=:all: --target python NAME
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.breakage import Breakages
from layerlint.environment.python.installed import Installed
from layerlint.examples.elf import elf
from layerlint.examples.recipe import distribution, layer
from layerlint.facts.wheel_tag import foreign_to_linux
from layerlint.python_findings import reinstall
from layerlint.rule import Finding, Severity, rule

BINARY = (".so", ".pyd", ".dll", ".dylib", ".exe", ".node", ".a", ".lib")
CODE = {"python/pkg/__init__.py": ""}
META = "python/pkg-1.0.dist-info/METADATA"


def tagged(*tags: str, record: tuple[str, ...] = ("pkg/__init__.py",)) -> dict[str, str]:
    return distribution("pkg", tags=list(tags), record=list(record))


@rule(
    "LL303",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({**CODE, **tagged("py2-none-any", "py3-none-any")}, "python3.12"),
        layer({**CODE, **tagged("py2.py3-none-any")}, "python3.12"),
        layer({**CODE, **tagged("cp311-cp311-manylinux_2_17_x86_64")}, "python3.12", "arm64"),
        layer(
            {**CODE, **tagged("cp311-cp311-macosx_11_0_arm64", record=("pkg/__init__.py", "pkg/_x.so"))}, "python3.12"
        ),
        layer({**CODE, "python/pkg/_x.so": elf(), **tagged("py3-none-win_amd64", record=("pkg/_x.so",))}, "python3.12"),
        layer({**CODE, **tagged("rubbish")}, "python3.12"),
    ],
    bad=[
        layer({**CODE, **tagged("py3-none-win_amd64")}, "python3.12").flags(META),
        layer(
            {**CODE, **tagged("cp312-cp312-macosx_10_9_x86_64", "cp312-cp312-macosx_11_0_arm64")}, "python3.12"
        ).flags(META),
        layer({**CODE, **tagged("py2-none-any")}, "python3.12").flags(META),
    ],
)
def wheel_tag_mismatch(env: Environment) -> Iterator[Finding]:
    if env.python is None or env.breakages is None or env.python.facts.version[0] < 3:
        return
    for each in env.python.candidates.visible.installed:
        found = foreign_to_linux(each.distribution.tags)
        if found and is_all_text(each) and not is_broken(each, env.breakages):
            name = each.distribution.shown_name
            yield Finding(
                message=f"{name} {each.distribution.version} was installed from a wheel for {found}",
                paths=(each.metadata,),
                reason=f"its tag is {each.distribution.tags[0]}; it has no binary that would show whether it matters",
                help=reinstall([name], env.target),
                archive=each.mount.name,
            )


def is_all_text(each: Installed) -> bool:
    """Whether the distribution has, and had, no binary that other rules judge."""
    record, natives = each.distribution.record, each.mount.contents.natives
    return bool(record) and not any(path.endswith(BINARY) or path in natives for path in record)


def is_broken(each: Installed, breakages: Breakages) -> bool:
    tops = {path[len(each.distribution.site) :].strip("/").partition("/")[0] for path in each.distribution.record}
    modules = {top.removesuffix(".py") for top in tops}
    return any(
        breakage.owner == each.distribution.shown_name or breakage.root.partition(".")[0] in modules
        for breakage in breakages.all
    )
