"""A binary is damaged inside.

## Why it matters

The file starts as a binary does, but the structures that the loader reads are cut off or contradict one another. The
loader refuses such a file ("file too short", "ELF load command past end of file") or the process crashes. A download
that stopped half-way, a transfer in text mode or a strip gone wrong leaves such files.

Files of debug information (`*.debug`) hold only part of an image and are not judged.

## What to do

Fetch or build the file again, and look at it:

    readelf --dynamic --version-info python/pkg/_a.so
"""

from collections.abc import Iterator

from layerlint.examples.elf import elf, elf_bytes
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted


def _cut() -> bytes:
    return elf_bytes()[:200]


@rule(
    "LL407",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"lib/liba.so": elf(), "lib/liba.so.debug": _cut}),
        layer({"lib/liba.so": "no binary at all, whatever its name says; " * 9}),
    ],
    bad=[layer({"lib/liba.so": _cut, "lib/libb.so": elf()}).flags("lib/liba.so")],
)
def damaged_binary(mount: Mount) -> Iterator[Finding]:
    natives = mount.contents.natives
    damaged = [item for item in mount.contents.malformed if item.path in natives and not item.unread]
    damaged = [item for item in damaged if not item.path.endswith(".debug")]
    if damaged:
        yield Finding(
            message=f"{counted(len(damaged), 'binary is', 'binaries are')} damaged",
            paths=tuple(item.path for item in damaged),
            reason=f"{damaged[0].reason}: loading or running it fails",
            help=f"fetch or build it again, and look at it: readelf --dynamic {damaged[0].path}",
        )
