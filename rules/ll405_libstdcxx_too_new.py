"""A binary needs a newer libstdc++ or libgcc than the runtime has.

## Why it matters

C++ code remembers the versions of `libstdc++.so.6` and `libgcc_s.so.1` that it was linked against, and the loader
refuses it where they are missing: "version `GLIBCXX_3.4.30' not found", "CXXABI_1.3.9 not found". The loader searches
the image's own folders before a layer's `lib/`, so a newer libstdc++ in the layer does not help.

Between what every image has and what only the newest have, it is a warning: whether it loads depends on the image.

## What to do

Take a wheel (manylinux wheels keep to old versions or bring their own copy under another name), build inside the
runtime's base image, or link with `-static-libstdc++ -static-libgcc`.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.misfit import Kind
from layerlint.environment.native.advice import replacement
from layerlint.examples.elf import elf
from layerlint.examples.recipe import executable, layer
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
NEW = elf(versions={"libstdc++.so.6": ("GLIBCXX_3.4.26",)})
NEWEST = elf(versions={"libstdc++.so.6": ("GLIBCXX_3.4.31", "CXXABI_1.3.9")})
FUTURE = elf(versions={"libstdc++.so.6": ("GLIBCXX_3.4.40",)})


@rule(
    "LL405",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, "python/pkg/_a.abi3.so": NEW}, "python3.12"),
        layer(
            {**PACKAGE, "python/pkg/_a.abi3.so": elf(versions={"libstdc++-5f.so.6": ("GLIBCXX_3.4.30",)})}, "python3.11"
        ),
    ],
    bad=[
        layer({**PACKAGE, "python/pkg/_a.abi3.so": NEW}, "python3.11", "x86_64").flags("python/pkg/_a.abi3.so"),
        layer({**PACKAGE, "python/pkg/_a.abi3.so": NEWEST}, "python3.12", "x86_64").flags("python/pkg/_a.abi3.so"),
        layer({"lib/libstdc++.so.6": elf(), "bin/tool": executable(FUTURE)}, "python3.12", "x86_64").flags("bin/tool"),
    ],
)
def libstdcxx_too_new(env: Environment) -> Iterator[Finding]:
    system = env.target.runtime.system
    for trouble in env.natives.troubles(Kind.LIBSTDCXX):
        everywhere, at_most = (
            f"GLIBCXX_{'.'.join(map(str, version))}" for version in (system.glibcxx, system.glibcxx_newest)
        )
        has = f"has {at_most} at most" if trouble.certain else f"has {everywhere}, its newest images {at_most}"
        yield Finding(
            message=f"{trouble.subject} {trouble.verb('needs', 'need')} {trouble.wants}",
            paths=trouble.paths,
            reason=f"{system.title} {has}: {trouble.consequence}",
            help=replacement(trouble, env.target, env.stack.runtimes),
            chain=trouble.chain,
            severity=Severity[trouble.weight.name],
            archive=trouble.archive,
        )
