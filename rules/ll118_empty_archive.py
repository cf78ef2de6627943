"""The archive holds no file.

## Why it matters

Lambda refuses a zip with nothing in it: `InvalidParameterValueException: Uploaded file must be a non-empty zip`. It is
what a build leaves behind when the install step failed, or when the zip was made before it ran. What Lambda makes of a
zip that holds folders only is not documented; nothing can be loaded from it either way.

## What to do

Look at what the build was to install, then make the zip anew:

    pip install --target python -r requirements.txt
    zip -r my-layer.zip python
"""

from collections.abc import Iterator

from layerlint.examples.raw_zip import raw_zip
from layerlint.examples.recipe import Member, layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

HELP = "see whether the build's install step ran, and where to; then zip what it made"


@rule(
    "LL118",
    Severity.ERROR,
    since="0.1",
    good=[layer({"python/app.py": ""})],
    bad=[raw(raw_zip).flags(), layer({"python/": Member("", 0o040755)}).flags("")],
)
def empty_archive(mount: Mount) -> Iterator[Finding]:
    archive = mount.contents.archive
    if archive.flaws or archive.files or archive.links:
        return
    yield _refused() if not archive.entries else _folders_only()


def _refused() -> Finding:
    return Finding(
        message="the archive is empty", reason="Lambda refuses it: Uploaded file must be a non-empty zip", help=HELP
    )


def _folders_only() -> Finding:
    return Finding(
        message="the archive holds folders and no file",
        reason="nothing in it can be loaded",
        help=HELP,
        severity=Severity.WARNING,
    )
