"""A member's bytes are damaged, or not as many as it declares.

## Why it matters

Unpacking checks every member against the size and the checksum in the archive's directory. Where they do not match,
the tool stops: `Could not unzip uploaded file`. A size that lies is also how a zip bomb hides.

layerlint unpacks every member in memory to compare, unless the archive is more than twice as large as Lambda takes.

## What to do

Build or download the archive again, then let every member be checked:

    unzip -tqq my-layer.zip
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.elf import elf_bytes
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name

TOO_MUCH = {"size": 1 << 31}
NOTHING = {"size": 0, "crc": 0}
CHECKSUM = {"crc": 1}


@rule(
    "LL109",
    Severity.ERROR,
    since="0.1",
    good=[layer({"python/zeros.bin": bytes(9999), "python/a.py": ""})],
    bad=[
        raw(lambda: raw_zip(Raw("python/a.bin", b"x", central=TOO_MUCH, local=TOO_MUCH))).flags("python/a.bin"),
        raw(lambda: raw_zip(Raw("python/a.bin", bytes(9 << 20), central=NOTHING, local=NOTHING))).flags("python/a.bin"),
        raw(lambda: raw_zip(Raw("README", b"text", central=CHECKSUM, local=CHECKSUM))).flags("README"),
        raw(lambda: raw_zip(Raw("python/a.so", elf_bytes(), central=CHECKSUM, local=CHECKSUM))).flags("python/a.so"),
    ],
)
def damaged_member(mount: Mount) -> Iterator[Finding]:
    archive = mount.contents.archive
    told = {flaw.path for flaw in archive.flaws_of(FlawKind.HEADERS_DISAGREE)}
    damaged = {flaw.path: flaw.detail for flaw in archive.flaws_of(FlawKind.SIZE)}
    damaged |= {path: reason for path, reason in archive.damaged.items() if path not in told}
    if damaged:
        yield Finding(
            message=f"{counted(len(damaged), 'member is', 'members are')} damaged",
            paths=tuple(damaged),
            reason=next(iter(damaged.values())),
            help=f"build or download the archive again, and try it: unzip -tqq {zip_name(mount.name)}",
        )
