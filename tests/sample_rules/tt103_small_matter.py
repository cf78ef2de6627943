"""A file is worth a note; one called luck is worth a warning.

## Why it matters

It hardly does.

## What to do

Nothing.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount


@rule(
    "TT103",
    Severity.NOTE,
    since="0.1",
    good=[layer({"python/other.py": ""})],
    bad=[layer({"python/note.py": "", "python/luck.py": ""}).flags("python/luck.py", "python/note.py")],
)
def small_matter(mount: Mount) -> Iterator[Finding]:
    for path in mount.contents.archive.files:
        if path.endswith("note.py"):
            yield Finding(message=f"{path} could go", paths=(path,), help="remove it")
        if path.endswith("luck.py"):
            yield Finding(message=f"{path} loads by luck", paths=(path,), severity=Severity.WARNING)
