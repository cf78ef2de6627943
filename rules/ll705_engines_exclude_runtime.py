"""A package says that it is for other versions of Node.js.

## Why it matters

`engines.node` in package.json is the author's word for which versions the package was made and tested. npm only warns;
at run time nobody looks. Such a package may use syntax or functions that the runtime lacks and fail where they are met,
or it may work.

Only packages that no version of the runtime's major fits are named, all of an archive in one finding.

## What to do

Install with the runtime's own version of Node.js and let npm be strict about it, or pin a version of the package that
supports the runtime:

    npm install --engine-strict
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.recipe import layer
from layerlint.hints import TYPE_CHECKING
from layerlint.python_findings import listed
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

if TYPE_CHECKING:
    from layerlint.environment.node.shared import Package

PATH = "nodejs/node_modules/a/package.json"


@rule(
    "LL705",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({PATH: '{"name": "a", "version": "1.0.0", "engines": {"node": ">=18"}}'}, "nodejs22.x"),
        layer({PATH: '{"name": "a", "version": "1.0.0", "engines": {"node": "^18.17.0 || ^22.3.0"}}'}, "nodejs22.x"),
        layer({PATH: '{"name": "a", "version": "1.0.0", "engines": {"node": "whatever"}}'}, "nodejs22.x"),
        layer({PATH: '{"name": "a", "version": "1.0.0"}'}, "nodejs22.x"),
    ],
    bad=[
        layer({PATH: '{"name": "a", "version": "1.0.0", "engines": {"node": ">=24"}}'}, "nodejs22.x").flags(PATH),
        layer(
            {
                PATH: '{"name": "a", "version": "1.0.0", "engines": {"node": "14 - 18"}}',
                "nodejs/node_modules/b/package.json": '{"name": "b", "engines": {"node": "<20"}}',
            },
            "nodejs22.x",
        ).flags(PATH),
    ],
)
def engines_exclude_runtime(env: Environment) -> Iterator[Finding]:
    if env.node is None:
        return
    from layerlint.facts.node_range import admits  # noqa: PLC0415  # of one language only

    major = env.node.facts.major
    wanting = [each for each in env.node.shared.installed.values() if each.manifest.node]
    unfit = [each for each in wanting if admits(each.manifest.node, major) is False]
    for mount in env.stack.mounts:
        mine = sorted((each for each in unfit if is_in(each, mount.root, env, mount.name)), key=lambda each: each.name)
        if mine:
            yield told(mine, mount.name, env)


def is_in(package: "Package", root: str, env: Environment, name: str) -> bool:
    place = env.node.shared.place(f"{package.folder}/package.json") if env.node else None
    return place is not None and place.mount.root == root and place.mount.name == name


def told(packages: "list[Package]", archive: str, env: Environment) -> Finding:
    wishes = [f"{each.name} {each.manifest.version}".strip() + f" wants {each.manifest.node}" for each in packages]
    named = f"{packages[0].name} is" if len(packages) == 1 else f"{counted(len(packages), 'package')} are"
    return Finding(
        message=f"{named} not made for {env.target.runtime} by engines in package.json",
        paths=tuple(each.manifest.path for each in packages),
        reason=listed(wishes),
        help=f"pin versions that support Node.js {env.target.runtime.version}, or choose a runtime that they support",
        archive=archive,
        subject=packages[0].name,
    )
