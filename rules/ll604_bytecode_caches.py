"""Bytecode caches that the function's Python does not read.

## Why it matters

pip compiles what it installs and leaves the result in `__pycache__` folders. A cache serves one version of Python:
every other version compiles the source again, and cannot store the result, since `/opt` and `/var/task` are
read-only. AWS advises against packing `__pycache__`. Where runtimes are declared, caches of their versions are left
in peace here: they can save compiling at a cold start. A cache whose source is not beside it is read by none.

## What to do

    zip -d layer.zip '*/__pycache__/*'

or build without them: `pip install --no-compile --target python …`.
"""

from collections.abc import Iterator

from layerlint.archive.entry import Entry
from layerlint.examples.recipe import layer, zeros
from layerlint.facts.bytecode import cache_tag
from layerlint.facts.weight import MIB, mib
from layerlint.platform.records import Platform
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Stack
from layerlint.words import counted, zip_name

WORTH = MIB  # below this a note costs more than it saves
CACHE = "python/app/__pycache__/model.cpython-{}.pyc"


@rule(
    "LL604",
    Severity.NOTE,
    since="0.1",
    good=[
        layer({"python/app/model.py": "", CACHE.format("312"): zeros(2 * MIB)}, runtime="python3.12"),
        layer({"python/app/model.py": "", CACHE.format("312"): zeros(1000)}),
    ],
    bad=[
        layer({"python/app/model.py": "", CACHE.format("310"): zeros(2 * MIB)}, runtime="python3.12").flags(
            CACHE.format("310")
        ),
        layer({CACHE.format("312"): zeros(2 * MIB)}, runtime="python3.12").flags(CACHE.format("312")),
        layer(
            {"python/app/model.py": "", CACHE.format("311"): zeros(MIB), CACHE.format("312"): zeros(2 * MIB)},
        ).flags(CACHE.format("312")),
    ],
)
def bytecode_caches(mount: Mount, stack: Stack, platform: Platform) -> Iterator[Finding]:
    wanted = _tags(stack, platform)
    wasted = sorted(_wasted(mount, wanted), key=lambda entry: -entry.size)
    total = sum(entry.size for entry in wasted)
    if total < WORTH:
        return
    tags = sorted({cache_tag(entry.path) or "" for entry in wasted})
    unread = (
        f"the declared runtimes read {', '.join(sorted(wanted))} beside its source"
        if wanted
        else "each serves one version of Python alone"
    )
    yield Finding(
        message=f"bytecode caches take {mib(total)} in {counted(len(wasted), 'file')}",
        paths=tuple(entry.path for entry in wasted),
        reason=f"they are {', '.join(tags)}; {unread}",
        help=f"zip -d {zip_name(mount.name)} '*/__pycache__/*', or build with pip install --no-compile",
    )


def _tags(stack: Stack, platform: Platform) -> frozenset[str]:
    """Of the declared Python runtimes; none where nothing is declared."""
    declared = (platform.runtimes[name] for name in stack.runtimes if name in platform.runtimes)
    return frozenset(f"cpython-{facts.version[0]}{facts.version[1]}" for r in declared if (facts := r.python))


def _wasted(mount: Mount, wanted: frozenset[str]) -> Iterator[Entry]:
    files = mount.contents.archive.files
    for path in mount.contents.endings.having(".pyc"):
        if (tag := cache_tag(path)) and not (tag in wanted and _source(path) in files):
            yield files[path]


def _source(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder.removesuffix('__pycache__')}{name.partition('.')[0]}.py"
