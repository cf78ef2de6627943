"""The function package's content lies in a folder of its own.

## Why it matters

A function package is unpacked to `/var/task`, and the handler's module and its packages are looked for there. Where
the project's folder was zipped instead of what is in it, `app.py` is at `/var/task/project/app.py`: `Unable to
import module 'app'`, or `Cannot find module 'index'`. A handler named after the folder (`project/app.handler`) is
found, but the Python packages beside it are not.

## What to do

Zip from inside the folder:

    rm function.zip
    cd project && zip -r ../function.zip .
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.environment.layout.handler import handler_files, wrapped_handler
from layerlint.environment.layout.layout import Layout
from layerlint.environment.layout.mend import unwrap
from layerlint.examples.recipe import distribution, function, layer
from layerlint.facts.listing import join
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role

PACKAGES = {"project/requests/__init__.py": "", **distribution("requests", site="project")}


@rule(
    "LL210",
    Severity.ERROR,
    since="0.1",
    good=[
        function({"app.py": "", "requests/__init__.py": ""}, runtime="python3.12", handler="app.handler"),
        function({"src/app.py": "", "src/__init__.py": ""}, runtime="python3.12", handler="src.app.handler"),
        function({"dist/index.js": ""}, runtime="nodejs22.x", handler="dist/index.handler"),
        function({"dist/index.js": "", "node_modules/a/package.json": ""}, runtime="nodejs22.x"),
        function({"src/app.py": ""}),
        function({"bootstrap": "", "lib/a.so": ""}, runtime="provided.al2023"),
        layer({"kubectl/kubectl": ""}),
    ],
    bad=[
        function(
            {"project/app.py": "", **PACKAGES},
            runtime="python3.12",
            handler="app.handler",
        ).flags("project/app.py"),
        function({"a/b/index.mjs": "", "README.md": ""}, runtime="nodejs22.x", handler="index.handler").flags(
            "a/b/index.mjs"
        ),
        function({"project/app.py": "", **PACKAGES}, runtime="python3.12").flags("project"),
        function({"target/bootstrap": "", "README.md": ""}, runtime="provided.al2023").flags("target/bootstrap"),
    ],
)
def wrapped_function(mount: Mount, env: Environment) -> Iterator[Finding]:
    if mount.role is not Role.FUNCTION:
        return
    layout = env.layout(mount)
    names = handler_files(env.stack.handler, env.target.runtime)
    found = wrapped_handler(layout, names)
    if found and not _in_a_layer(names, env):
        prefix, file = found
        what = "its bootstrap" if names == ("bootstrap",) else f"the module of {env.stack.handler}"
        yield Finding(
            message=f"the function is wrapped in {prefix}/: {what} is {file}",
            paths=(file,),
            reason=f"Lambda looks for it in /var/task, and it lands in /var/task/{prefix}/",
            help=f"drop {prefix}/ from every path: {unwrap(layout, prefix)}",
        )
    elif not found:
        yield from _packages(layout, env)


def _packages(layout: Layout, env: Environment) -> Iterator[Finding]:
    """Installed packages that a handler of any name could not import."""
    if env.language != "python":
        return
    for mistake, sure in layout.open_mistakes(Kind.WRAPPED, env.target.runtime):
        if sure and mistake.strong:
            yield Finding(
                message=f"the function is wrapped in {mistake.prefix}/, with its packages",
                paths=(mistake.prefix, *mistake.paths),
                reason=f"Python searches /var/task, not /var/task/{mistake.homes[0]}",
                help=f"drop {mistake.prefix}/ from every path: {unwrap(layout, mistake.prefix)}",
                severity=Severity.WARNING,
            )


def _in_a_layer(names: tuple[str, ...], env: Environment) -> bool:
    """A layer may bring the handler's module, as monitoring wrappers do, or the bootstrap."""
    if env.node is not None:
        return env.node.handler is not None
    folders = env.target.runtime.layer_folders or ("",)
    return any(env.view.opt.file(join(folder, name)) for folder in folders for name in names)
