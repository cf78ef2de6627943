"""Binaries for other systems or processors take room.

## Why it matters

A package that works everywhere may carry its binaries for everywhere: macOS, Windows, other processors. Beside those
for Lambda they do no harm, and they count in the 250 MB of unpacked files. Where such a binary stands in place of a
needed one, LL401 or LL402 tell it.

## What to do

Remove them before you zip:

    find . -name '*.dylib' -o -name '*.dll' -o -name '*.exe' | xargs rm
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.examples.elf import elf, macho_bytes
from layerlint.examples.recipe import layer
from layerlint.facts.native import Native
from layerlint.facts.weight import MIB, mib
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

WORTH = MIB  # below this a note costs more than it saves
ADDON = "nodejs/node_modules/addon/prebuilds"


def _large() -> bytes:
    return macho_bytes().ljust(WORTH, b"\0")


@rule(
    "LL424",
    Severity.NOTE,
    since="0.1",
    good=[
        layer({f"{ADDON}/linux-x64/a.node": elf(), f"{ADDON}/darwin-x64/a.node": macho_bytes}, "nodejs22.x", "x86_64"),
        layer(
            {f"{ADDON}/linux-x64/a.node": elf(), f"{ADDON}/linux-arm64/a.node": elf("arm64", debug_bytes=WORTH)},
            "nodejs22.x",
            ("x86_64", "arm64"),
        ),
    ],
    bad=[
        layer({f"{ADDON}/linux-x64/a.node": elf(), f"{ADDON}/darwin-x64/a.node": _large}, "nodejs22.x", "x86_64").flags(
            f"{ADDON}/darwin-x64/a.node"
        ),
        layer(
            {f"{ADDON}/linux-x64/a.node": elf(), f"{ADDON}/linux-arm64/a.node": elf("arm64", debug_bytes=WORTH)},
            "nodejs22.x",
            "x86_64",
        ).flags(f"{ADDON}/linux-arm64/a.node"),
    ],
)
def binaries_for_nobody(env: Environment) -> Iterator[Finding]:
    told = {path for trouble in env.natives.troubles(Kind.SYSTEM, Kind.MACHINE, Kind.BITS) for path in trouble.paths}
    for mount in env.stack.mounts:
        strays = [native for native in mount.contents.natives.values() if is_stray(native, env)]
        found = sorted((native for native in strays if native.path not in told), key=lambda native: -native.size)
        total = sum(native.size for native in found)
        if total >= WORTH:
            yield Finding(
                message=f"{counted(len(found), 'binary', 'binaries')} for other systems or processors, {mib(total)}",
                paths=tuple(native.path for native in found),
                reason="nothing on Lambda can load them",
                help="remove them before you zip",
                archive=mount.name,
            )


def is_stray(native: Native, env: Environment) -> bool:
    """Of another processor only where one is declared: a layer may be for both."""
    if native.system in ("macos", "windows"):
        return True
    declared = env.stack.architectures
    return native.system == "linux" and len(declared) == 1 and declared[0] not in native.machines
