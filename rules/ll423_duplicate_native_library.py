"""One library is there several times, byte for byte.

## Why it matters

Libraries come with links: `libfoo.so` and `libfoo.so.1` lead to `libfoo.so.1.2.3`. A zip tool that follows links, or a
copy to a file system without them, stores the whole library under every name. The copies count in the 250 MB of
unpacked files, and a process that loads two of them holds two of everything that should be there once.

## What to do

Zip the links as links, and keep one file:

    zip --symlinks -r my-layer.zip lib
"""

from collections.abc import Iterator

from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer, link
from layerlint.facts.native import Native
from layerlint.facts.weight import mib
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted

WORTH = 100_000  # bytes; below this a note costs more than it saves
FOO = elf(soname="libfoo.so.1", debug_bytes=WORTH)
BAR = elf(soname="libbar.so.1", debug_bytes=WORTH)


@rule(
    "LL423",
    Severity.NOTE,
    since="0.1",
    good=[
        layer({"lib/libfoo.so.1": FOO, "lib/libbar.so.1": BAR}),
        layer({"lib/libfoo.so.1": FOO, "lib/libfoo.so": link("libfoo.so.1")}),
        layer({"lib/liba.so.1": elf(soname="liba.so.1"), "lib/liba.so": elf(soname="liba.so.1")}),
    ],
    bad=[
        layer({"lib/libfoo.so": FOO, "lib/libfoo.so.1": FOO, "lib/libbar.so.1": BAR}).flags("lib/libfoo.so"),
    ],
)
def duplicate_native_library(mount: Mount) -> Iterator[Finding]:
    files = mount.contents.archive.files
    groups: dict[tuple[str, int, int], list[Native]] = {}
    for native in mount.contents.natives.values():
        crc = files[native.path].crc
        if crc and native.elf and native.elf.soname:
            groups.setdefault((native.elf.soname, native.size, crc), []).append(native)
    copies = [native for group in groups.values() for native in spare(group)]
    total = sum(native.size for native in copies)
    if total >= WORTH:
        yield Finding(
            message=f"{counted(len(copies), 'library is', 'libraries are')} there twice or more, {mib(total)} too much",
            paths=tuple(native.path for native in copies),
            reason=f"byte for byte the same as another, such as {of(copies[0], groups)}",
            help="make links of all but one, and zip links as links: zip --symlinks",
        )


def spare(group: list[Native]) -> list[Native]:
    """All but the one of the longest name, which links lead to."""
    return sorted(group, key=lambda native: (len(native.name), native.path))[:-1]


def of(copy: Native, groups: dict[tuple[str, int, int], list[Native]]) -> str:
    group = next(group for group in groups.values() if copy in group)
    return ", ".join(native.path for native in group if native.path != copy.path)
