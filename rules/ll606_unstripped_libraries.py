"""Native libraries carry debug sections and symbol tables.

## Why it matters

Debuggers read these sections, the loader never does. They count in the 250 MB of unpacked files.

## What to do

Strip a copy of the files, on a machine of their architecture or with binutils for it, and check the result:

    find python -name '*.so*' -exec strip --strip-unneeded {} +
    layerlint check python

A library that was patched after it was linked (wheels with a `.libs` folder were) may not survive an old `strip`:
import it once before you publish.
"""

from collections.abc import Iterator

from layerlint.examples.elf import elf_bytes
from layerlint.examples.recipe import layer
from layerlint.facts.native import Elf, Native
from layerlint.facts.weight import MIB, mib
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

WORTH = MIB  # below this a note costs more than it saves
SHOWN = 3


@rule(
    "LL606",
    Severity.NOTE,
    since="0.1",
    good=[layer({"python/fast.so": elf_bytes, "lib/libsmall.so.1": lambda: elf_bytes(debug_bytes=1000)})],
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
    found = [native for native in mount.contents.natives.values() if _savings(native)]
    total = sum(map(_savings, found))
    if total < WORTH:
        return
    found.sort(key=lambda native: -_savings(native))
    parts = ", ".join(f"{native.path} {mib(_savings(native))}" for native in found[:SHOWN])
    yield Finding(
        message=f"debug sections and symbol tables take {mib(total)} in {len(found):,} "
        f"{'binaries' if len(found) > 1 else 'binary'}",
        paths=tuple(native.path for native in found),
        reason=f"the loader never reads them; the largest: {parts}",
        help=f"strip --strip-unneeded {' '.join(native.path for native in found[:SHOWN])}",
    )


def _savings(native: Native) -> int:
    return native.elf.debug_bytes if isinstance(native.elf, Elf) else 0
