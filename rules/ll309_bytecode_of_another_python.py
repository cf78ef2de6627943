"""A module is there as bytecode only, and of another Python.

## Why it matters

A `.pyc` file beside no source is imported like source, but only by the Python version that wrote it. Any other fails
with `ImportError: bad magic number`. (Files in `__pycache__` are different: where they do not fit they are ignored.)

## What to do

Ship the sources, or compile with the Python of the function:

    python3.12 -m compileall -b python
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Defect
from layerlint.examples.recipe import layer
from layerlint.python_findings import breakage_finding, several
from layerlint.rule import Finding, Severity, rule

MAGIC_311, MAGIC_312 = (number.to_bytes(2, "little") + b"\r\n" + bytes(12) for number in (3495, 3531))


@rule(
    "LL309",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/pkg/__init__.pyc": MAGIC_312}, "python3.12"),
        layer(
            {"python/pkg/__init__.py": "", "python/pkg/__pycache__/__init__.cpython-311.pyc": MAGIC_311}, "python3.12"
        ),
        layer({"python/pkg/__init__.py": "", "python/pkg/__init__.pyc": MAGIC_311}, "python3.12"),
    ],
    bad=[layer({"python/pkg/__init__.pyc": MAGIC_311}, "python3.12").flags("python/pkg/__init__.pyc")],
)
def bytecode_of_another_python(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.BYTECODE):
        count = several(breakage.causes, "a module", "{} modules")
        yield breakage_finding(
            breakage,
            f"{breakage.owner} has {count} as bytecode of another Python, without source",
            "ship the sources, or compile with the Python of the function: python3.X -m compileall -b python",
            reason=breakage.causes[0].detail,
        )
