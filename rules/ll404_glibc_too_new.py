"""A binary needs a newer glibc than the runtime has.

## Why it matters

A binary remembers the version of every function of the C library that it uses, and the loader refuses it where one is
missing: "version `GLIBC_2.28' not found". Amazon Linux 2 has glibc 2.26, Amazon Linux 2023 has 2.34. A build on a newer
distribution (Ubuntu 22.04 has 2.35), or a wheel for a newer manylinux, asks for more.

What a wheel's tag promises is not asked: the binaries themselves say what they need. It is an error where Lambda starts
the file, where an unguarded import reaches it or a library that it needs, or where nothing in a searched folder fits.

## What to do

Take a wheel for an older manylinux, build inside the runtime's base image, or choose a runtime on a newer system:

    pip install --platform manylinux2014_x86_64 --only-binary=:all: --target python numpy
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.environment.native.advice import replacement
from layerlint.examples.elf import elf
from layerlint.examples.recipe import executable, function, layer
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
NEW = elf(versions={"libc.so.6": ("GLIBC_2.17", "GLIBC_2.28")})
LIBRARY = elf(needed=("libb-1f.so",), versions={}, runpath="$ORIGIN/../pkg.libs")


@rule(
    "LL404",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, "python/pkg/_a.abi3.so": NEW}, "python3.12"),
        layer({**PACKAGE, "python/pkg/_a.abi3.so": elf()}, "python3.11"),
        layer({"lib/libfirst.so": elf(versions={"libc.so.6": ("GLIBC_PRIVATE",)})}, "python3.11"),
    ],
    bad=[
        layer({**PACKAGE, "python/pkg/_a.abi3.so": NEW}, "python3.11", "x86_64").flags("python/pkg/_a.abi3.so"),
        layer(
            {**PACKAGE, "python/pkg/_a.abi3.so": LIBRARY, "python/pkg.libs/libb-1f.so": NEW}, "python3.11", "x86_64"
        ).flags("python/pkg.libs/libb-1f.so"),
        layer({"bin/tool": executable(NEW)}, "nodejs18.x", "x86_64").flags("bin/tool"),
        layer({"nodejs/node_modules/s2/build/Release/s2.node": NEW}, "nodejs18.x", "x86_64").flags(
            "nodejs/node_modules/s2/build/Release/s2.node"
        ),
        function({"bootstrap": executable(NEW)}, "provided.al2", "x86_64").flags("bootstrap"),
    ],
)
def glibc_too_new(env: Environment) -> Iterator[Finding]:
    system = env.target.runtime.system
    for trouble in env.natives.troubles(Kind.GLIBC):
        yield Finding(
            message=f"{trouble.subject} {trouble.verb('needs', 'need')} {trouble.wants}",
            paths=trouble.paths,
            reason=f"{system.title} has glibc {'.'.join(map(str, system.glibc))}: {trouble.consequence}",
            help=replacement(trouble, env.target, env.stack.runtimes),
            chain=trouble.chain,
            severity=Severity[trouble.weight.name],
            archive=trouble.archive,
        )
