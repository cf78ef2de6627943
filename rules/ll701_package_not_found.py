"""A package or file that Node.js code asks for is not found.

## Why it matters

`require("x")` and `import "x"` look into the node_modules folders above the file that asks, and then into the folders
of NODE_PATH: `/opt/nodejs/nodeN/node_modules`, `/opt/nodejs/node_modules` and those of the runtime. A package in a
layer does not see `/var/task/node_modules`. Where nothing is found, loading ends in `Cannot find module 'x'`; where the
package is there and its package.json does not offer what is asked for, in `ERR_PACKAGE_PATH_NOT_EXPORTED`.

It is an error where the function is given with all of its layers and loading its handler is sure to come to it, or
where a file is missing inside of a package. In a lone layer it is a warning: another layer or the function may bring
the package. Requests in functions, under conditions and in `try … catch` do not count, unless a file of the function's
own makes them.

## What to do

Install with dependencies, next to what needs them:

    npm install --prefix nodejs express

Where a lock file or a package.json beside the code names the version that was meant, the help names it too, and the
reason says which option of npm leaves such a package out.

`layerlint imports my-layer.zip express` shows what is found, and the chain of requests that fails.
"""

import shlex
from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.node.failure import Defect, Felt, Reach
from layerlint.environment.node.places import package_folder
from layerlint.examples.recipe import function, layer, stack
from layerlint.hints import TYPE_CHECKING
from layerlint.node_findings import asker, failing
from layerlint.rule import Finding, Severity, rule

if TYPE_CHECKING:
    from layerlint.environment.node.locks import Meant

TOLD_ELSEWHERE = "aws-sdk"
BUILT_IN = "node:"
MODULES = "nodejs/node_modules"
NEEDS = '{"name": "a", "version": "1.0.0", "main": "a.js", "dependencies": {"b": "1"}}'
LONELY = {f"{MODULES}/a/package.json": NEEDS, f"{MODULES}/a/a.js": "const b = require('b')\n"}
WHOLE = {**LONELY, f"{MODULES}/b/package.json": "{}", f"{MODULES}/b/index.js": ""}
GUARDED = "let b\ntry {\n  b = require('b')\n} catch (error) {\n  b = null\n}\n"
APP = "const a = require('a')\nexports.handler = async () => 1\n"


@rule(
    "LL701",
    Severity.ERROR,
    since="0.1",
    good=[
        layer(WHOLE, "nodejs22.x"),
        layer({**LONELY, f"{MODULES}/a/a.js": GUARDED}, "nodejs22.x"),
        layer({**LONELY, f"{MODULES}/a/a.js": "exports.b = () => require('b')\n"}, "nodejs22.x"),
        function({"index.js": "const { S3 } = require('@aws-sdk/client-s3')\n"}, "nodejs22.x", handler="index.handler"),
        function({"index.mjs": "import fs from 'node:fs/promises'\n"}, "nodejs22.x", handler="index.handler"),
        stack(WHOLE, function={"index.js": APP}, runtime="nodejs22.x", handler="index.handler"),
        stack(WHOLE, function={"index.mjs": "import 'a'\n"}, runtime="nodejs22.x", handler="index.handler"),
        function({"index.js": "require('node:sqlite')\n"}, "nodejs22.x", handler="index.handler"),
    ],
    bad=[
        layer(LONELY, "nodejs22.x").flags(f"{MODULES}/a/a.js"),
        stack(LONELY, function={"index.js": APP}, runtime="nodejs22.x", handler="index.handler").flags(
            f"{MODULES}/a/a.js"
        ),
        function({"index.js": "const util = require('./lib/util')\n"}, "nodejs22.x", handler="index.handler").flags(
            "index.js"
        ),
        function({"index.mjs": "import { a } from './util'\n", "util.mjs": ""}, "nodejs22.x", handler="index.h").flags(
            "index.mjs"
        ),
        stack(WHOLE, function={"index.mjs": "import 'a'\n"}, runtime="nodejs16.x", handler="index.handler").flags(
            "index.mjs"
        ),
        function({"index.js": "require('node:sqlite')\n"}, "nodejs20.x", handler="index.handler").flags("index.js"),
    ],
)
def package_not_found(env: Environment) -> Iterator[Finding]:
    seen: set[str] = set()
    for felt in env.node.felt if env.node else ():
        name = package(felt)
        if felt.cause.defect not in (Defect.MISSING, Defect.BLOCKED) or name == TOLD_ELSEWHERE or name in seen:
            continue
        if env.stack.awaits_build and not name.startswith((".", "#", "/")):
            continue
        if felt.reach is Reach.WHOLE or is_worth_a_word(felt, env):
            seen.add(name)
            yield told(felt, name, env)


def package(felt: Felt) -> str:
    """The package that is asked for; a path as it is."""
    subject = felt.cause.subject
    if subject.startswith((".", "/", "#")):
        return subject
    return "/".join(subject.split("/")[: 2 if subject.startswith("@") else 1])


def is_worth_a_word(felt: Felt, env: Environment) -> bool:
    """The function's own code means what it asks for; packages ask in functions for much that they can do without."""
    return package_folder(felt.cause.owner) is None and env.stack.function is not None


def told(felt: Felt, name: str, env: Environment) -> Finding:
    is_torn = felt.cause.defect is Defect.BLOCKED or name.startswith((".", "#"))
    outcome = "does not give it out" if felt.cause.defect is Defect.BLOCKED else "is not there"
    what = f"{felt.cause.subject}, which {outcome}" if felt.cause.defect is Defect.MISSING else felt.cause.subject
    if felt.cause.defect is Defect.BLOCKED:
        what = f"{felt.cause.subject}, and {name} {outcome}"
    meant = env.node.locks.meant(name, felt.cause.owner) if env.node and is_installed(name) else None
    reason = "; ".join(filter(None, (felt.cause.detail, meant.clause if meant else "")))
    finding = failing(felt, f"{asker(felt)} asks for {what}", advice(name, is_torn, meant), env, reason=reason)
    certain = env.complete or name.startswith(BUILT_IN) or (is_torn and not env.stack.absent)
    return finding if certain else finding._replace(severity=Severity.WARNING)


def is_installed(name: str) -> bool:
    return not name.startswith((".", "#", "/", BUILT_IN))


def advice(name: str, is_torn: bool, meant: "Meant | None") -> str:
    if name.startswith(BUILT_IN):
        return f"choose a runtime whose Node.js has {name.removeprefix(BUILT_IN)}, or a package that does without it"
    if name.startswith((".", "#", "/")):
        return "bring the file back, or correct the path: names on Lambda are told apart by capitals"
    spec = shlex.quote(f"{name}@{meant.wanted}" if meant and meant.wanted else name)
    if is_torn:
        return f"install {name} again, in the version that the code was written for"
    if meant and meant.role.value == "dev":
        return f"make it a dependency: npm install --save-prod {spec}"
    return f"install it beside what needs it: npm install {spec}"
