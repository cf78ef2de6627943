"""A name is too long for Linux, or is not in the encoding it claims.

## Why it matters

A name on Linux has at most 255 bytes between two slashes and a path at most 4,095 in all. A member beyond that cannot
be unpacked. A name that is marked as UTF-8 and is not arrives under another name, and whether Lambda takes it at all
is not documented; code that opens the file by its name does not find it.

## What to do

Shorten the path, or write the zip with a tool that stores names in UTF-8:

    python -m zipfile -c my-layer.zip python
"""

from collections.abc import Iterator, Sequence

from layerlint.archive.flaw import Flaw, FlawKind
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name

LONG = "python/" + "a" * 256
DEEP = "python/" + "package/" * 520 + "module.py"


@rule(
    "LL116",
    Severity.ERROR,
    since="0.1",
    good=[layer({"python/" + "a" * 255: "", "python/ü.py": ""}), layer({"/".join(["python", *["a" * 200] * 19]): ""})],
    bad=[
        layer({LONG: "", "python/a.py": ""}).flags(LONG),
        layer({DEEP: ""}).flags(DEEP),
        raw(lambda: raw_zip(Raw(b"python/\xff.py"))).flags("python/\u00a0.py"),
    ],
)
def impossible_name(mount: Mount) -> Iterator[Finding]:
    flaws = mount.contents.archive.flaws_of(FlawKind.NAME)
    long = [flaw for flaw in flaws if "Linux takes" in flaw.detail]
    other = [flaw for flaw in flaws if "Linux takes" not in flaw.detail]
    again = f"write the zip with a tool that stores UTF-8: python -m zipfile -c {zip_name(mount.name)} FOLDER"
    yield from _found(long, "too long to be unpacked", Severity.ERROR, "shorten the path: rename or move the folders")
    yield from _found(other, "not what its encoding says", Severity.WARNING, again)


def _found(flaws: Sequence[Flaw], what: str, severity: Severity, mend: str) -> Iterator[Finding]:
    if flaws:
        yield Finding(
            message=f"{counted(len(flaws), 'name is', 'names are')} {what}",
            paths=tuple(flaw.path for flaw in flaws),
            reason=flaws[0].detail,
            help=mend,
            severity=severity,
        )
