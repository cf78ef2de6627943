"""A binary is linked against musl, the C library of Alpine Linux.

## Why it matters

Lambda's images have glibc. A library built on Alpine asks for `libc.musl-x86_64.so.1`, a program for the loader
`/lib/ld-musl-x86_64.so.1`; neither is there. The error is "cannot open shared object file", or "no such file or
directory" although the program is there. Static programs ask for neither and run.

## What to do

Install or build outside Alpine. pip takes musllinux wheels on Alpine; ask it for manylinux ones:

    pip install --platform manylinux2014_x86_64 --only-binary=:all: --target python lxml
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.environment.native.advice import replacement
from layerlint.examples.elf import elf
from layerlint.examples.recipe import executable, function, layer
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
MUSL = elf(needed=("libc.musl-x86_64.so.1",), versions={})
PROGRAM = elf(interpreter="/lib/ld-musl-x86_64.so.1", versions={}, shared=False)
ADDON = "nodejs/node_modules/addon/prebuilds"


@rule(
    "LL403",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, "python/pkg/_a.abi3.so": elf()}, "python3.12"),
        layer({"bin/static": executable(elf(versions={}, shared=False))}),
        layer({f"{ADDON}/linux-x64/musl.node": MUSL, f"{ADDON}/linux-x64/glibc.node": elf()}, "nodejs22.x"),
    ],
    bad=[
        layer({**PACKAGE, "python/pkg/_a.cpython-312-x86_64-linux-musl.so": MUSL}, "python3.12", "x86_64").flags(
            "python/pkg/_a.cpython-312-x86_64-linux-musl.so"
        ),
        layer({**PACKAGE, "python/pkg/_a.abi3.so": MUSL}, "python3.12", "x86_64").flags("python/pkg/_a.abi3.so"),
        layer({"bin/tool": executable(PROGRAM)}, arch="x86_64").flags("bin/tool"),
        function({"bootstrap": executable(PROGRAM)}, "provided.al2023", "x86_64").flags("bootstrap"),
    ],
)
def musl_binary(env: Environment) -> Iterator[Finding]:
    for trouble in env.natives.troubles(Kind.LIBC):
        yield Finding(
            message=f"{trouble.subject} {trouble.verb('is', 'are')} linked against musl",
            paths=trouble.paths,
            reason=f"Lambda has glibc: {trouble.consequence}",
            help=replacement(trouble, env.target, env.stack.runtimes),
            chain=trouble.chain,
            severity=Severity[trouble.weight.name],
            archive=trouble.archive,
        )
