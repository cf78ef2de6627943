"""A binary is built for a newer processor than every Lambda machine is.

## Why it matters

A binary may say which level of x86-64 its code needs. Lambda promises AVX2, which is level 3; AVX-512, which is level
4, is there on some machines alone. glibc refuses such a library where the processor falls short ("CPU ISA level is
lower than required"), or the code stops with an illegal instruction. A build with `-march=native` on a new machine, or
with `-march=x86-64-v4`, leaves such binaries.

## What to do

Build with `-march=x86-64-v2` or `-march=x86-64-v3`.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.examples.elf import elf
from layerlint.examples.recipe import executable, layer
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
MODULE = "python/pkg/_a.abi3.so"


@rule(
    "LL420",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({**PACKAGE, MODULE: elf()}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: elf(processor_level=3)}, "python3.12", "x86_64"),
    ],
    bad=[
        layer({**PACKAGE, MODULE: elf(processor_level=4)}, "python3.12", "x86_64").flags(MODULE),
        layer({"extensions/agent": executable(elf(processor_level=4))}, "nodejs22.x", "x86_64").flags(
            "extensions/agent"
        ),
    ],
)
def newer_processor_needed(env: Environment) -> Iterator[Finding]:
    for trouble in env.natives.troubles(Kind.PROCESSOR):
        yield Finding(
            message=f"{trouble.subject} {trouble.verb('needs', 'need')} an {trouble.wants} processor",
            paths=trouble.paths,
            reason=f"Lambda promises AVX2, which is x86-64-v3: {trouble.consequence}",
            help="build it with -march=x86-64-v2 or -march=x86-64-v3",
            chain=trouble.chain,
            severity=Severity[trouble.weight.name],
            archive=trouble.archive,
        )
