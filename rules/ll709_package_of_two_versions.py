"""Two layers bring two versions of one npm package to the same place.

## Why it matters

Layers are unpacked one over another, and folders are merged. Where two have `nodejs/node_modules/x` in different
versions, the files of the later layer win, those that only the earlier one has stay, and code that was installed with
the earlier version gets the later. npm would have put one of the two into a node_modules folder of its own.

## What to do

Use one version in both layers, keep the package in one of them, or build one layer of both:

    npm install --prefix nodejs x y
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.recipe import stack
from layerlint.python_findings import listed
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

FOLDER = "nodejs/node_modules/uuid"


def uuid(version: str, *files: str) -> dict[str, str]:
    manifest = {f"{FOLDER}/package.json": f'{{"name": "uuid", "version": "{version}"}}'}
    return manifest | {f"{FOLDER}/{file}": version for file in files}


@rule(
    "LL709",
    Severity.WARNING,
    since="0.1",
    good=[
        stack(uuid("9.0.0", "a.js"), uuid("9.0.0", "a.js"), runtime="nodejs22.x"),
        stack(
            {**uuid("9.0.0", "a.js"), "nodejs/node_modules/a/node_modules/uuid/package.json": '{"version": "8.0.0"}'},
            runtime="nodejs22.x",
        ),
        stack(uuid("9.0.0"), {FOLDER.replace("nodejs", "nodejs/node22") + "/package.json": "{}"}, runtime="nodejs22.x"),
    ],
    bad=[
        stack(uuid("8.3.2", "a.js", "b.js"), uuid("9.0.0", "a.js"), runtime="nodejs22.x").flags(
            f"{FOLDER}/package.json"
        ),
        stack(uuid("8.3.2", "a.js"), uuid("9.0.0", "a.js"), runtime="nodejs22.x").flags(f"{FOLDER}/package.json"),
    ],
)
def package_of_two_versions(env: Environment) -> Iterator[Finding]:
    if env.target.runtime.nodejs is None or not env.view.overlay.losses:
        return
    from layerlint.environment.node.mixed import mixed  # noqa: PLC0415  # of one language only

    for each in mixed(env.view.overlay):
        stay = f"{counted(len(each.left), 'file')} of {each.lost} stay among them: {listed(each.left)}"
        yield Finding(
            message=f"{each.name} {each.kept} of {each.loss.winner.name} lies over {each.lost}",
            paths=(f"{each.folder}/package.json", *each.left),
            reason=stay if each.left else f"what {each.loss.loser.name} was installed with is gone",
            help=f"use one version of {each.name} in both, or keep it in one of them",
            archive=each.loss.loser.name,
            subject=each.loss.winner.name,
        )
