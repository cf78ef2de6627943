"""An extension module is built for free-threaded Python.

## Why it matters

A name such as `_x.cpython-313t-x86_64-linux-gnu.so` is for the build of CPython without the global lock. Lambda's
Pythons are the ordinary builds, which do not see the file: the import ends in `No module named 'pkg._x'`.

## What to do

Install with the ordinary Python, or name the ABI:

    pip install --abi cp313 --python-version 3.13 --platform manylinux2014_x86_64 --only-binary=:all: --target python x
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Defect
from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.facts.suffix import parse_extension
from layerlint.python_findings import breakage_finding, reinstall, several
from layerlint.rule import Finding, Severity, rule

THREADED = "python/pkg/_a.cpython-313t-x86_64-linux-gnu.so"
ORDINARY = "python/pkg/_a.cpython-313-x86_64-linux-gnu.so"
PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}


@rule(
    "LL302",
    Severity.ERROR,
    since="0.1",
    good=[layer({**PACKAGE, THREADED: elf(), ORDINARY: elf()}, "python3.13", "x86_64")],
    bad=[layer({**PACKAGE, THREADED: elf()}, "python3.13", "x86_64").flags(THREADED)],
)
def free_threaded_extension(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.ABI):
        parsed = [parse_extension(cause.path) for cause in breakage.causes]
        if all(extension is not None and extension.free_threaded for extension in parsed):
            count = several(breakage.causes, "an extension module", "{} extension modules")
            message = f"{breakage.owner} has {count} for free-threaded Python"
            reason = "Lambda's Python is the ordinary build, which does not look at files of that name"
            yield breakage_finding(breakage, message, reinstall([breakage.owner], env.target), reason=reason)
