"""A binary needs a newer version of a library than the one that the loader finds.

## Why it matters

Libraries mark their functions with versions, and a binary remembers those it was linked against. The loader refuses it
where one is missing: "libcrypto.so.3: version `OPENSSL_3.2.0' not found". A build on a newer system asks for more than
Lambda's images have; and where an older copy of a library lies in a folder that is searched first, it is found instead
of the right one. What glibc and the compiler's own libraries lack is told by LL404 and LL405.

It is certain for a library of the archive, whose versions can be read. What the images' other libraries have follows
from their packages and is a warning.

## What to do

Build inside the runtime's base image, or bring the newer library along under another name, as auditwheel does.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.environment.native.advice import replacement
from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
MODULE = "python/pkg/_a.abi3.so"
NEWER = elf(versions={"libssl.so.3": ("OPENSSL_3.4.0",)})
OLDER = elf(versions={"libssl.so.3": ("OPENSSL_3.0.0",)})
ASKS = elf(versions={"libfoo.so.1": ("FOO_2",)}, rpath="$ORIGIN")
FOO = "python/pkg/libfoo.so.1"


@rule(
    "LL411",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, MODULE: OLDER}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: ASKS, FOO: elf(defines=("libfoo.so.1", "FOO_1", "FOO_2"))}, "python3.12", "x86_64"),
        layer({**PACKAGE, MODULE: ASKS, FOO: elf()}, "python3.12", "x86_64"),
    ],
    bad=[
        layer({**PACKAGE, MODULE: NEWER}, "python3.12", "x86_64").flags(MODULE),
        layer({**PACKAGE, MODULE: ASKS, FOO: elf(defines=("libfoo.so.1", "FOO_1"))}, "python3.12", "x86_64").flags(
            MODULE
        ),
    ],
)
def symbol_version_too_new(env: Environment) -> Iterator[Finding]:
    for trouble in env.natives.troubles(Kind.LIBRARY):
        lacks = f"{env.target.runtime.system.title} has an older one, by its packages"
        why = "the library that the loader finds in the archive does not define it" if trouble.certain else lacks
        yield Finding(
            message=f"{trouble.subject} {trouble.verb('needs', 'need')} {trouble.wants}",
            paths=trouble.paths,
            reason=f"{why}: {trouble.consequence}",
            help=replacement(trouble, env.target, env.stack.runtimes),
            chain=trouble.chain,
            severity=Severity[trouble.weight.name],
            archive=trouble.archive,
        )
