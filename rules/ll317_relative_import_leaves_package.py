"""A relative import climbs out of its package.

## Why it matters

`from . import util` needs a package to start from. A file that lies directly in a search folder, as `app.py` beside the
handler does, is in none, and `from .. import util` in a package at the top leads over it. Python stops the import:
`attempted relative import with no known parent package`, or `beyond top-level package`. The code works where it is run
from a folder farther up, as tests do, and fails on Lambda.

## What to do

Import by name what lies beside the file: `import util`. Or move the files into a package and name it in the handler,
as in `pkg/app.handler`.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Defect
from layerlint.examples.recipe import function, layer
from layerlint.python_findings import at_last_step, breakage_finding
from layerlint.rule import Finding, Severity, rule

BESIDE = "from . import util\n\ndef handler(event, context): ...\n"
FALLBACK = "try:\n    from . import util\nexcept ImportError:\n    import util\n"


@rule(
    "LL317",
    Severity.ERROR,
    since="0.1",
    good=[
        function({"pkg/app.py": BESIDE, "pkg/util.py": ""}, "python3.12", handler="pkg.app.handler"),
        function({"app.py": FALLBACK, "util.py": ""}, "python3.12"),
        layer({"python/pkg/__init__.py": "from . import util\n", "python/pkg/util.py": ""}, "python3.12"),
    ],
    bad=[
        function({"app.py": BESIDE, "util.py": ""}, "python3.12", handler="app.handler").flags("app.py"),
        function({"src/app.py": "from .. import util\n", "util.py": ""}, "python3.12", handler="src/app.handler").flags(
            "src/app.py"
        ),
        layer({"python/app.py": BESIDE, "python/util.py": ""}, "python3.12").flags("python/app.py"),
    ],
)
def relative_import_leaves_package(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.RELATIVE):
        if breakage.fails and breakage.failure is not None:
            finding = breakage_finding(
                breakage,
                f"{breakage.failure.steps[-1].module} makes a relative import that leaves its package",
                "import by name what lies on the search path, or move the files into a package",
                reason=breakage.failure.message,
            )
            yield at_last_step(finding, breakage.failure, env)
