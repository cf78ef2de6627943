"""A module wants more memory of every thread than the loader keeps for what comes later.

## Why it matters

Variables of a thread lie in a block that is laid out as the process starts. A library that was compiled to reach its
own at a fixed place (`-ftls-model=initial-exec`) must find room in that block, however late it is loaded, and glibc
keeps 1,664 bytes for all such libraries together. Where that is too little, the import fails: "cannot allocate memory
in static TLS block". Memory allocators such as jemalloc are built like that; libgomp takes 120 bytes and fits.

It is a warning: what else has taken of that room before, and whether a wrapper loads the library as the process starts,
is not known.

## What to do

Take a build that does without (jemalloc: `--disable-initial-exec-tls`), or have the library loaded as the process
starts, by LD_PRELOAD in a wrapper script.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.preloads import is_module
from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule

ROOM = 1664  # bytes: TLS_STATIC_SURPLUS of glibc 2.26, and what 2.34 comes to; on 2.36 it was measured to be 1.7 KB
PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
MODULE = "python/pkg/_a.abi3.so"
NEEDS = elf(needed=("libjemalloc.so.2",), static_tls=80)


@rule(
    "LL426",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({**PACKAGE, MODULE: elf(static_tls=1600)}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: NEEDS, "lib/libjemalloc.so.2": elf(static_tls=120)}, "python3.12", "x86_64"),
        layer({"lib/libjemalloc.so.2": elf(static_tls=2600)}, "python3.12", "x86_64"),
    ],
    bad=[
        layer({**PACKAGE, MODULE: elf(static_tls=1700)}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: NEEDS, "lib/libjemalloc.so.2": elf(static_tls=1600)}, "python3.12", "x86_64").flags(
            MODULE
        ),
    ],
)
def static_thread_storage(env: Environment) -> Iterator[Finding]:
    if not any(item.elf.static_tls for item in env.links.needs.objects):
        return
    for item in env.links.needs.objects:
        if is_module(item.place):
            taking = [each for each in env.links.closure(item.place).objects if each.elf.static_tls]
            total = sum(each.elf.static_tls for each in taking)
            if total > ROOM:
                yield Finding(
                    message=f"{item.place.path} wants {total:,} bytes of every thread at a fixed place",
                    paths=(item.place.path,),
                    reason=f"the loader keeps {ROOM:,} for all that comes after the start: "
                    "cannot allocate memory in static TLS block",
                    help="take a build without initial-exec TLS, or have a wrapper name the library in LD_PRELOAD",
                    chain=tuple(f"{each.place.absolute} takes {each.elf.static_tls:,} bytes" for each in taking),
                    archive=item.place.mount.name,
                )
