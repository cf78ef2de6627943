"""A library asks for a stack whose content can be executed.

## Why it matters

It is loaded: the loader makes the whole process's stack executable for it, which takes away a protection from
everything else in the process. glibc 2.41 and later refuse to do that when a library is loaded at run time ("cannot
enable executable stack"), so such a module stops loading with some newer system. An assembly file without a
`.note.GNU-stack` section is mostly the reason, and nothing needs it.

## What to do

Mark the stack as not executable, in the build (`-Wl,-z,noexecstack`) or in the file:

    patchelf --clear-execstack python/pkg/_a.so
"""

from collections.abc import Iterator

from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted


@rule(
    "LL418",
    Severity.NOTE,
    since="0.1",
    good=[layer({"lib/liba.so.1": elf(), "lib/libb.so.1": elf(text_relocations=True)})],
    bad=[layer({"lib/liba.so.1": elf(executable_stack=True), "lib/libb.so.1": elf()}).flags("lib/liba.so.1")],
)
def executable_stack(mount: Mount) -> Iterator[Finding]:
    natives = mount.contents.natives.values()
    paths = tuple(native.path for native in natives if native.elf and native.elf.executable_stack)
    if paths:
        yield Finding(
            message=f"{counted(len(paths), 'binary asks', 'binaries ask')} for an executable stack",
            paths=paths,
            reason="it takes a protection away from the whole process, and glibc 2.41 refuses it",
            help=f"patchelf --clear-execstack {paths[0]}",
        )
