"""Members are compressed by a method other than deflate.

## Why it matters

Every unzip tool reads what is stored or deflated. Other methods of the zip format (bzip2, LZMA, Zstandard, Deflate64)
need a reader that knows them, and nothing that Amazon has written says which ones Lambda's reader knows. Windows
Explorer writes Deflate64 for files over 2 GB, and 7-Zip any of them when asked to.

## What to do

Zip with the default method:

    zip -r my-layer.zip python
    7z a -tzip -mm=Deflate my-layer.zip python
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name


@rule(
    "LL103",
    Severity.WARNING,
    since="0.1",
    good=[layer({"python/app.py": ""}), raw(lambda: raw_zip(Raw("python/app.py", b"x", method=0)))],
    bad=[
        raw(lambda: raw_zip(Raw("python/a.py", b"?", method=93), Raw("python/b.py", b"?", method=14))).flags(
            "python/a.py"
        )
    ],
)
def unsupported_compression(mount: Mount) -> Iterator[Finding]:
    flaws = mount.contents.archive.flaws_of(FlawKind.METHOD)
    if flaws:
        name = zip_name(mount.name)
        yield Finding(
            message=f"{counted(len(flaws), 'member is', 'members are')} neither stored nor deflated",
            paths=tuple(flaw.path for flaw in flaws),
            reason=f"{flaws[0].detail}; whether Lambda reads other methods than stored and deflate is not documented",
            help=f"zip again with the default method: rm {name} && zip -r {name} .",
        )
