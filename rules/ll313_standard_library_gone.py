"""Code imports a part of the standard library that the target's Python does not have.

## Why it matters

The standard library changes: `distutils` and `imp` left with Python 3.12, `cgi`, `telnetlib`, `audioop` and others with
3.13; `tomllib` came with 3.11, `typing.Self` with 3.11. Code that imports one unconditionally ends in
`No module named 'distutils'` or `cannot import name 'Self' from 'typing'`, and no layer is meant to bring it back.

## What to do

Install a release of the package that supports the target's Python, or choose the runtime it was written for. For
`distutils` and `pkg_resources` it is enough to add setuptools to the layer:

    pip install --target python setuptools
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Defect, Reach
from layerlint.examples.recipe import function, layer
from layerlint.python_findings import at_last_step, breakage_finding, rejecting_owner
from layerlint.rule import Finding, Severity, rule

OLD = {"python/pkg/__init__.py": "from distutils.version import LooseVersion\n"}
CAREFUL = {
    "python/pkg/__init__.py": "try:\n    import tomllib\nexcept ImportError:\n    tomllib = None\n",
}
BY_VERSION = {
    "python/pkg/__init__.py": "import sys\nif sys.version_info >= (3, 11):\n    from typing import Self\n",
}
SETUPTOOLS = {
    "python/setuptools/__init__.py": "",
    "python/setuptools/_distutils/__init__.py": "",
    "python/setuptools/_distutils/version.py": "class LooseVersion: ...\n",
    "python/_distutils_hack/__init__.py": "",
    "python/distutils-precedence.pth": "import os; __import__('_distutils_hack').add_shim()\n",
}


@rule(
    "LL313",
    Severity.ERROR,
    since="0.1",
    good=[
        layer(OLD, "python3.11"),
        layer(CAREFUL, "python3.10"),
        layer(BY_VERSION, "python3.10"),
        layer({**OLD, **SETUPTOOLS}, "python3.12"),
    ],
    bad=[
        layer(OLD, "python3.12").flags("python/pkg/__init__.py"),
        layer({"python/pkg.py": "from typing import Self\n"}, "python3.10").flags("python/pkg.py"),
        function({"app.py": "import cgi\n"}, "python3.13").flags("app.py"),
    ],
)
def standard_library_gone(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.GONE, Defect.NAME):
        if rejecting_owner(breakage, env) is not None:
            continue
        if breakage.reach >= Reach.DOUBTFUL and breakage.failure is not None and breakage.failure.steps:
            importer = breakage.failure.steps[-1].module
            finding = breakage_finding(
                breakage,
                f"{importer} needs {breakage.causes[0].subject} of the standard library",
                "install a release that supports this Python, or choose a runtime that has it",
                reason=f"{breakage.causes[0].detail}: {breakage.failure.message}",
            )
            yield at_last_step(finding, breakage.failure, env)
