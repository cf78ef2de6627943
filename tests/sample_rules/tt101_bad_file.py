"""A file is called bad.

## Why it matters

Nobody likes it.

## What to do

Remove it.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount


@rule(
    "TT101",
    Severity.ERROR,
    since="0.1",
    good=[layer({"python/good.py": ""})],
    bad=[layer({"python/bad.py": ""}).flags("python/bad.py")],
    security="5.0",
)
def bad_file(mount: Mount) -> Iterator[Finding]:
    found = tuple(path for path in mount.contents.archive.files if path.rpartition("/")[2].startswith("bad"))
    if found:
        yield Finding(
            message=f"{len(found):,} files are called bad",
            paths=found,
            reason="nobody likes them",
            help="remove them: zip -d layer.zip '*/bad*'",
        )
