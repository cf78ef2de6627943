"""Members share bytes of the archive.

## Why it matters

No honest tool writes a zip in which two members have the same bytes. Zip bombs do, to unpack to far more than they
hold, and so do archives that show one content to one reader and another to the next. Readers that check refuse them;
what Lambda does is not documented. layerlint does not read the members that overlap another.

## What to do

Do not publish the archive before you know who made it. Build it afresh from its sources:

    rm -f my-layer.zip
    zip -r my-layer.zip python
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name

BOMB = [Raw("python/a.py", b"x" * 99), Raw("python/b.py", b"x" * 99, at=0, local_name="python/a.py")]


@rule(
    "LL108",
    Severity.WARNING,
    since="0.1",
    security="6.5",
    good=[layer({"python/a.py": "x" * 99, "python/b.py": "x" * 99})],
    bad=[raw(lambda: raw_zip(*BOMB)).flags("python/b.py")],
)
def overlapping_entries(mount: Mount) -> Iterator[Finding]:
    flaws = mount.contents.archive.flaws_of(FlawKind.OVERLAP)
    if flaws:
        yield Finding(
            message=f"{counted(len(flaws), 'member claims', 'members claim')} bytes that others have",
            paths=tuple(flaw.path for flaw in flaws),
            reason=f"{flaws[0].detail}; whether Lambda refuses such an archive is not documented",
            help=f"build it afresh from its sources: rm {zip_name(mount.name)} first",
        )
