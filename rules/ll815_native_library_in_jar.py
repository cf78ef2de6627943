"""A jar brings a native library, and no copy for the target's platform.

## Why it matters

Libraries with parts in C bring them in their jar and unpack the one for the platform at run time:
`java.lang.UnsatisfiedLinkError`,
or a slower way in Java, where it is not there. It is a warning, since what is not called does not fail.

## What to do

Add the jar for the platform; many come as artifacts of their own, with a classifier such as `linux-aarch_64` or
`linux-x86_64`. Lambda has glibc, so copies for musl do not load.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.java.natives import nearest, unfit_families
from layerlint.examples.elf import elf
from layerlint.examples.java import jar
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule

X86, ARM = "org/a/native/Linux/x86_64/liba.so", "org/a/native/Linux/aarch64/liba.so"


@rule(
    "LL815",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"java/lib/a.jar": jar({X86: elf("x86_64"), ARM: elf("arm64")})}, "java21", "arm64"),
        layer(
            {
                "java/lib/a-linux-x86_64.jar": jar({"META-INF/native/liba_linux_x86_64.so": elf("x86_64")}),
                "java/lib/a-linux-aarch_64.jar": jar({"META-INF/native/liba_linux_aarch_64.so": elf("arm64")}),
            },
            "java21",
            "arm64",
        ),
        layer({"java/lib/a.jar": jar({"liba.dylib": b"", "a.dll": b""})}, "java21", "arm64"),
    ],
    bad=[
        layer({"java/lib/a.jar": jar({X86: elf("x86_64")})}, "java21", "arm64").flags("java/lib/a.jar"),
        layer(
            {"java/lib/a.jar": jar({X86: elf("x86_64", versions={"libc.so.6": ("GLIBC_2.38",)})})}, "java21", "x86_64"
        ).flags("java/lib/a.jar"),
    ],
)
def native_library_in_jar(env: Environment) -> Iterator[Finding]:
    if env.java is None:
        return
    for family in unfit_families(env.java, env.target):
        element, native, misfit = nearest(family)
        if element.place:
            yield Finding(
                message=f"{element.shown} brings {family.name}, and no copy that the target loads",
                paths=(element.place.path,),
                reason=f"{native.path} {misfit.clause}: code that loads it fails, or goes on without",
                help=f"add the jar of the same library for Linux with glibc on {env.target.architecture}",
                archive=element.place.mount.name,
                subject=family.name,
            )
