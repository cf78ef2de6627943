"""Names differ in case or in the form of an accent only.

## Why it matters

Lambda's file system keeps `Config.py` and `config.py` apart, and `é` as one character from `e` with an accent behind
it. macOS and Windows do not: whoever unpacks or builds there gets one file of the two, and the next archive lacks the
other. An import that worked on the one system then fails on the other.

## What to do

Rename one of them, or build in a Linux container only:

    git mv Config.py settings.py
"""

from collections.abc import Iterator

from layerlint.archive.archive import Archive
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted


@rule(
    "LL115",
    Severity.NOTE,
    since="0.1",
    good=[layer({"python/a.py": "", "python/b.py": "", "python/A/x.py": ""})],
    bad=[
        layer({"python/Config.py": "", "python/config.py": "", "python/x.py": ""}).flags("python/Config.py"),
        layer({"python/Pkg/a.py": "", "python/pkg/b.py": ""}).flags("python/Pkg"),
        layer({"python/caf\u00e9.txt": "", "python/cafe\u0301.txt": ""}).flags("python/cafe\u0301.txt"),
    ],
)
def colliding_names(mount: Mount) -> Iterator[Finding]:
    groups = list(_groups(mount.contents.archive))
    if groups:
        yield Finding(
            message=f"{counted(len(groups), 'name has', 'names have')} forms that macOS and Windows take for one",
            paths=tuple(path for group in groups for path in group),
            reason=f"{' and '.join(groups[0])} are two on Lambda, and one wherever case and form do not count",
            help="rename one of each, or build and unpack on Linux only",
        )


def _groups(archive: Archive) -> Iterator[list[str]]:
    """Paths that fold to the same, in the archive's order; what lies below a folder that collides goes with it."""
    paths = [*archive.files, *archive.links, *archive.folders]
    by_fold: dict[str, list[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        by_fold.setdefault(f"{folder}/{_fold(name)}", []).append(path)
    yield from (sorted(group) for group in by_fold.values() if len(group) > 1)


def _fold(name: str) -> str:
    if name.isascii():
        return name.lower()
    import unicodedata  # noqa: PLC0415  # few names need it

    return unicodedata.normalize("NFC", name).casefold()
