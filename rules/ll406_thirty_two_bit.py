"""A binary is a 32-bit one.

## Why it matters

Lambda's runtimes are 64-bit programs: they cannot load a 32-bit library ("wrong ELF class: ELFCLASS32"), and the images
hold no 32-bit loader to start a 32-bit program with.

## What to do

Take the 64-bit build.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.environment.native.advice import replacement
from layerlint.examples.elf import elf
from layerlint.examples.recipe import executable, layer
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
SMALL = elf("i386", bits=32)


@rule(
    "LL406",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, "python/pkg/_a.abi3.so": elf()}, "python3.12"),
        layer({"lib/liba.so": elf(), "lib/liba32.so": SMALL}, arch="x86_64"),
    ],
    bad=[
        layer({**PACKAGE, "python/pkg/_a.abi3.so": SMALL}, "python3.12", "x86_64").flags("python/pkg/_a.abi3.so"),
        layer({"lib/liba.so": elf("arm", bits=32)}, arch="arm64").flags("lib/liba.so"),
        layer({"bin/tool": executable(elf("i386", bits=32, interpreter="/lib/ld-linux.so.2"))}, arch="x86_64").flags(
            "bin/tool"
        ),
    ],
)
def thirty_two_bit(env: Environment) -> Iterator[Finding]:
    for trouble in env.natives.troubles(Kind.BITS):
        yield Finding(
            message=f"{trouble.subject} {trouble.verb('is', 'are')} {trouble.wants}",
            paths=trouble.paths,
            reason=f"the function runs on 64-bit {env.target.architecture}: {trouble.consequence}",
            help=replacement(trouble, env.target, env.stack.runtimes),
            chain=trouble.chain,
            severity=Severity[trouble.weight.name],
            archive=trouble.archive,
        )
