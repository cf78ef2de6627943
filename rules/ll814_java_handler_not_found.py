"""The Java handler is not there, or the runtime cannot call it.

## Why it matters

The handler `com.example.Main::handleRequest` names a class on the class path (`/var/task`, the jars of `/var/task/lib`,
those of `/opt/java/lib`) and a public method of it. Without `::` the class has to implement `RequestHandler` or
`RequestStreamHandler`. Every invocation fails where the class or method is missing
(`java.lang.ClassNotFoundException: com.example.Main`, `No public method named handleRequest`), where no overload has
parameters that the runtime knows, or where it cannot make an instance: a public class with a public constructor that
takes nothing is wanted.

A class that extends or implements what no jar brings ends in `java.lang.NoClassDefFoundError` before anything is
called: a jar of the project alone, without its libraries.

A jar at the root of the package is not on the class path, and neither are Spring Boot's `BOOT-INF/classes`.

## What to do

Say in the configuration what the code says, and package classes at the root or jars in `lib/`:

    aws lambda update-function-configuration --function-name NAME --handler com.example.Main::handleRequest
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.java.class_path import ClassPath, Found
from layerlint.environment.java.handler import Fault, HandlerName, fault, handler_name, near_classes, supertypes
from layerlint.environment.layout.handler import has_wrapper
from layerlint.environment.targets import languages
from layerlint.examples.java import HANDLE, REQUEST_HANDLER, jar, java_class
from layerlint.examples.recipe import function
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

MAIN = java_class("com/example/Main", 17, interfaces=[REQUEST_HANDLER], methods=[HANDLE])
OPEN = java_class("com/example/Main", 17, parent="com/vendor/Base")
BASE = java_class("com/vendor/Base", 17, methods=[HANDLE])
OPTIONS = "JAVA_TOOL_OPTIONS"  # may add to the class path
PLAIN = java_class("com/example/Main", 17, methods=[("run", "(II)V")])
PRIVATE = java_class("com/example/Main", 17, methods=[HANDLE], constructor=False)


@rule(
    "LL814",
    Severity.ERROR,
    since="0.1",
    good=[
        function({"com/example/Main.class": MAIN}, "java21", handler="com.example.Main::handleRequest"),
        function({"com/example/Main.class": MAIN}, "java21", handler="com.example.Main"),
        function({"lib/a.jar": jar({"com/example/Main.class": MAIN})}, "java21", handler="com.example.Main"),
        function(
            {"com/example/Main.class": OPEN, "lib/a.jar": jar({"com/vendor/Base.class": BASE})},
            "java21",
            handler="com.example.Main::handleRequest",
        ),
        function(
            {
                "lib/a.jar": jar({"META-INF/MANIFEST.MF": "Manifest-Version: 1.0\nClass-Path: ../other/b.jar\n"}),
                "other/b.jar": jar({"com/example/Main.class": MAIN}),
            },
            "java21",
            handler="com.example.Main",
        ),
        function({"com/example/Main.class": MAIN}, "java21"),
    ],
    bad=[
        function({"com/example/Main.class": MAIN}, "java21", handler="com.example.Other::handleRequest").flags(""),
        function({"app.jar": jar({"com/example/Main.class": MAIN})}, "java21", handler="com.example.Main").flags(
            "app.jar"
        ),
        function(
            {"BOOT-INF/classes/com/example/Main.class": MAIN}, "java21", handler="com.example.Main::handleRequest"
        ).flags("BOOT-INF/classes/com/example/Main.class"),
        function({"com/example/Main.class": MAIN}, "java21", handler="com.example.Main::handle").flags(
            "com/example/Main.class"
        ),
        function({"com/example/Main.class": PLAIN}, "java21", handler="com.example.Main::run").flags(
            "com/example/Main.class"
        ),
        function({"com/example/Main.class": PLAIN}, "java21", handler="com.example.Main").flags(
            "com/example/Main.class"
        ),
        function({"com/example/Main.class": PRIVATE}, "java21", handler="com.example.Main::handleRequest").flags(
            "com/example/Main.class"
        ),
        function({"com/example/Main.class": MAIN}, "java21", handler="::handleRequest").flags(""),
        function({"com/example/Main.class": MAIN}, "java21", handler="com/example/Main").flags(""),
        function({"com/example/Main.class": OPEN}, "java21", handler="com.example.Main::handleRequest").flags(
            "com/example/Main.class"
        ),
    ],
)
def java_handler_not_found(env: Environment) -> Iterator[Finding]:
    path, handler, mount = env.java, env.stack.handler, env.stack.function
    if path is None or mount is None or not handler or not is_for_java(env):
        return
    name = handler_name(handler)
    if not name.class_name or name.method == "":
        yield malformed(handler, mount)
        return
    found = path.find(name.path) if "/" not in name.class_name else None
    if found is None:
        yield no_class(name, path, mount, env)
        return
    wrong = fault(found, name.method, path)
    if wrong is Fault.NO_SUPERTYPE:
        yield no_supertype(found, name, path, mount, env)
    elif wrong is not None:
        place = found.element.place
        reason, remedy = WORDS[wrong]
        yield Finding(
            message=message(wrong, name),
            paths=(place.path if place else found.item.path,),
            reason=reason,
            help=remedy,
            archive=place.mount.name if place else mount.name,
            subject=handler,
        )


def no_supertype(found: Found, name: HandlerName, path: ClassPath, mount: Mount, env: Environment) -> Finding:
    missing = supertypes(path, found).missing.replace("/", ".")
    doubtful = env.view.java.skipped or OPTIONS in env.stack.variables or not env.complete
    place = found.element.place
    return Finding(
        message=f"the handler's class needs {missing}, which is not on the class path",
        paths=(place.path if place else found.item.path,),
        reason=f"{name.class_name} extends or implements it, itself or through a class above",
        help="package the libraries too: a shaded jar, or their jars in lib/ or a layer's java/lib/",
        severity=Severity.WARNING if doubtful else None,
        archive=place.mount.name if place else mount.name,
        subject=missing,
    )


def is_for_java(env: Environment) -> bool:
    """A wrapper may put anything in the place of Java: a web server that a script starts."""
    if has_wrapper(env.stack):
        return False
    return bool(env.stack.runtimes) or languages(env.view, env.platform) == {"java"}


def message(wrong: Fault, name: HandlerName) -> str:
    match wrong:
        case Fault.NO_METHOD:
            return f"{name.class_name} has no public method {name.method}"
        case Fault.NO_SIGNATURE:
            return f"{name.class_name} has no method {name.method} with parameters that the runtime knows"
        case Fault.NO_INTERFACE:
            return f"{name.class_name} implements neither RequestHandler nor RequestStreamHandler"
        case Fault.ABSTRACT:
            return f"{name.class_name} is abstract"
    return f"{name.class_name} has no public constructor without parameters"


INSTANCE = "the runtime makes an instance before it calls the method"
WORDS = {
    Fault.NO_METHOD: ("neither the class nor what it extends declares it", "set the handler to a method that is there"),
    Fault.NO_SIGNATURE: (
        "it passes an event or an InputStream, then an OutputStream for streams, then the Context, in that order",
        "declare it as Object NAME(Event event, Context context)",
    ),
    Fault.NO_INTERFACE: (
        "a handler that names no method has to be one of the two",
        "implement RequestHandler, or name the method behind the class: CLASS::METHOD",
    ),
    Fault.ABSTRACT: (INSTANCE, "name a class that can be instantiated, or make the method static"),
    Fault.NO_CONSTRUCTOR: (INSTANCE, "give it a public constructor without parameters in a public class"),
}


def malformed(handler: str, mount: Mount) -> Finding:
    return Finding(
        message=f"{handler} is no handler: class and method with :: between are wanted",
        reason="the runtime splits at the last ::, and neither side may be empty",
        help="name both, for example com.example.Main::handleRequest",
        archive=mount.name,
        subject=handler,
    )


def no_class(name: HandlerName, path: ClassPath, mount: Mount, env: Environment) -> Finding:
    near = next(near_classes(path, name), None)
    elsewhere = off_the_class_path(name, mount)
    method = f"::{name.method}" if name.method else ""
    if near is not None:
        remedy = f"set the handler to {near}{method}"
    elif elsewhere:
        remedy = "package classes at the root of the archive, or their jar in lib/"
    else:
        remedy = "set the handler to a class of the package, or add the layer that has it with --layer"
    return Finding(
        message=f"the handler's class {name.class_name} is not on the class path",
        paths=(elsewhere,) if elsewhere else (),
        reason=f"{elsewhere} is not searched" if elsewhere else "/var/task, lib/ and the layers do not have it",
        help=remedy,
        severity=Severity.WARNING if env.stack.absent or env.view.java.skipped else None,
        archive=mount.name,
        subject=name.class_name,
    )


def off_the_class_path(name: HandlerName, mount: Mount) -> str:
    """Where the class, or a jar that may hold it, lies instead."""
    files = mount.contents.archive.files
    ending = f"/{name.path}.class"
    loose = next((path for path in files if path.endswith(ending)), "")
    if loose:
        return loose
    return next((path for path in files if path.lower().endswith(".jar") and not path.startswith("lib/")), "")
