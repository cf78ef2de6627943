"""A jar on the class path is no zip.

## Why it matters

The class loader passes over a jar that it cannot open, without a word, and the classes in it are missing:
`java.lang.NoClassDefFoundError`. Broken downloads, Git LFS pointers and pages of an error in place of a jar are what
is found there.

## What to do

Fetch or build it again, and look at it:

    unzip -t java/lib/my.jar
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.java import jar, java_class
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule


@rule(
    "LL818",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"java/lib/a.jar": jar({"a/A.class": java_class("a/A", 8)}), "java/lib/b.txt": "b"}, "java21"),
        layer({"java/lib/a.jar": jar({})}, "java21"),
    ],
    bad=[
        layer({"java/lib/a.jar": "version https://git-lfs.github.com/spec/v1\n"}, "java21").flags("java/lib/a.jar"),
        layer({"java/lib/a.jar": ""}, "java21").flags("java/lib/a.jar"),
    ],
)
def unreadable_jar(env: Environment) -> Iterator[Finding]:
    if env.java is None:
        return
    for place, reason in env.view.java.skipped:
        yield Finding(
            message=f"{place.path} is no jar",
            paths=(place.path,),
            reason=f"{reason}; Java passes over it in silence, and its classes are missing",
            help=f"fetch or build it again, and look at it: unzip -t {place.path}",
            archive=place.mount.name,
        )
