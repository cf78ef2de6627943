"""A library that a binary needs is there, in a folder that the loader does not search.

## Why it matters

The dynamic loader looks where the binary's RPATH or RUNPATH points, in the system's own folders, in `/var/task`,
`/var/task/lib` and `/opt/lib`, and nowhere else: not beside the binary, not in `/opt/lib64`, not in another folder of
the layer. The error is "libodbc.so.2: cannot open shared object file", although the file is in the layer.

A library that something has loaded before, by its path (`ctypes.CDLL`), answers as well, if its own name (soname) is
the one that is needed; so does one that a wrapper script finds through LD_LIBRARY_PATH. Where the layer holds code that
may do so, nothing is said.

## What to do

Move the library into `lib/` of the layer, or point the binary at it:

    patchelf --set-rpath '$ORIGIN/../lib64' python/pyodbc.so
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.linker.missing import Lack, Missing
from layerlint.examples.elf import elf
from layerlint.examples.recipe import distribution, executable, layer
from layerlint.native_findings import Told, library_findings, names
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
MODULE = "python/pkg/_a.abi3.so"
NEEDS_ODBC = elf(needed=("libodbc.so.2",), versions={})
POINTED = elf(needed=("libodbc.so.2",), versions={}, runpath="$ORIGIN/../../lib64")
ODBC = elf(soname="libodbc.so.2")
OPENING = {"python/pkg/__init__.py": "import ctypes\nctypes.CDLL('/opt/lib64/libodbc.so.2')\nfrom pkg import _a\n"}
WHEEL = distribution("pkg", record=["pkg/_a.abi3.so", "pkg/libodbc.so.2"])


@rule(
    "LL410",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, MODULE: NEEDS_ODBC, "lib/libodbc.so.2": ODBC}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: POINTED, "lib64/libodbc.so.2": ODBC}, "python3.12", "x86_64"),
        layer({**OPENING, MODULE: NEEDS_ODBC, "lib64/libodbc.so.2": ODBC}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: NEEDS_ODBC}, "python3.12", "x86_64"),
    ],
    bad=[
        layer({**PACKAGE, MODULE: NEEDS_ODBC, "lib64/libodbc.so.2": ODBC}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: NEEDS_ODBC, "python/pkg/libodbc.so.2": ODBC}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: NEEDS_ODBC, "python/pkg/libodbc.so.2": ODBC, **WHEEL}, "python3.12", "x86_64").flags(
            MODULE
        ),
        layer({"extensions/agent": executable(NEEDS_ODBC), "extensions/lib/libodbc.so.2": ODBC}, "nodejs22.x").flags(
            "extensions/agent"
        ),
    ],
)
def library_not_searched(env: Environment) -> Iterator[Finding]:
    return library_findings(env, Lack.UNSEARCHED, told)


def told(owner: str, missing: Sequence[Missing], env: Environment) -> Told:
    del env
    first = missing[0]
    where = first.there[0].absolute.rpartition("/")[0]
    be = "is" if len(missing) == 1 else "are"
    return Told(
        f"{owner} needs {names(missing)}, which {be} in {where}, where the loader does not look",
        f"it searches {', '.join((*first.searched, 'the image'))}",
        f"move {names(missing)} to lib/ of the layer, or give {first.user.path} an RPATH that leads there",
    )
