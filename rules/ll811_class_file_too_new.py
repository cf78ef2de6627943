"""Classes were compiled for a newer Java than the runtime has.

## Why it matters

A class file carries the version of Java that it was compiled for, and an older Java refuses it:
`java.lang.UnsupportedClassVersionError: com/example/Main has been compiled by a more recent version of the Java
Runtime (class file version 65.0)`.

What a multi-release jar keeps in `META-INF/versions/` for newer ones does no harm, and neither does `module-info`.
Where only some classes of a jar are too new and nothing is known to load them, it is a warning.

## What to do

Compile for the runtime, or take the newer one:

    javac --release 17 ...
    aws lambda update-function-configuration --function-name NAME --runtime java21
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.java.class_path import ClassPath, Element, named_release, release_of
from layerlint.environment.java.handler import INTERFACES, handler_name, supertypes
from layerlint.examples.java import REQUEST_HANDLER, jar, java_class
from layerlint.examples.recipe import function, layer
from layerlint.facts.java.class_file import Version
from layerlint.facts.java.jar import Class
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

OLD, NEW = java_class("com/example/A", 8), java_class("com/example/A", 21)
HANDLER = java_class("com/example/Main", 21, interfaces=[REQUEST_HANDLER])
MOST_LOOKED_INTO = 500  # classes, where no handler is named


@rule(
    "LL811",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"java/lib/a.jar": jar({"com/example/A.class": OLD})}, "java8.al2"),
        layer({"java/lib/a.jar": jar({"com/example/A.class": NEW})}),
        layer(
            {
                "java/lib/a.jar": jar(
                    {
                        "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\nMulti-Release: true\n",
                        "com/example/A.class": OLD,
                        "META-INF/versions/21/com/example/A.class": NEW,
                        "module-info.class": java_class("module-info", 21),
                    }
                )
            },
            "java11",
        ),
        layer({"java/agent/a.jar": jar({"com/example/A.class": NEW})}, "java11"),
    ],
    bad=[
        layer({"java/lib/a.jar": jar({"com/example/A.class": NEW})}, "java17").flags("java/lib/a.jar"),
        layer({"java/lib/a.jar": jar({"a/A.class": OLD, "b/B.class": NEW})}, "java17").flags("java/lib/a.jar"),
        function(
            {"com/example/Main.class": HANDLER, "org/lib/A.class": java_class("org/lib/A", 8)},
            "java17",
            handler="com.example.Main::handleRequest",
        ).flags("com/example/Main.class"),
        layer({"java/lib/a.jar": jar({"a/A.class": java_class("a/A", 17, preview=True)})}, "java21").flags(
            "java/lib/a.jar"
        ),
    ],
)
def class_file_too_new(env: Environment) -> Iterator[Finding]:
    path = env.java
    if path is None:
        return
    loaded = handlers_classes(env, path)
    for element in path.elements:
        refused = path.too_new(element)
        if refused:
            yield finding(element, refused, [item for item in refused if id(item) in loaded], path, env)


def finding(
    element: Element, refused: Sequence[Class], loaded: Sequence[Class], path: ClassPath, env: Environment
) -> Finding:
    total = len(path.classes(element))
    whole = len(refused) == total
    newest = max((item.version for item in (loaded or refused) if item.version), key=lambda version: version.major)
    release = release_of(newest)
    what = "its classes" if whole else f"{len(refused):,} of {counted(total, 'class', 'classes')}"
    preview = " with preview features" if newest.preview else ""
    function = env.stack.function
    named = (named_release(element) or 0) > path.release
    return Finding(
        message=f"{element.shown}: {what} are compiled for Java {release}{preview}",
        paths=(element.place.path,) if element.place else tuple(item.path for item in (loaded or refused)[:1000]),
        reason=reason(newest, path, env),
        help=f"compile with --release {path.release}, or use the runtime java{release}",
        severity=None if loaded or (whole and not named) else Severity.WARNING,
        archive=element.place.mount.name if element.place else function.name if function else "",
        chain=(f"the handler loads {loaded[0].path}",) if loaded and not whole else (),
    )


def reason(newest: Version, path: ClassPath, env: Environment) -> str:
    if newest.major <= (path.newest or 0):
        return f"classes with preview features run on Java {release_of(newest)} alone"
    return f"{env.target.runtime} loads class files up to version {path.newest}, and theirs is {newest.major}"


def handlers_classes(env: Environment, path: ClassPath) -> frozenset[int]:
    """The identities of the classes that loading the handler is sure to load: its own, and what that extends."""
    if env.stack.function is None:
        return frozenset()
    if not env.stack.handler:
        return frozenset(unnamed_handlers(path))
    found = path.find(handler_name(env.stack.handler).path)
    return frozenset(id(each.item) for each, _ in supertypes(path, found).classes) if found else frozenset()


def unnamed_handlers(path: ClassPath) -> Iterator[int]:
    """Classes of the function itself that are handlers by what they implement."""
    for element in path.elements:
        if element.place is None:
            for item in path.too_new(element)[:MOST_LOOKED_INTO]:
                found = path.store.read(element, item)
                if found is not None and INTERFACES & set(found.interfaces):
                    yield id(item)
