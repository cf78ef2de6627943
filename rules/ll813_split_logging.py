"""SLF4J finds several bindings, or none that fits its version.

## Why it matters

SLF4J 1 looks for the class `org.slf4j.impl.StaticLoggerBinder`, SLF4J 2 for a provider in `META-INF/services`. Several
of them: the first on the class path wins, as names happen to sort, and the others' configuration is read by nobody.
None that fits: `No SLF4J providers were found`, and every log line is dropped.

A bridge and a binding between the same two libraries call each other for ever; SLF4J refuses to start with
`Detected both log4j-over-slf4j.jar AND bound slf4j-log4j12.jar on the class path`.

## What to do

Keep one binding, of the same major version as `slf4j-api`:

    mvn dependency:tree -Dincludes=org.slf4j,ch.qos.logback,org.apache.logging.log4j
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.java.class_path import ClassPath, Element
from layerlint.environment.java.duplicates import providers
from layerlint.examples.java import jar, java_class
from layerlint.examples.recipe import function, layer
from layerlint.rule import Finding, Severity, rule

BINDER = "org/slf4j/impl/StaticLoggerBinder"
PROVIDER = "org.slf4j.spi.SLF4JServiceProvider"
API, API_2 = "org/slf4j/LoggerFactory", "org/slf4j/spi/SLF4JServiceProvider"
#: of log4j-over-slf4j, and of the binding that leads back; SLF4J looks for the first itself, and throws
BRIDGE, BACK = "org/apache/log4j/Log4jLoggerFactory", "org/slf4j/impl/Log4jLoggerFactory"

ONE = jar({f"{BINDER}.class": java_class(BINDER, 8)})
OTHER = jar({f"{BINDER}.class": java_class(BINDER, 8, methods=[("other", "()V")])})
OLD_API = jar({f"{API}.class": java_class(API, 8)})
NEW_API = jar({f"{name}.class": java_class(name, 8) for name in (API, API_2)})
SERVICE = jar({f"META-INF/services/{PROVIDER}": "a.Provider"})


@rule(
    "LL813",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"java/lib/slf4j-api-1.7.jar": OLD_API, "java/lib/logback-classic.jar": ONE}, "java21"),
        layer({"java/lib/slf4j-api-2.0.jar": NEW_API, "java/lib/slf4j-simple.jar": SERVICE}, "java21"),
        layer({"java/lib/slf4j-api-2.0.jar": NEW_API}, "java21"),
        layer({"java/lib/slf4j-simple.jar": ONE}, "java21"),
    ],
    bad=[
        layer({"java/lib/logback-classic.jar": ONE, "java/lib/slf4j-simple.jar": OTHER}, "java21").flags(
            "java/lib/logback-classic.jar"
        ),
        function({"lib/slf4j-api-2.0.jar": NEW_API, "lib/slf4j-simple-1.7.jar": ONE}, "java21").flags(
            "lib/slf4j-simple-1.7.jar"
        ),
        function({"lib/slf4j-api-1.7.jar": OLD_API, "lib/slf4j-simple-2.0.jar": SERVICE}, "java21").flags(
            "lib/slf4j-simple-2.0.jar"
        ),
    ],
)
def split_logging(env: Environment) -> Iterator[Finding]:
    path = env.java
    if path is None:
        return
    binders, services = list(providers(path, BINDER)), list(providers(path, PROVIDER, service=True))
    api = next(providers(path, API), None)
    is_second = api is not None and API_2 in api.jar.classes
    asked, others = (services, binders) if is_second or (api is None and not binders) else (binders, services)
    if len(asked) > 1:
        yield several(asked)
    elif api is not None and not asked and others:
        yield none_fits(api, others[0], is_second=is_second)
    yield from loops(path)


def several(found: Sequence[Element]) -> Finding:
    names = " and ".join(element.shown for element in found)
    return Finding(
        message=f"SLF4J finds several bindings: {names}",
        paths=tuple(element.place.path for element in found if element.place),
        reason=f"{found[0].shown} comes first on the class path and wins; nothing reads what the others are told",
        help="keep the binding whose configuration you mean, and leave the others out",
        archive=archive(found[0]),
        subject="bindings",
    )


def none_fits(api: Element, binding: Element, *, is_second: bool) -> Finding:
    mine, other = ("2", "1") if is_second else ("1", "2")
    return Finding(
        message=f"{binding.shown} is a binding of SLF4J {other}, and {api.shown} is SLF4J {mine}",
        paths=tuple(element.place.path for element in (binding, api) if element.place),
        reason=f"SLF4J {mine} does not see it, so every log line is dropped",
        help=f"take the binding of the version that goes with slf4j-api {mine}",
        archive=archive(binding),
        subject="version",
    )


def loops(path: ClassPath) -> Iterator[Finding]:
    bridge, binding = next(providers(path, BRIDGE), None), next(providers(path, BACK), None)
    if bridge is not None and binding is not None:
        yield Finding(
            message=f"{bridge.shown} sends log4j to SLF4J, and {binding.shown} sends it back",
            paths=tuple(element.place.path for element in (bridge, binding) if element.place),
            reason="SLF4J refuses to start where both are on the class path",
            help="leave one of the two out",
            archive=archive(bridge),
            subject="loop",
        )


def archive(element: Element) -> str:
    return element.place.mount.name if element.place else ""
