"""Several jars on the class path have the same classes, and they differ.

## Why it matters

The class loader asks `/var/task`, then the jars of `/var/task/lib`, then those of `/opt/java/lib`, each in the order of
their names, and takes a class from the first that has it. A second version of a library is torn: what both have comes
from the first jar, what only the other has comes from that. `java.lang.NoSuchMethodError`, `NoSuchFieldError` and
`NoClassDefFoundError` follow, or not, as names happen to sort: `gson-2.10.jar` comes before `gson-2.9.jar`.

Copies that do not differ are a note, for their weight. Annotations that differ are not told.

## What to do

Keep one of the jars. `mvn dependency:tree` and `gradle dependencies` say who brings the other.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.java.class_path import Element
from layerlint.environment.java.duplicates import Twins, tells, twins
from layerlint.examples.java import jar, java_class
from layerlint.examples.recipe import layer, stack
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

ONE = jar({"a/A.class": java_class("a/A", 8), "a/B.class": java_class("a/B", 8)})
OTHER = jar({"a/A.class": java_class("a/A", 8, methods=[("run", "()V")]), "a/C.class": java_class("a/C", 8)})
FEW = 3  # classes of no more than these say nothing of their weight


@rule(
    "LL812",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"java/lib/a-1.jar": ONE, "java/lib/b.jar": jar({"b/A.class": java_class("b/A", 8)})}, "java21"),
        layer({"java/lib/a-1.jar": ONE, "java/lib/a-1-copy.jar": ONE}, "java21"),
        layer({"java/lib/a-1.jar": ONE, "java/agent/a-2.jar": OTHER}, "java21"),
    ],
    bad=[
        layer({"java/lib/a-1.jar": ONE, "java/lib/a-2.jar": OTHER}, "java21").flags("java/lib/a-2.jar"),
        stack(
            {"java/lib/a-1.jar": ONE},
            function={"lib/a-2.jar": OTHER},
            runtime="java21",
        ).flags("java/lib/a-1.jar"),
    ],
)
def class_in_several_jars(env: Environment) -> Iterator[Finding]:
    if env.java is None:
        return
    for pair in twins(env.java):
        if pair.different and tells(env.java, pair):
            yield torn(pair, env)
        elif not pair.different and len(pair.same) > FEW:
            yield copied(pair, env)


def torn(pair: Twins, env: Environment) -> Finding:
    name = pair.different[0].replace("/", ".")
    rest = f" and {len(pair.different) - 1:,} more" if len(pair.different) > 1 else ""
    left = pair.total - len(pair.same) - len(pair.different)
    mixed = f", and {counted(left, 'other class', 'other classes')} from the second" if left else ""
    return Finding(
        message=f"{shown(pair.winner)} and {shown(pair.loser)} have different versions of {name}{rest}",
        paths=paths(pair.loser) or pair.different[:1000],
        reason=f"Java takes them from {shown(pair.winner)}, which it searches first{mixed}",
        help=f"keep one of the two; rename nothing, since the order of names decides: {shown(pair.winner)} wins",
        archive=archive(pair.loser, env),
        subject=f"{shown(pair.winner)} {shown(pair.loser)}",
    )


def copied(pair: Twins, env: Environment) -> Finding:
    return Finding(
        message=f"{shown(pair.loser)} has {counted(len(pair.same), 'class', 'classes')} of {shown(pair.winner)} again",
        paths=paths(pair.loser),
        reason="the copies are alike and are never loaded",
        help=f"leave {shown(pair.loser)} out" if pair.is_whole else "build one of the two without its dependencies",
        severity=Severity.NOTE,
        archive=archive(pair.loser, env),
        subject=f"{shown(pair.winner)} {shown(pair.loser)}",
    )


def shown(element: Element) -> str:
    """With the mount's root, since both may be named alike."""
    return element.place.absolute if element.place else element.folder


def paths(element: Element) -> tuple[str, ...]:
    return (element.place.path,) if element.place else ()


def archive(element: Element, env: Environment) -> str:
    if element.place:
        return element.place.mount.name
    return env.stack.function.name if env.stack.function else ""
