"""A package is there as bytecode cache only: its sources are gone.

## Why it matters

Python reads `__pycache__/name.cpython-312.pyc` only beside `name.py`. Where sources were removed to save room, and the
caches kept, `import name` finds nothing, or a package that is empty. (A `.pyc` in the source's own place is
imported; `compileall` writes it there with `-b`.)

## What to do

Ship the sources. To ship bytecode alone, write it in the sources' place, with the Python of the function:

    python3.12 -m compileall -b python
    find python -name '*.py' -delete
    find python -name __pycache__ -exec rm -rf {} +
"""

from collections.abc import Iterator
from itertools import groupby

from layerlint.environment.environment import Environment
from layerlint.examples.recipe import distribution, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

MOST_NAMED = 5
CACHE = "python/pkg/__pycache__/__init__.cpython-312.pyc"
RECORD = distribution("pkg", record=["pkg/__init__.py", "pkg/__pycache__/__init__.cpython-312.pyc"])


@rule(
    "LL321",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/pkg/__init__.py": "", CACHE: "", **RECORD}, "python3.12"),
        layer({"python/pkg/__init__.pyc": b"\xcb\r\r\n" + bytes(12), CACHE: "", **RECORD}, "python3.12"),
        layer({"python/app.py": "", "python/old/__pycache__/__init__.cpython-312.pyc": ""}, "python3.12"),
        layer({"python/__pycache__/app.cpython-312.pyc": "", "python/app.py": ""}, "python3.12"),
    ],
    bad=[
        layer({CACHE: "", "python/app.py": "", **RECORD}, "python3.12").flags(CACHE),
        layer({CACHE: "", "python/__pycache__/six.cpython-312.pyc": ""}, "python3.12").flags(CACHE),
    ],
)
def cache_without_source(env: Environment) -> Iterator[Finding]:
    if env.python is None:
        return
    for _, group in groupby(env.python.cached_only, lambda each: each.mount.name):
        cached = list(group)
        names = ", ".join(each.name for each in cached[:MOST_NAMED])
        more = f" and {len(cached) - MOST_NAMED:,} more" if len(cached) > MOST_NAMED else ""
        yield Finding(
            message=f"{counted(len(cached), 'package')} without source, as bytecode cache only: {names}{more}",
            paths=tuple(each.path for each in cached),
            reason="Python reads __pycache__ only beside the source; an import finds nothing, or an empty package",
            help="ship the sources, or write the bytecode in their place before removing them: "
            "python3.X -m compileall -b python",
        )
