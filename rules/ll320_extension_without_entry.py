"""A file that an import takes for an extension module has no function in which a module starts.

## Why it matters

Python opens the file that an import finds by its name and calls `PyInit_NAME` in it, NAME being the last part of the
module's. A shared library that was made for `ctypes`, a module that was renamed after it was compiled, one of Python 2
or a build without the line that exports the function ends the import with "dynamic module does not define module
export function (PyInit_x)", and no other candidate is tried.

A library that nothing imports may be called as it likes. What a published wheel holds is not looked at.

## What to do

Build the module under the name that it is imported by, or load the library with `ctypes` and call it otherwise.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Defect
from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.python_findings import breakage_finding, several
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _x\n"}
MODULE = "python/pkg/_x.abi3.so"
CALLED = {"python/pkg/__init__.py": "import ctypes, os\nctypes.CDLL(os.path.dirname(__file__) + '/_x.abi3.so')\n"}


@rule(
    "LL320",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, MODULE: elf(defined=("PyInit__x",))}, "python3.12", "x86_64"),
        layer({**CALLED, MODULE: elf(defined=("call",))}, "python3.12", "x86_64"),
        layer({"python/fast.so": elf(defined=("call",))}, "python3.12", "x86_64"),
    ],
    bad=[layer({**PACKAGE, MODULE: elf(defined=("PyInit_x",))}, "python3.12", "x86_64").flags(MODULE)],
)
def extension_without_entry(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.ENTRY):
        count = several(breakage.causes, "an extension module", "{} extension modules")
        message = f"{breakage.owner} has {count} without the function in which a module starts"
        advice = "build it under the name that it is imported by, or load it with ctypes"
        yield breakage_finding(breakage, message, advice)
