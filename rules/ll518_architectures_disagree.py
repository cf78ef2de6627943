"""The archives of a stack hold binaries for different processors.

## Why it matters

A function runs on x86_64 or on arm64, and everything in its package and its layers with it. Where the binaries of one
archive are for the one and those of another for the other, no choice of an architecture loads both: one of them ends
in "invalid ELF header" or `No module named ...`. That happens where function and layers are built on different
machines.

It is told where no architecture is declared; else other-architecture says which archive is wrong.

## What to do

Build all of them for the architecture of the function:

    pip install --platform manylinux2014_aarch64 --only-binary=:all: --target python -r requirements.txt
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.environment.native.trouble import Weight
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, stack
from layerlint.rule import Finding, Severity, rule
from layerlint.stack_findings import called

MOST_NAMED = 10
X86: dict[str, Content] = {"python/a/__init__.py": "import a._a\n", "python/a/_a.abi3.so": elf()}
ARM: dict[str, Content] = {"b/__init__.py": "import b._b\n", "b/_b.abi3.so": elf("arm64"), "app.py": "import a, b\n"}
BOTH: dict[str, Content] = {"python/c/x.so": elf(), "python/c/y.so": elf("arm64")}


@rule(
    "LL518",
    Severity.ERROR,
    since="0.1",
    good=[
        stack(X86, function=ARM),
        stack(X86, {"python/b.py": ""}, function={"app.py": "import a, b\n"}, arch=()),
        stack(X86, BOTH, function={"app.py": "import a\n"}, arch=()),
    ],
    bad=[stack(X86, function=ARM, arch=()).flags("python/a/_a.abi3.so")],
)
def architectures_disagree(env: Environment) -> Iterator[Finding]:
    built = env.view.disagreeing
    troubles = [each for each in env.natives.troubles(Kind.MACHINE) if each.archive in built]
    if troubles:
        worst = max(troubles, key=lambda each: each.weight.value)
        mounts = [mount for mount in env.stack.mounts if mount.name in built]
        yield Finding(
            message=", ".join(f"{called(mount)} has binaries for {built[mount.name]}" for mount in mounts),
            paths=tuple(mounts[0].contents.natives)[:MOST_NAMED],
            reason=f"on {env.target.architecture} {worst.consequence}",
            help="build all of them for the architecture of the function",
            chain=worst.chain,
            severity=Severity.ERROR if worst.weight is Weight.ERROR else Severity.WARNING,
            archive=mounts[0].name,
        )
