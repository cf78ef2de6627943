"""Tests of dependencies take room.

## Why it matters

Many packages install their own tests. On Lambda nobody runs them; they count in the 250 MB of unpacked files and slow
down publishing. Only folders called `test`, `tests` or `__tests__` inside packages are counted, without their
bytecode caches (LL604), and not those whose package imports them.

## What to do

Leave them out and check that everything still imports:

    zip -d layer.zip '*/tests/*' '*/test/*'
    layerlint imports layer.zip
"""

import re
from collections import Counter
from collections.abc import Iterator

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.examples.recipe import layer, zeros
from layerlint.facts.weight import MIB, mib
from layerlint.pattern import pattern
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, quoted, zip_name

WORTH = MIB  # below this a note costs more than it saves
NAMES = ("test", "tests", "__tests__")
IMPORTED = pattern(rb"^\s*(?:from|import)\s[^#\n]*\btests?\b", re.MULTILINE)
SHOWN = 5


@rule(
    "LL605",
    Severity.NOTE,
    since="0.1",
    good=[
        layer({"python/frames/__init__.py": "", "python/frames/tests/data.csv": zeros(1000)}),
        layer({"python/tests/data.csv": zeros(2 * MIB)}),
        layer(
            {
                "python/stars/__init__.py": "from .tests.runner import TestRunner\n",
                "python/stars/tests/runner.py": "",
                "python/stars/tests/data.csv": zeros(2 * MIB),
            }
        ),
    ],
    bad=[
        layer(
            {
                "python/frames/__init__.py": "",
                "python/frames/tests/__init__.py": "",
                "python/frames/tests/data.csv": zeros(2 * MIB),
                "python/frames/io/__init__.py": "",
                "python/frames/io/tests/more.csv": zeros(MIB),
            }
        ).flags("python/frames/tests"),
        layer(
            {
                "nodejs/node_modules/resolve/package.json": "{}",
                "nodejs/node_modules/resolve/test/big.json": zeros(2 * MIB),
            }
        ).flags("nodejs/node_modules/resolve/test"),
    ],
)
def test_folders(mount: Mount) -> Iterator[Finding]:
    archive = mount.contents.archive
    sizes = Counter[str]()
    for folder, names in archive.file_names.items():
        tests = _outermost(folder)
        files = [f"{folder}/{name}" for name in names if not name.endswith(".pyc")] if tests else ()
        if tests and files:
            sizes[tests] += sum(archive.files[file].size for file in files)
    kept = {folder: size for folder, size in sizes.items() if _is_dead_weight(folder, archive)}
    total = sum(kept.values())
    if total < WORTH:
        return
    largest = sorted(kept, key=lambda folder: -kept[folder])
    parts = ", ".join(f"{folder} {mib(kept[folder])}" for folder in largest[:SHOWN])
    yield Finding(
        message=f"tests of packages take {mib(total)} in {counted(len(kept), 'folder')}",
        paths=tuple(largest),
        reason=f"nothing runs them on Lambda; the largest: {parts}",
        help=f"zip -d {zip_name(mount.name)} {_patterns(largest, everything=kept == sizes)}, "
        f"then layerlint imports {zip_name(mount.name)}",
    )


def _patterns(folders: list[str], *, everything: bool) -> str:
    """What zip -d takes; short where no folder of these names has to stay."""
    if everything:
        names = sorted({folder.rpartition("/")[2] for folder in folders})
        return " ".join(f"'*/{name}/*'" for name in names)
    return " ".join(quoted(f"{folder}/*") for folder in folders[:SHOWN])


def _outermost(folder: str) -> str | None:
    """The first folder of tests on the way to a folder."""
    if "test" not in folder:
        return None
    parts = folder.split("/")
    place = next((index for index, part in enumerate(parts) if part in NAMES), None)
    return "/".join(parts[: place + 1]) if place else None


def _is_dead_weight(folder: str, archive: Archive) -> bool:
    """In a package of Python or Node.js that does not import it."""
    package = folder.rpartition("/")[0]
    if f"{package}/package.json" in archive.files:
        return "node_modules/" in folder
    source = archive.files.get(f"{package}/__init__.py")
    if source is None:
        return False
    try:
        return not IMPORTED.search(archive.read(source))
    except UnreadableMember:
        return False
