"""The wrapper script that the function names is not there, or is not used.

## Why it matters

`AWS_LAMBDA_EXEC_WRAPPER` names a program that a managed runtime starts in place of its interpreter, as layers for
monitoring ask for: `/opt/otel-handler`. Where no layer brings it, every start ends with
`/opt/otel-handler: does not exist` (exit status 127). The value is one path; arguments behind it become part of the
name. What else keeps a wrapper from being started, as `is not an executable` (126), is told as of other programs.

The `provided` runtimes, and go1.x, start their program themselves and do not look at the variable.

## What to do

Add the layer, or take the variable away:

    aws lambda update-function-configuration --function-name NAME --layers ARN
"""

from collections.abc import Iterator

from layerlint.environment.custom.entrypoint import at, tree_of
from layerlint.environment.environment import Environment
from layerlint.environment.layout.handler import WRAPPER
from layerlint.examples.recipe import executable, stack
from layerlint.rule import Finding, Severity, rule

SCRIPT = '#!/bin/sh\nexec "$@"\n'
APP = {"app.py": "def handler(event, context): ...\n"}


@rule(
    "LL803",
    Severity.ERROR,
    since="0.1",
    good=[
        stack({"otel-handler": executable(SCRIPT)}, function=APP, variables={WRAPPER: "/opt/otel-handler"}),
        stack(function={**APP, "wrap": executable(SCRIPT)}, variables={WRAPPER: "wrap"}),
        stack(function=APP, variables={WRAPPER: "/opt/otel-handler"}, absent=("arn:aws:lambda:…:layer:otel:1",)),
        stack(function=APP, variables={WRAPPER: "/var/lang/bin/python3"}),
        stack(function=APP, variables={WRAPPER: ""}),
    ],
    bad=[
        stack(function=APP, variables={WRAPPER: "/opt/otel-handler"}).flags(""),
        stack({"bin/wrap": executable(SCRIPT)}, function=APP, variables={WRAPPER: "/opt/wrap"}).flags("bin/wrap"),
        stack(
            function={"bootstrap": executable(SCRIPT), "wrap": executable(SCRIPT)},
            variables={WRAPPER: "/var/task/wrap"},
            runtime="provided.al2023",
        ).flags(""),
    ],
)
def exec_wrapper_missing(env: Environment) -> Iterator[Finding]:
    value = env.stack.variables.get(WRAPPER, "")
    if not value or env.stack.function is None:
        return
    if env.language in ("provided", "go"):
        yield unused(env)
        return
    path = env.links.search.inside(value, "")
    if not path.startswith((f"{env.view.opt.root}/", f"{env.view.task.root}/")):
        return  # the image's own
    elsewhere = bool(env.stack.absent) and path.startswith(env.view.opt.root)
    if at(env, path) is None and not elsewhere:
        yield missing(path, env)


def unused(env: Environment) -> Finding:
    return Finding(
        message=f"{WRAPPER} is set, and {env.target.runtime} does not look at it",
        reason="only managed runtimes start a wrapper; a bootstrap would have to do so itself",
        help="start the wrapper from bootstrap, or take the variable away",
        severity=Severity.WARNING,
        archive=env.stack.function.name if env.stack.function else "",
        subject=WRAPPER,
    )


def missing(path: str, env: Environment) -> Finding:
    name = path.rpartition("/")[2]
    trees = (tree for tree in (env.view.opt, env.view.task) if tree.mounts)
    near = [(tree, each) for tree in trees for each in sorted(tree.files) if each.rpartition("/")[2] == name]
    tree = tree_of(env, path)
    gone = f"{path} is a folder" if tree and tree.has_folder(path[len(tree.root) + 1 :]) else "no layer has it"
    return Finding(
        message=f"the wrapper {path} is not there",
        paths=(near[0][1],) if near else (),
        reason=f"{gone}: {env.target.runtime} ends with status 127",
        help=f"set {WRAPPER} to {near[0][0].root}/{near[0][1]}" if near else f"add its layer, or unset {WRAPPER}",
        archive=near[0][0].owner_of(near[0][1]).name if near else env.stack.function.name if env.stack.function else "",
        subject=path,
    )
