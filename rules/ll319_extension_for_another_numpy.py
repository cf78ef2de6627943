"""An extension module is compiled against NumPy 1, and NumPy 2 is there.

## Why it matters

Compiled code asks NumPy for its C interface as it is loaded. NumPy 2 has moved it and changed its structures: what was
compiled against NumPy 1 ends with `numpy.dtype size changed, may indicate binary incompatibility` or
`numpy.core.multiarray failed to import`. Code that is compiled against NumPy 2 runs with either. The metadata of older
releases may admit NumPy 2 all the same, and a layer may bring a newer NumPy than the one that another was built with.

## What to do

Take a release that is built for NumPy 2, or stay with NumPy 1:

    pip install --target python pandas 'numpy<2'
"""

from collections.abc import Callable, Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Defect
from layerlint.examples.elf import elf, elf_bytes
from layerlint.examples.recipe import Content, layer, stack
from layerlint.python_findings import breakage_finding, several
from layerlint.rule import Finding, Severity, rule

SUFFIX = "cpython-312-x86_64-linux-gnu.so"
OLD, NEW = "numpy.core._multiarray_umath", "numpy._core._multiarray_umath"
MODULE = f"python/pkg/_a.{SUFFIX}"
PACKAGE: dict[str, Content] = {"python/pkg/__init__.py": "from pkg import _a\n"}
NUMPY_1: dict[str, Content] = {
    "python/numpy/__init__.py": "",
    "python/numpy/core/__init__.py": "",
    f"python/numpy/core/_multiarray_umath.{SUFFIX}": elf(),
}
NUMPY_2: dict[str, Content] = {
    "python/numpy/__init__.py": "",
    "python/numpy/core/__init__.py": "",
    "python/numpy/core/_multiarray_umath.py": "",
    "python/numpy/_core/__init__.py": "",
    f"python/numpy/_core/_multiarray_umath.{SUFFIX}": elf(),
}


def asking(*places: str) -> Callable[[], bytes]:
    """An extension module that looks for the interface in these places."""
    return lambda: elf_bytes() + "\0".join(places).encode()


@rule(
    "LL319",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**NUMPY_1, **PACKAGE, MODULE: asking(OLD)}, "python3.12", "x86_64"),
        layer({**NUMPY_2, **PACKAGE, MODULE: asking(OLD, NEW)}, "python3.12", "x86_64"),
        layer({**NUMPY_2, **PACKAGE, MODULE: elf()}, "python3.12", "x86_64"),
    ],
    bad=[
        layer({**NUMPY_2, **PACKAGE, MODULE: asking(OLD)}, "python3.12", "x86_64").flags(MODULE),
        stack({**PACKAGE, MODULE: asking(OLD)}, NUMPY_2, runtime="python3.12", arch="x86_64").flags(MODULE),
    ],
)
def extension_for_another_numpy(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.ARRAYS):
        count = several(breakage.causes, "an extension module", "{} extension modules")
        message = f"{breakage.owner} has {count} for NumPy 1, and NumPy 2 is there"
        advice = f"take a release of {breakage.owner} that is built for NumPy 2, or numpy below 2"
        yield breakage_finding(breakage, message, advice)
