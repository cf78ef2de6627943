"""A module's own code ends its import in an error.

## Why it matters

Lambda imports the handler's module before it calls the function. A name that nothing binds, as a constant that was
renamed in one place only, ends the import in `NameError: name 'x' is not defined`. Two modules that import names from
each other end it in `cannot import name 'x' from partially initialized module 'y' (most likely due to a circular
import)`. So does a `raise` or `sys.exit()` that the import comes to, or a file that it reads and that no archive
brings. Every invocation fails: `Unable to import module`.

A package may raise as well where it does not like the version of Python, whatever its metadata says.

A package reads data files of its own. Where its `RECORD` lists them and the archive has lost them, to save space
perhaps, that is told as well. It is a warning where another layer may bring a file, or where nobody knows whether the
code comes to it.

Else only a person's own code is judged so, and only where every step to the error is certain: what a function of a
library returns, or what stands under a condition that is decided at run time, is not.

## What to do

Bind the name, or import it. Move what both modules of a circle need into a third, or import inside the function that
needs it. Add the file that is read. Keep what only a script should do behind `if __name__ == "__main__":`.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.native.advice import pip_command
from layerlint.environment.python.failure import Breakage, Defect, Reach
from layerlint.examples.recipe import distribution, function, layer
from layerlint.python_findings import at_last_step, breakage_finding
from layerlint.rule import Finding, Severity, rule

HANDLER = "\n\ndef handler(event, context): ...\n"
TAKES = "from app import RATE\ntotal = RATE\n"
CIRCLE = {"app.py": "from orders import total\nRATE = 2" + HANDLER, "orders.py": TAKES}
READS = "from pathlib import Path\nRATES = (Path(__file__).parent / 'rates.json').read_text()\n"
GATE = "import sys\nif sys.version_info < (3, 11):\n    raise ImportError('too old')\n"
GATE_OF = distribution("gate", record=["gate.py"])
LATE = distribution("late", record=["late.py"])
REMEDIES = {
    Defect.UNBOUND: "bind the name before that line, or import it",
    Defect.CIRCLE: "move what both need into a third module, or import inside the function that needs it",
    Defect.FILE: "add the file to the archive, beside the code that reads it",
    Defect.RAISED: 'keep what only a script should do behind if __name__ == "__main__":',
}


@rule(
    "LL318",
    Severity.ERROR,
    since="0.1",
    good=[
        function({"app.py": "LIMIT = 1\nuse = LIMIT" + HANDLER}, "python3.12", handler="app.handler"),
        function({"app.py": "from names import *\nuse = LIMIT" + HANDLER, "names.py": ""}, "python3.12"),
        function({"app.py": "import os\nif os.getcwd() == '/':\n    raise OSError" + HANDLER}, "python3.12"),
        function({"app.py": "import os\nTABLE = os.environ['TABLE']" + HANDLER}, "python3.12", handler="app.handler"),
        function({"app.py": "import os\nTABLE = os.getenv('TABLE')\nassert TABLE" + HANDLER}, "python3.12"),
        function({"app.py": "try:\n    unicode\nexcept NameError:\n    unicode = str" + HANDLER}, "python3.12"),
        function({"app.py": "def f():\n    return LIMIT" + HANDLER}, "python3.12", handler="app.handler"),
        function({"app.py": READS + HANDLER, "rates.json": "{}"}, "python3.12", handler="app.handler"),
        function({"app.py": HANDLER, "deploy.py": "raise SystemExit(1)\n"}, "python3.12", handler="app.handler"),
        function(
            {"app.py": "RATE = 2\nfrom orders import total" + HANDLER, "orders.py": "from app import RATE\ntotal=1"}
        ),
        layer({"python/late.py": "raise ImportError('import early first')\n", **LATE}),
    ],
    bad=[
        function({"app.py": "use = LIMIT" + HANDLER}, "python3.12", handler="app.handler").flags("app.py"),
        function({"app.py": "import util" + HANDLER, "util.py": "@cached\ndef f(): ...\n"}, "python3.12").flags(
            "util.py"
        ),
        function(CIRCLE, "python3.12", handler="app.handler").flags("orders.py"),
        function({"app.py": "raise SystemExit(1)" + HANDLER}, "python3.12", handler="app.handler").flags("app.py"),
        function({"app.py": READS + HANDLER}, "python3.12", handler="app.handler").flags("app.py"),
        layer({"python/util.py": "use = LIMIT\n"}, "python3.12").flags("python/util.py"),
        layer({"python/rates.py": READS}, "python3.12").flags("python/rates.py"),
        layer(
            {
                "python/rates/__init__.py": READS,
                **distribution("rates", record=["rates/__init__.py", "rates/rates.json"]),
            }
        ).flags("python/rates/__init__.py"),
        layer({"python/gate.py": GATE, **GATE_OF}, "python3.10").flags("python/gate.py"),
        layer({"python/gate.py": GATE, "python/asks.py": "import gate\n", **GATE_OF}, "python3.10").flags(
            "python/gate.py"
        ),
    ],
)
def module_raises(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(*REMEDIES):
        is_told = is_meant(breakage, env) if breakage.fails else may_lack_file(breakage)
        if is_told and breakage.failure is not None and breakage.failure.steps:
            failure = breakage.failure
            finding = breakage_finding(
                breakage,
                f"importing {failure.steps[-1].module} ends in {failure.exception}",
                remedy(breakage, env),
                reason=failure.message,
            )
            yield at_last_step(finding, failure, env)


def remedy(breakage: Breakage, env: Environment) -> str:
    """What to do; of a package that does not like the version of Python, to take another release."""
    if breakage.defect is Defect.RAISED and is_gate(breakage, env):
        command = pip_command([breakage.owner], env.target, with_version=True)
        return f"take a release that is made for this Python: {command}"
    return REMEDIES[breakage.defect]


def may_lack_file(breakage: Breakage) -> bool:
    """A file that nothing here brings: another layer may, or nobody knows whether the code comes to it."""
    return breakage.defect is Defect.FILE and breakage.reach is Reach.DOUBTFUL


def is_meant(breakage: Breakage, env: Environment) -> bool:
    """What raises by itself may be a script; it is none where it handles, or refuses a version of Python."""
    if breakage.defect is not Defect.RAISED or breakage.root == env.stack.handler_module:
        return True
    return is_gate(breakage, env)


def is_gate(breakage: Breakage, env: Environment) -> bool:
    gates = env.python.candidates.reached.gates if env.python else ()
    return breakage.root in gates or breakage.causes[0].subject in gates
