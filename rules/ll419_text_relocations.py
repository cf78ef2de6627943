"""A library has its code patched as it is loaded.

## Why it matters

It is loaded: the loader makes the library's code writable, changes addresses in it, and makes it executable again.
Every process pays for its own copy, starts are slower, and a hardened system refuses it. Code that was compiled without
`-fPIC` is the reason.

## What to do

Compile everything that goes into the library with `-fPIC`, and link with `-Wl,-z,text`, which tells where it is not.
"""

from collections.abc import Iterator

from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted


@rule(
    "LL419",
    Severity.NOTE,
    since="0.1",
    good=[layer({"lib/liba.so.1": elf(), "lib/libb.so.1": elf(executable_stack=True)})],
    bad=[layer({"lib/liba.so.1": elf(text_relocations=True), "lib/libb.so.1": elf()}).flags("lib/liba.so.1")],
)
def text_relocations(mount: Mount) -> Iterator[Finding]:
    natives = mount.contents.natives.values()
    paths = tuple(native.path for native in natives if native.elf and native.elf.text_relocations)
    if paths:
        yield Finding(
            message=f"{counted(len(paths), 'binary has', 'binaries have')} code that the loader must patch",
            paths=paths,
            reason="each process pays for a copy of its own, and a hardened system refuses it",
            help="compile with -fPIC and link with -Wl,-z,text",
        )
