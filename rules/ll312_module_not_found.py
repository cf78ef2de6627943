"""A module that is imported is nowhere on the search path.

## Why it matters

The import of a package stops where a module that it needs unconditionally is not there: `No module named 'x'`. Either
the package came without its dependencies, or a part of it was removed to save room and something still imports it.

In a lone layer it is a warning: another layer or the function may bring the module. It is an error where the function
is given, so that nothing else can join. Imports in `try … except ImportError` and under conditions that are false on
the target do not count. One inside a function counts in a function's own code: as an error where every call of the
handler comes to it, else as a warning.

## What to do

Install with dependencies, or bring back what was removed:

    pip install --target python requests

`layerlint imports my-layer.zip` lists every top-level module and the chain of imports that fails.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Breakage, Failure
from layerlint.environment.python.finder import Origin
from layerlint.environment.python.own_imports import LateImport, late_imports
from layerlint.examples.recipe import distribution, function, layer
from layerlint.python_findings import at_last_step, breakage_finding
from layerlint.rule import Finding, Severity, rule

PROJECTS = {"_cffi_backend": "cffi"}  # that bring a module of another name, which only compiled code imports
LONELY = {"python/pkg/__init__.py": "import somewhere_else\n"}
LATE = "def handler(event, context):\n    import requests\n"
LATE_GUARDED = (
    "def handler(event, context):\n    try:\n        import requests\n    except ImportError:\n        pass\n"
)
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
        function({"app.py": LATE_GUARDED}, "python3.12", handler="app.handler"),
        function({"app.py": "from sys import path\npath.append('vendor')\nimport x", "vendor/x.py": ""}, "python3.12"),
    ],
    bad=[
        layer(LONELY, "python3.12").flags("python/pkg/__init__.py"),
        layer(PRUNED, "python3.12").flags("python/pkg/__init__.py"),
        function({"app.py": "import requests\n"}, "python3.12").flags("app.py"),
        function({"app.py": LATE}, "python3.12", handler="app.handler").flags("app.py"),
        function({"src/app.py": "import util\n", "src/util.py": ""}, "python3.12", handler="src.app.handler").flags(
            "src/app.py"
        ),
    ],
)
def module_not_found(env: Environment) -> Iterator[Finding]:
    if env.layers is None:
        return
    told: set[str] = set()
    for breakage in env.layers.missing:
        told.add(breakage.causes[0].subject)
        if env.stack.awaits_build and not is_torn(breakage, env):
            continue
        if breakage.failure is not None and not env.layers.is_told(breakage):
            yield at_once(breakage, breakage.failure, env)
    for late in () if env.stack.awaits_build else late_imports(env.layers.python):
        if late.name not in told:
            told.add(late.name)
            yield when_called(late, env)


def at_once(breakage: Breakage, failure: Failure, env: Environment) -> Finding:
    """An import that is run when the module is loaded."""
    missing, cause, module = PROJECTS.get(breakage.owner, breakage.owner), breakage.causes[0], failure.steps[-1].module
    finding = breakage_finding(
        breakage,
        f"{module} imports {cause.subject}, which is not there",
        f"add {missing} to this archive, or to a layer that the function has",
        reason="nothing on the search path provides it",
    )
    if cause.wanted:
        finding = finding._replace(
            message=f"{module} takes {cause.wanted} from {cause.subject}, which has no such name",
            reason=f"{cause.detail}: the two are of releases that are not made for one another",
            help=f"install {module.partition('.')[0]} and {missing} together, so that pip chooses releases that agree",
        )
    certain = env.complete or (not env.stack.absent and is_torn(breakage, env))
    level = finding.severity if certain else Severity.WARNING
    return at_last_step(finding._replace(severity=level), failure, env)


def when_called(late: LateImport, env: Environment) -> Finding:
    """An import inside a function of the person's own code."""
    fails = "every call of the handler comes to it" if late.always else "it fails when the function around it is called"
    unless = "" if env.complete else ", unless a layer or folder that is not here brings it"
    return Finding(
        message=f"{late.module} imports {late.name}, which is not there",
        paths=(late.place.path,),
        line=late.line,
        column=late.column,
        reason=f"nothing on the search path provides it; {fails}{unless}",
        help=f"add {late.name.partition('.')[0]} to this archive, or to a layer that the function has",
        severity=Severity.ERROR if late.always and env.complete else Severity.WARNING,
        archive=late.place.mount.name,
        subject=late.name,
    )


def is_torn(breakage: Breakage, env: Environment) -> bool:
    """Whether the missing module belongs to a package that is here: no other layer can be meant to bring it."""
    found = env.python.find(breakage.owner) if env.python else None
    return found is not None and found.origin is not Origin.NAMESPACE
