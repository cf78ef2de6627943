"""Native libraries carry debug sections and symbol tables.

## Why it matters

Debuggers read these sections, the loader never does. They count in the 250 MB of unpacked files.

Libraries in `.libs` folders are not counted: auditwheel has patched them, and `strip` breaks most patched files
(`ELF load command address/offset not page-aligned`). numpy's OpenBLAS is one.

## What to do

Strip the others before you zip, with binutils for their architecture, and check the result:

    find python -name '*.so*' -not -path '*.libs/*' -exec strip --strip-unneeded {} +
    layerlint check python
"""

from collections.abc import Iterator

from layerlint.examples.elf import elf_bytes
from layerlint.examples.recipe import layer
from layerlint.facts.native import Native
from layerlint.facts.weight import MIB, mib
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted

WORTH = MIB  # below this a note costs more than it saves
SHOWN = 3


@rule(
    "LL606",
    Severity.NOTE,
    since="0.1",
    good=[
        layer({"python/fast.so": elf_bytes, "lib/libsmall.so.1": lambda: elf_bytes(debug_bytes=1000)}),
        layer({"python/numpy.libs/libopenblas-32a4b2a6.so": lambda: elf_bytes(debug_bytes=2 * MIB)}),
    ],
    bad=[
        layer(
            {
                "python/a.so": lambda: elf_bytes(debug_bytes=MIB),
                "lib/libb.so.1": lambda: elf_bytes(debug_bytes=2 * MIB),
            }
        ).flags("lib/libb.so.1")
    ],
)
def unstripped_libraries(mount: Mount) -> Iterator[Finding]:
    savings = {native.path: saved for native in mount.contents.natives.values() if (saved := _saved(native))}
    total = sum(savings.values())
    if total < WORTH:
        return
    largest = sorted(savings, key=lambda path: -savings[path])
    parts = ", ".join(f"{path} {mib(savings[path])}" for path in largest[:SHOWN])
    yield Finding(
        message=f"debug sections and symbol tables take {mib(total)} in {counted(len(savings), 'file')}",
        paths=tuple(largest),
        reason=f"the loader never reads them; the largest: {parts}",
        help="before zipping: find . -name '*.so*' -not -path '*.libs/*' -exec strip --strip-unneeded {} +",
    )


def _saved(native: Native) -> int:
    """What stripping is sure to save; nothing of a library that auditwheel has patched."""
    patched = native.path.rpartition("/")[0].endswith(".libs")
    return 0 if patched or native.elf is None else native.elf.debug_bytes
