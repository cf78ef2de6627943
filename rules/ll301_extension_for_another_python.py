"""An extension module is built for another Python.

## Why it matters

The name of a compiled module says which Python it is for: `_x.cpython-311-x86_64-linux-gnu.so` is for CPython 3.11.
Another version does not refuse such a file, it does not see it: the import ends in `No module named 'pkg._x'`, however
plainly the file lies there. Files with a bare `.so` or with `.abi3.so` are taken by every version.

It is an error where an unguarded import comes to the module and nothing else provides it. Many packages carry a
Python twin of their compiled part or catch the failure and go on, slower: then it is a warning that says what is lost.

## What to do

Install for the Python that the function runs on, whatever Python the build machine has:

    pip install --platform manylinux2014_x86_64 --python-version 3.12 --only-binary=:all: --target python numpy

A layer for several versions keeps each one's packages in `python/lib/python3.X/site-packages`.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Breakage, Defect
from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.facts.suffix import parse_extension
from layerlint.python_findings import breakage_finding, described, reinstall, several
from layerlint.rule import Finding, Severity, rule

CP311 = "python/pkg/_a.cpython-311-x86_64-linux-gnu.so"
GUARDED = "try:\n    from pkg import _a\nexcept ImportError:\n    _a = None\n"


@rule(
    "LL301",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/pkg/__init__.py": "from pkg import _a\n", CP311: elf()}, "python3.11", "x86_64"),
        layer({"python/pkg/__init__.py": "from . import _a\n", "python/pkg/_a.abi3.so": elf()}, "python3.12", "x86_64"),
        layer({"python/pkg/__init__.py": "from . import _a\n", CP311: elf(), "python/pkg/_a.py": ""}, "python3.12"),
    ],
    bad=[
        layer({"python/pkg/__init__.py": "from pkg import _a\n", CP311: elf()}, "python3.12", "x86_64").flags(CP311),
        layer({"python/pkg/__init__.py": GUARDED, CP311: elf()}, "python3.12", "x86_64").flags(CP311),
        layer(
            {"python/pkg/__init__.py": "", "python/pkg/api.py": "from pkg._a import f\n", CP311: elf()},
            "python3.12",
            "x86_64",
        ).flags(CP311),
        layer({"python/fast.cpython-311-x86_64-linux-gnu.so": elf()}, "python3.12", "x86_64").flags(
            "python/fast.cpython-311-x86_64-linux-gnu.so"
        ),
    ],
)
def extension_for_another_python(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.ABI):
        if not is_free_threaded(breakage):
            made_for = described(str(parse_extension(cause.path)) for cause in breakage.causes)
            count = several(breakage.causes, "an extension module", "{} extension modules")
            message = f"{breakage.owner} has {count} for {made_for}"
            version = ".".join(map(str, env.breakages.model.facts.version))
            reason = f"Python {version} does not look at files of that name"
            yield breakage_finding(breakage, message, reinstall([breakage.owner], env.target), reason=reason)


def is_free_threaded(breakage: Breakage) -> bool:
    parsed = [parse_extension(cause.path) for cause in breakage.causes]
    return all(extension is not None and extension.free_threaded for extension in parsed)
