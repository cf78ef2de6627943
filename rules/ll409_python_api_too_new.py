"""An extension module uses a part of Python's C API that the target's Python does not have.

## Why it matters

Every Python picks up a module named `_x.abi3.so` or plain `_x.so`. The name promises that it works there, and the
promise may be wrong: a wheel tagged `cp312-abi3` uses functions that came with Python 3.12, and once its metadata is
gone or was overruled nothing tells. The loader resolves every function as it loads the module, so an older Python stops
the import: "undefined symbol: PyErr_GetRaisedException". A module with a plain name, built for one Python, may in the
same way use what a newer Python removed.

## What to do

Install for the Python that the function runs on, or choose a runtime as new as the module:

    pip install --platform manylinux2014_x86_64 --python-version 3.10 --only-binary=:all: --target python duckdb
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Breakage, Defect
from layerlint.environment.python.model import PythonModel
from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.platform.capi import load_capi
from layerlint.python_findings import breakage_finding, listed, reinstall, several
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
STABLE, PLAIN = "python/pkg/_a.abi3.so", "python/pkg/_a.so"
OF_312 = elf(undefined=("PyModule_Create2", "PyErr_GetRaisedException"))
OF_39 = elf(undefined=("PyModule_Create2", "PyNode_Compile"))


@rule(
    "LL409",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, STABLE: OF_312}, "python3.12", "x86_64"),
        layer({**PACKAGE, STABLE: OF_312}, "python3.15", "x86_64"),
        layer({**PACKAGE, PLAIN: OF_39}, "python3.9", "x86_64"),
        layer({**PACKAGE, PLAIN: elf(undefined=("PyNothing_Anybody_Knows",))}, "python3.10", "x86_64"),
        layer({**PACKAGE, PLAIN: elf(weak=("PyErr_GetRaisedException",))}, "python3.10", "x86_64"),
    ],
    bad=[
        layer({**PACKAGE, STABLE: OF_312}, "python3.11", "x86_64").flags(STABLE),
        layer({**PACKAGE, PLAIN: OF_39}, "python3.10", "x86_64").flags(PLAIN),
    ],
)
def python_api_too_new(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.SYMBOL):
        symbols = lacking(breakage, env.breakages.model)
        version = ".".join(map(str, env.breakages.model.facts.version))
        count = several(breakage.causes, "an extension module that uses", "{} extension modules that use")
        message = f"{breakage.owner} has {count} the C API of {wanted(symbols, env.breakages.model)}"
        reason = f"Python {version} has no {listed(symbols)}"
        yield breakage_finding(breakage, message, reinstall([breakage.owner], env.target), reason=reason)


def lacking(breakage: Breakage, model: PythonModel) -> list[str]:
    found = (model.find(cause.subject) for cause in breakage.causes)
    places = [what.place for what in found if what is not None and what.place is not None]
    return list(dict.fromkeys(symbol for place in places for symbol in model.loader.lacking_symbols(place)))


def wanted(symbols: list[str], model: PythonModel) -> str:
    oldest, newest = load_capi().needed(symbols)
    if oldest > model.facts.version:
        return f"Python {oldest[0]}.{oldest[1]}"
    return f"Python {newest[0]}.{newest[1]} or older"
