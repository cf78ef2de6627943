"""A member's bytes are damaged, or not as many as it declares.

## Why it matters

Unpacking checks every member against the size and the checksum in the archive's directory. Where they do not match,
the tool stops: `Could not unzip uploaded file`. A size that lies is also how a zip bomb hides.

layerlint compares what can be compared without unpacking everything, and checks each member that it has to read.

## What to do

Build or download the archive again, then let every member be checked:

    unzip -tqq my-layer.zip
"""

from collections.abc import Iterator

from layerlint.archive.archive import DamagedMember, UnreadableMember
from layerlint.archive.flaw import FlawKind
from layerlint.examples.elf import elf_bytes
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import layer, raw
from layerlint.facts.contents import Contents
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
        raw(lambda: raw_zip(Raw("python/a.so", elf_bytes(), central=CHECKSUM, local=CHECKSUM))).flags("python/a.so"),
    ],
)
def damaged_member(mount: Mount) -> Iterator[Finding]:
    archive = mount.contents.archive
    lying = {flaw.path: flaw.detail for flaw in archive.flaws_of(FlawKind.SIZE)}
    damaged = lying | _damaged(mount.contents)
    if damaged:
        yield Finding(
            message=f"{counted(len(damaged), 'member is', 'members are')} damaged",
            paths=tuple(damaged),
            reason=next(iter(damaged.values())),
            help=f"build or download the archive again, and try it: unzip -tqq {zip_name(mount.name)}",
        )


def _damaged(contents: Contents) -> dict[str, str]:
    """Of the members that could not be parsed, those that could not even be unpacked."""
    archive = contents.archive
    told = {flaw.path for flaw in archive.flaws_of(FlawKind.HEADERS_DISAGREE)}
    found = {}
    for path in (item.path for item in contents.malformed if item.unread):
        if path in archive.files and path not in told:
            try:
                archive.read(archive.files[path])
            except DamagedMember as reason:
                found[path] = str(reason)
            except UnreadableMember:
                continue  # ours, not the archive's, or told by another rule
    return found
