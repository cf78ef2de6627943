"""A package.json cannot be read.

## Why it matters

Node.js reads the package.json of a package before anything else of it. Where it is no JSON, loading the package ends in
`ERR_INVALID_PACKAGE_CONFIG`, `Error parsing …/package.json` in older versions, whether or not its contents matter.
Conflict markers of a merge, a cut download and comments are the usual causes.

It is an error for the packages that a name finds, and a warning for those inside of other packages.

## What to do

Install the package again, or mend the file: JSON has no comments and no commas before a closing bracket.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.examples.recipe import function, layer
from layerlint.facts.malformed import Malformed
from layerlint.rule import Finding, Severity, rule

MODULES = "nodejs/node_modules"
MARK = "/node_modules/"


@rule(
    "LL712",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({f"{MODULES}/a/package.json": "\ufeff{}"}, "nodejs22.x"),
        layer({f"{MODULES}/a/test/package.json": "{", f"{MODULES}/a/package.json": "{}"}, "nodejs22.x"),
        layer({"templates/package.json": "{{ name }}"}, "nodejs22.x"),
    ],
    bad=[
        layer({f"{MODULES}/a/package.json": '{"name": "a",}'}, "nodejs22.x").flags(f"{MODULES}/a/package.json"),
        layer({f"{MODULES}/a/package.json": ""}, "nodejs22.x").flags(f"{MODULES}/a/package.json"),
        layer(
            {f"{MODULES}/a/package.json": "{}", f"{MODULES}/a/node_modules/b/package.json": "<<<<<<< HEAD"},
            "nodejs22.x",
        ).flags(f"{MODULES}/a/node_modules/b/package.json"),
        function({"index.js": "", "node_modules/@a/b/package.json": '{"name": "a"'}, "nodejs22.x").flags(
            "node_modules/@a/b/package.json"
        ),
    ],
)
def broken_package_json(env: Environment) -> Iterator[Finding]:
    if env.node is None:
        return
    for folder, manifest in env.node.shared.broken.items():
        place = env.node.shared.place(f"{folder}/package.json")
        if place is not None and is_certain(manifest):
            is_found = folder.rpartition(MARK)[0] + "/node_modules" in env.node.search_folders
            yield Finding(
                message=f"the package.json of {folder.rpartition(MARK)[2]} {manifest.reason}",
                paths=(place.path,),
                reason="Node.js reads it whenever the package is loaded, and gives up",
                help="install the package again, or mend the file",
                severity=None if is_found else Severity.WARNING,
                archive=place.mount.name,
            )


def is_certain(manifest: Malformed) -> bool:
    """Whether every version of Node.js refuses it: older ones take any JSON, and lost bytes are told elsewhere."""
    return not manifest.unread and manifest.reason.startswith("is no JSON")
