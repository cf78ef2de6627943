"""Members were packed on Unix, yet without a mode.

## Why it matters

A member that says it comes from Unix is unpacked with the permissions it carries. Where they are all zero, some tools
take them at their word and make files that nobody may read, and others fall back to a default. Which of the two
Lambda does is not documented; the function may fail with `Permission denied`. Old Python scripts that fill a
`ZipInfo` by hand write such archives.

## What to do

Give each member a mode where the zip is written:

    info.external_attr = 0o100644 << 16

or write the zip with `zip -r my-layer.zip python`, which takes the modes of the files.
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import Member, layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name


@rule(
    "LL114",
    Severity.WARNING,
    since="0.1",
    good=[layer({"python/a.py": Member("", None), "python/b.py": ""})],
    bad=[raw(lambda: raw_zip(Raw("python/a.py", mode=0), Raw("python/b.py", mode=0))).flags("python/a.py")],
)
def missing_mode(mount: Mount) -> Iterator[Finding]:
    paths = tuple(flaw.path for flaw in mount.contents.archive.flaws_of(FlawKind.MODE))
    if paths:
        name = zip_name(mount.name)
        yield Finding(
            message=f"{counted(len(paths), 'member has', 'members have')} no permissions at all",
            paths=paths,
            reason="whether Lambda falls back to readable files where a Unix tool stored no mode is not documented",
            help=f"zip again with the files' modes: rm {name} && zip -r {name} .",
        )
