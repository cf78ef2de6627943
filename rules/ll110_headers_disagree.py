"""A member's two headers disagree.

## Why it matters

A zip says everything twice: in its directory and before each member. Where the two differ, one reader takes the one
and another the other, so what was checked need not be what runs. Lambda's reader is not documented. Where no header
stands before the member at all, nothing can unpack it.

## What to do

Build the zip afresh with a common tool, and do not patch zips in place:

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

STREAMED = {"crc": 0, "packed": 0, "size": 0}


@rule(
    "LL110",
    Severity.WARNING,
    since="0.1",
    security="5.0",
    good=[
        layer({"python/a.py": ""}),
        raw(lambda: raw_zip(Raw("python/a.py", b"x", flags=8, local=STREAMED))),
    ],
    bad=[
        raw(lambda: raw_zip(Raw("python/a.py", b"x", local_name="python/b.py"))).flags("python/a.py"),
        raw(lambda: raw_zip(Raw("python/a.py", b"x", local={"size": 9}))).flags("python/a.py"),
        raw(lambda: raw_zip(Raw("python/a.py", b"x"), Raw("python/b.py", b"x", at=7))).flags("python/b.py"),
    ],
)
def headers_disagree(mount: Mount) -> Iterator[Finding]:
    flaws = mount.contents.archive.flaws_of(FlawKind.HEADERS_DISAGREE)
    fresh = f"build it afresh: rm {zip_name(mount.name)} first, then zip"
    lost = tuple(flaw.path for flaw in flaws if flaw.detail.startswith("there is no"))
    if lost:
        yield Finding(
            message=f"{counted(len(lost), 'member is', 'members are')} not where the directory says",
            paths=lost,
            reason="without a header before it a member cannot be unpacked",
            help=fresh,
            severity=Severity.ERROR,
        )
    others = [flaw for flaw in flaws if not flaw.detail.startswith("there is no")]
    if others:
        yield Finding(
            message=f"{counted(len(others), 'member is', 'members are')} described in two ways",
            paths=tuple(flaw.path for flaw in others),
            reason=f"{others[0].detail}; which of the two Lambda goes by is not documented",
            help=fresh,
        )
