"""A multi-release jar was unpacked, so that its variants for newer Java are never loaded.

## Why it matters

`Multi-Release: true` in a manifest means something in a jar only. In a function package of loose classes
`META-INF/versions/` is a folder that nobody looks into; the classes for the oldest Java are loaded instead.

## What to do

Keep the jar whole, in `lib/` of the function package or in `java/lib` of a layer.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.java import jar, java_class
from layerlint.examples.recipe import Content, function
from layerlint.facts.java.jar import DESCRIPTORS, VERSIONS
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

LOOSE: dict[str, Content] = {
    "a/A.class": java_class("a/A", 8),
    "META-INF/MANIFEST.MF": "Multi-Release: true\n",
    "META-INF/versions/11/a/A.class": java_class("a/A", 11),
}


@rule(
    "LL817",
    Severity.NOTE,
    since="0.1",
    good=[
        function({"lib/a.jar": jar(LOOSE)}, "java21"),
        function(
            {
                "a/A.class": java_class("a/A", 8),
                "META-INF/versions/9/module-info.class": java_class("module-info", 9),
            },
            "java21",
        ),
    ],
    bad=[function(LOOSE, "java21").flags("META-INF/versions/11/a/A.class")],
)
def multi_release_unpacked(env: Environment) -> Iterator[Finding]:
    mount = env.stack.function
    if env.java is None or mount is None:
        return
    files = [path for path in mount.contents.archive.files if path.startswith(VERSIONS) and path.endswith(".class")]
    files = [path for path in files if path.rpartition("/")[2] not in DESCRIPTORS and is_for(path, env.java.release)]
    if files:
        yield Finding(
            message=f"{counted(len(files), 'class', 'classes')} for newer Java in {VERSIONS} are never loaded",
            paths=tuple(files[:1000]),
            reason="only a jar can be multi-release; here the classes for the oldest Java are loaded",
            help="put the jar into lib/ of the function package as it is",
            archive=mount.name,
        )


def is_for(path: str, release: int) -> bool:
    number = path[len(VERSIONS) :].partition("/")[0]
    return number.isdecimal() and int(number) <= release
