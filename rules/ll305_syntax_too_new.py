"""Source code uses syntax, joins types, or calls the standard library, as only a newer Python can.

## Why it matters

Python reads a whole file before it runs the first line. One `match` statement is enough for `SyntaxError` when
python3.9 imports the module, and no `except ImportError` catches it. `int | None` outside of a string ends in a
`TypeError` before 3.10, and so does `@dataclass(slots=True)`; `re` takes `a++` from 3.11 on.

Code that no metadata speaks for is looked at. Packages that say they are for newer Pythons are told by
requires-python-unmet instead.

## What to do

Choose a runtime that is as new as the code, write the older form, or install a release of the package that supports
the Python of the function:

    pip install --python-version 3.9 --only-binary=:all: --target python click
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Defect
from layerlint.examples.recipe import distribution, function, layer
from layerlint.python_findings import at_last_step, breakage_finding, rejecting_owner
from layerlint.rule import Finding, Severity, rule

MATCH = "match 1:\n    case 1:\n        pass\n\n\ndef handler(event, context):\n    return 1\n"
SLOTS = "from dataclasses import dataclass\n\n\n@dataclass(slots=True)\nclass Point:\n    x: int\n"
UNION = {
    "python/pkg/__init__.py": "Number = int | float\n",
    **distribution("pkg", requires_python=">=3.10", record=["pkg/__init__.py"]),
}


@rule(
    "LL305",
    Severity.ERROR,
    since="0.1",
    good=[
        function({"app.py": MATCH}, "python3.12"),
        layer(UNION, "python3.10"),
        layer({"python/pkg.py": SLOTS}, "python3.10"),
        layer(UNION, "python3.9"),  # told by what its metadata says
        function({"app.py": "def handler(event, context): ...\n", "tools/gen.py": MATCH}, "python3.9"),
    ],
    bad=[
        function({"app.py": MATCH}, "python3.9").flags("app.py"),
        function({"app.py": "type A = int\n"}, "python3.11").flags("app.py"),
        layer({"python/pkg.py": "Number = int | float\n"}, "python3.9").flags("python/pkg.py"),
        layer({"python/pkg.py": SLOTS}, "python3.9").flags("python/pkg.py"),
    ],
)
def syntax_too_new(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.SYNTAX):
        if breakage.failure is not None and rejecting_owner(breakage, env) is None:
            finding = breakage_finding(
                breakage,
                f"{breakage.causes[0].subject} cannot be read by this Python",
                "choose a newer runtime, or a release of the code that supports this one",
                reason=breakage.causes[0].detail,
            )
            yield at_last_step(finding, breakage.failure, env)
