"""One distribution is there in two versions.

## Why it matters

`pip install --target` over an older installation replaces the packages and leaves the older `.dist-info` folder: the
code is of one version, what `importlib.metadata.version()` answers may be the other. Unpacking one wheel over
another is worse, since files that only the older one had stay behind.

In two folders of the search path the versions do not mix: the one in the earlier folder is imported and the other
is dead weight. `/opt/python/lib/python3.X/site-packages` comes before `/opt/python`.

## What to do

Install into an empty folder:

    rm -rf python && pip install --target python requests

With two folders, keep the distribution in one of them.
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.python.installed import Installed
from layerlint.examples.recipe import distribution, layer
from layerlint.python_findings import several
from layerlint.rule import Finding, Severity, rule

SITE = "python/lib/python3.12/site-packages"
CODE = {"python/pkg.py": ""}
OLD, NEW = distribution("pkg", "1.0", record=["pkg.py", "pkg_old.py"]), distribution("pkg", "2.0", record=["pkg.py"])


@rule(
    "LL314",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({**CODE, **NEW}, "python3.12"),
        layer({**CODE, **NEW, f"{SITE}/pkg.py": "", **distribution("pkg", "2.0", site=SITE)}, "python3.12"),
        layer({**CODE, **NEW, f"{SITE}/pkg.py": "", **distribution("pkg", "1.0", site=SITE)}, "python3.11"),
        layer({**CODE, **NEW, **distribution("pkg", "1.0", site="python/other/_vendor")}, "python3.12"),
    ],
    bad=[
        layer({**CODE, **OLD, **NEW}, "python3.12").flags("python/pkg-1.0.dist-info/METADATA"),
        layer({**CODE, **NEW, f"{SITE}/pkg.py": "", **distribution("pkg", "1.0", site=SITE)}, "python3.12").flags(
            f"{SITE}/pkg-1.0.dist-info/METADATA"
        ),
    ],
)
def two_versions_of_one_distribution(env: Environment) -> Iterator[Finding]:
    if env.python is None:
        return
    groups: dict[tuple[str, str], list[Installed]] = {}
    for each in env.python.candidates.visible.installed:
        groups.setdefault((each.mount.name, each.distribution.name), []).append(each)
    for found in groups.values():
        if len({each.distribution.version for each in found}) > 1:
            first = found[0].folder
            beside = [each for each in found if each.folder == first]
            mixed = len({each.distribution.version for each in beside}) > 1
            yield mixed_up(beside) if mixed else hidden(found)


def versions(found: Sequence[Installed]) -> str:
    return " and ".join(dict.fromkeys(each.distribution.version for each in found))


def mixed_up(found: Sequence[Installed]) -> Finding:
    """Two versions in one folder."""
    name = found[0].distribution.shown_name
    return Finding(
        message=f"{name} is there in the versions {versions(found)}, in one folder",
        paths=tuple(each.metadata for each in found),
        reason="; ".join(
            ["importlib.metadata answers with either, as the file system lists them", *filter(None, map(lost, found))]
        ),
        help=f"install into an empty folder: rm -rf python && pip install --target python {name}",
        archive=found[0].mount.name,
    )


def lost(each: Installed) -> str:
    """What tells that a version is the one that was replaced."""
    gone = each.mount.contents.lost.get(each.distribution.folder, ())
    code = [path for path in gone if path.endswith((".py", ".so"))]
    count = several(code, "a module", "{} modules")
    return f"{count} of {each.distribution.version} {'is' if len(code) == 1 else 'are'} not there" if code else ""


def hidden(found: Sequence[Installed]) -> Finding:
    """Two versions in two folders of the search path."""
    name = found[0].distribution.shown_name
    first, other = found[0], next(each for each in found if each.folder != found[0].folder)
    return Finding(
        message=f"{name} is there in the versions {versions(found)}, in two folders",
        paths=tuple(each.metadata for each in found),
        reason=f"{where(first)} is searched before {where(other)}, so {other.distribution.version} is hidden",
        help=f"keep {name} in one of the folders",
        archive=first.mount.name,
    )


def where(each: Installed) -> str:
    return f"{each.mount.root}/{each.distribution.site}".rstrip("/")
