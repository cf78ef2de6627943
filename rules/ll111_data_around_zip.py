"""There is data before or after the zip, or its end record does not fit it.

## Why it matters

Readers find a zip from its end and differ in what they tolerate: a script or another archive in front, bytes behind,
a second end record, a number of entries that is wrong. Some read it all the same, some refuse, and some see another
archive than the one that was checked. What Lambda does is not documented. Self-extracting archives and executable
zips (pex, zipapp) have such data on purpose, downloads and concatenated files by mistake.

## What to do

Write a plain zip:

    zip -F my-layer.zip --out plain.zip
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import zip_name

APP = Raw("python/app.py", b"VALUE = 1")


@rule(
    "LL111",
    Severity.WARNING,
    since="0.1",
    security="3.0",
    good=[layer({"python/app.py": ""}), raw(lambda: raw_zip(APP, comment=b"built yesterday"))],
    bad=[
        raw(lambda: b"#!/usr/bin/env python3\n" + raw_zip(APP)).flags(),
        raw(lambda: raw_zip(APP, before=b"#!/usr/bin/env python3\n")).flags(),
        raw(lambda: raw_zip(APP) + b"\n").flags(),
        raw(lambda: raw_zip(APP, comment=raw_zip())).flags(),
        raw(lambda: raw_zip(APP, Raw("b"), count=1)).flags(),
    ],
)
def data_around_zip(mount: Mount) -> Iterator[Finding]:
    kinds = (FlawKind.PREFIX, FlawKind.TRAILING, FlawKind.SECOND_END, FlawKind.COUNT)
    flaws = mount.contents.archive.flaws_of(*kinds)
    if flaws and mount.contents.archive.packed_bytes is not None:
        name = zip_name(mount.name)
        yield Finding(
            message=f"the zip is not plain: {'; '.join(flaw.detail for flaw in flaws)}",
            reason="readers differ in what they make of it, and what Lambda does is not documented",
            help=f"write a plain one: zip -F {name} --out plain.zip",
        )
