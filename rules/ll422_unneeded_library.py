"""Libraries that a wheel brought along are left, and nothing needs them.

## Why it matters

A wheel keeps the libraries that its modules link to in a folder of its own (`numpy.libs`). Where the package was
removed or replaced by hand, or two versions were installed over one another, the folder or some of its files stay
behind. Nothing loads them, and they count in the 250 MB of unpacked files.

## What to do

Install into an empty folder, or remove the files:

    rm -r python && pip install --target python -r requirements.txt
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.copies import unneeded
from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.facts.weight import mib
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

WORTH = 100_000  # bytes; below this a note costs more than it saves
MODULE = "python/pkg/_a.abi3.so"
USER = elf(needed=("libb-1f.so",), versions={}, rpath="$ORIGIN/../pkg.libs")
LARGE = elf(debug_bytes=WORTH)
LOADER = elf(needed=("libc-3c.so",), versions={})  # found by the module's own RPATH, and so is what it needs


@rule(
    "LL422",
    Severity.NOTE,
    since="0.1",
    good=[
        layer({MODULE: USER, "python/pkg.libs/libb-1f.so": LARGE}, "python3.12", "x86_64"),
        layer(
            {MODULE: USER, "python/pkg.libs/libb-1f.so": LOADER, "python/pkg.libs/libc-3c.so": LARGE},
            "python3.12",
            "x86_64",
        ),
        layer({MODULE: elf(), "lib/libb.so.1": LARGE}, "python3.12", "x86_64"),
        layer({MODULE: elf(), "python/pkg.libs/libb-1f.so": elf()}, "python3.12", "x86_64"),
    ],
    bad=[
        layer(
            {MODULE: USER, "python/pkg.libs/libb-1f.so": LARGE, "python/pkg.libs/libb-2e.so": LARGE},
            "python3.12",
            "x86_64",
        ).flags("python/pkg.libs/libb-2e.so")
    ],
)
def unneeded_library(env: Environment) -> Iterator[Finding]:
    found = list(unneeded(env.links))
    for mount in env.stack.mounts:
        places = [place for place in found if place.mount is mount]
        total = sum(place.entry.size for place in places)
        if total >= WORTH:
            yield Finding(
                message=f"nothing needs {counted(len(places), 'library', 'libraries')}, {mib(total)}",
                paths=tuple(place.path for place in sorted(places, key=lambda place: -place.entry.size)),
                reason="they lie in a folder for one package's libraries, and no binary of the stack links to them",
                help="install into an empty folder, or remove them",
                archive=mount.name,
            )
