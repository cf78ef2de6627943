"""A distribution of one archive does not get the version that it requires of another archive's.

## Why it matters

Each archive was put together by an installer that chose versions which agree. Between archives nobody does: what a
layer requires may be there in a version that its metadata rules out. Often it works all the same, for requirements
are drawn with care. Where it does not, an import ends in `No module named 'pkg.old'` or
`cannot import name 'DEFAULT_CIPHERS' from 'urllib3.util.ssl_'`, or a function does when it is called.

It is an error where an import is known to need a module or name that the version which is there does not have. Within
one archive, requirement-unmet tells of what is not met and does no harm.

## What to do

Install what belongs together in one go, and split the result into layers afterwards:

    pip install --target python -r all-requirements.txt
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.python.requirements import Unmet
from layerlint.examples.recipe import distribution, layer, stack
from layerlint.python_findings import listed
from layerlint.rule import Finding, Severity, rule
from layerlint.stack_findings import called, felt

PKG = {"python/pkg.py": "new = 1\n", **distribution("pkg", "2.0", record=["pkg.py"])}


def user(source: str, wish: str) -> dict[str, str]:
    return {"python/user.py": source, **distribution("user", requires=[wish], record=["user.py"])}


@rule(
    "LL507",
    Severity.WARNING,
    since="0.1",
    good=[
        stack(PKG, user("import pkg\n", "pkg>=2")),
        layer({**PKG, **user("import pkg\n", "pkg<2")}, "python3.12"),
        stack(user("import urllib3\n", "urllib3<1.26"), PKG),
        stack(PKG, user("import pkg\n", "pkg<2; python_version < '3.9'")),
    ],
    bad=[
        stack(PKG, user("import pkg\n", "pkg<2")).flags("python/user-1.0.dist-info/METADATA"),
        stack(PKG, user("from pkg import old\n", "pkg<2")).flags("python/user-1.0.dist-info/METADATA"),
        layer({**PKG, **user("from pkg import old\n", "pkg<2")}, "python3.12").flags(
            "python/user-1.0.dist-info/METADATA"
        ),
    ],
)
def version_conflict(env: Environment) -> Iterator[Finding]:
    if env.layers is None:
        return
    groups: dict[str, list[Unmet]] = {}
    for each in env.layers.conflicts:
        groups.setdefault(each.requirement.name, []).append(each)
    for conflicts in groups.values():
        if not all(env.layers.is_mended_by_order(each) for each in conflicts):
            yield felt(conflict(conflicts), env.layers.worst(conflicts))


def conflict(conflicts: Sequence[Unmet]) -> Finding:
    """What all that is said about one distribution comes to."""
    first = conflicts[0]
    here = first.here
    name = here.distribution.shown_name if here else first.requirement.name
    askers = listed(dict.fromkeys(each.asker.distribution.shown_name for each in conflicts))
    wishes = dict.fromkeys(f"{wish(each)} ({called(each.asker.mount)})" for each in conflicts)
    where = f" of {called(here.mount)}" if here else ""
    return Finding(
        message=f"{name} {first.version}{where} is not what {askers} requires",
        paths=tuple(dict.fromkeys(each.asker.metadata for each in conflicts if each.asker.mount is first.asker.mount)),
        reason=f"wanted: {listed(wishes)}",
        help=f"build with a {name} that suits all: pip install --target python {' '.join(specifiers(conflicts))}",
        archive=first.asker.mount.name,
        subject=name,
    )


def wish(unmet: Unmet) -> str:
    return f"{unmet.requirement.name} {unmet.requirement.specifier}"


def specifiers(conflicts: Sequence[Unmet]) -> list[str]:
    wishes = dict.fromkeys(f"{each.requirement.name}{each.requirement.specifier}" for each in conflicts)
    return [f"'{each}'" for each in wishes]
