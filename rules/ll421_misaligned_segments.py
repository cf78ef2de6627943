"""A library's segments do not lie on whole pages of memory.

## Why it matters

The loader maps a library in pages of 4 KiB and refuses one whose segments are aligned to less, or whose addresses do
not agree with their offsets in the file: "ELF load command alignment not page-aligned", "ELF load command
address/offset not properly aligned". `strip` on a library that patchelf or auditwheel has changed, an old patchelf, and
packers leave such files.

## What to do

Take the library as it was built, and leave those in `.libs` folders unstripped:

    find python -name '*.so*' -not -path '*.libs/*' -exec strip --strip-unneeded {} +
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.environment.native.advice import replacement
from layerlint.examples.elf import elf
from layerlint.examples.recipe import executable, layer
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
MODULE = "python/pkg/_a.abi3.so"
SMALL = elf(alignment=0x200)
PROGRAM = elf(alignment=0x200, interpreter="/lib64/ld-linux-x86-64.so.2")
USER = elf(needed=("libb-1f.so",), versions={}, rpath="$ORIGIN/../pkg.libs")


@rule(
    "LL421",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, MODULE: elf(alignment=0x10000)}, "python3.12", "x86_64"),
        layer({"bin/tool": executable(PROGRAM)}, "provided.al2023", "x86_64"),
    ],
    bad=[
        layer({**PACKAGE, MODULE: SMALL}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: USER, "python/pkg.libs/libb-1f.so": SMALL}, "python3.12", "x86_64").flags(
            "python/pkg.libs/libb-1f.so"
        ),
        layer({"lib/liba.so.1": elf("arm64", alignment=0x400)}, "provided.al2023", "arm64").flags("lib/liba.so.1"),
    ],
)
def misaligned_segments(env: Environment) -> Iterator[Finding]:
    for trouble in env.natives.troubles(Kind.ALIGNMENT):
        yield Finding(
            message=f"{trouble.subject} {trouble.verb('has', 'have')} {trouble.wants}",
            paths=trouble.paths,
            reason=f"the loader maps whole pages of 4 KiB and refuses it: {trouble.consequence}",
            help=replacement(trouble, env.target, env.stack.runtimes),
            chain=trouble.chain,
            severity=Severity[trouble.weight.name],
            archive=trouble.archive,
        )
