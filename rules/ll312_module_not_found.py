"""A module that is imported is nowhere on the search path.

## Why it matters

The import of a package stops where a module that it needs unconditionally is not there: `No module named 'x'`. Either
the package came without its dependencies, or a part of it was removed to save room and something still imports it.

In a lone layer it is a warning: another layer or the function may bring the module. It is an error where the function
is given, so that nothing else can join. Imports inside functions, in `try … except ImportError` and under conditions
that are false on the target do not count.

## What to do

Install with dependencies, or bring back what was removed:

    pip install --target python requests

`layerlint imports my-layer.zip` lists every top-level module and the chain of imports that fails.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.breakage import Breakage
from layerlint.environment.python.finder import Origin
from layerlint.examples.recipe import distribution, function, layer
from layerlint.python_findings import at_last_step, breakage_finding
from layerlint.rule import Finding, Severity, rule

PROJECTS = {"_cffi_backend": "cffi"}  # that bring a module of another name, which only compiled code imports
LONELY = {"python/pkg/__init__.py": "import somewhere_else\n"}
GUARDED = {"python/pkg/__init__.py": "try:\n    import speedups\nexcept ImportError:\n    speedups = None\n"}
PRUNED = {
    "python/pkg/__init__.py": "from pkg import core\n",
    **distribution("pkg", record=["pkg/__init__.py", "pkg/core.py"]),
}


@rule(
    "LL312",
    Severity.ERROR,
    since="0.1",
    good=[
        layer(GUARDED, "python3.12"),
        layer({"python/pkg/__init__.py": "import boto3\n"}, "python3.12"),
        layer({"python/space/_inner/a.py": "import somewhere_else\n", "python/space/b.py": ""}, "python3.12"),
        layer({"python/pkg/__init__.py": "def f():\n    import somewhere_else\n"}, "python3.12"),
        function({"app.py": "import helper\n", "helper.py": ""}, "python3.12"),
        function({"app.py": "from sys import path\npath.append('vendor')\nimport x", "vendor/x.py": ""}, "python3.12"),
    ],
    bad=[
        layer(LONELY, "python3.12").flags("python/pkg/__init__.py"),
        layer(PRUNED, "python3.12").flags("python/pkg/__init__.py"),
        function({"app.py": "import requests\n"}, "python3.12").flags("app.py"),
        function({"src/app.py": "import util\n", "src/util.py": ""}, "python3.12", handler="src.app.handler").flags(
            "src/app.py"
        ),
    ],
)
def module_not_found(env: Environment) -> Iterator[Finding]:
    if env.layers is None:
        return
    for breakage in env.layers.missing:
        if breakage.failure is not None and not env.layers.is_told(breakage):
            missing = PROJECTS.get(breakage.owner, breakage.owner)
            finding = breakage_finding(
                breakage,
                f"{breakage.failure.steps[-1].module} imports {breakage.causes[0].subject}, which is not there",
                f"add {missing} to this archive, or to a layer that the function has",
                reason="nothing on the search path provides it",
            )
            certain = env.complete or (not env.stack.absent and is_torn(breakage, env))
            level = finding.severity if certain else Severity.WARNING
            yield at_last_step(finding._replace(severity=level), breakage.failure, env)


def is_torn(breakage: Breakage, env: Environment) -> bool:
    """Whether the missing module belongs to a package that is here: no other layer can be meant to bring it."""
    found = env.python.find(breakage.owner) if env.python else None
    return found is not None and found.origin is not Origin.NAMESPACE
