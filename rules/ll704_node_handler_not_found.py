"""The handler's file or function is not there.

## Why it matters

The Node.js runtime splits `src/index.handler` at the first dot after the last slash: the file `/var/task/src/index`,
with `.js`, `.mjs` or `.cjs`, and the exported function `handler`. Where the file is missing the function fails with
`Runtime.ImportModuleError`, where the name is not exported with `Runtime.HandlerNotFound`.

Node.js 24 itself runs TypeScript, and the client that AWS publishes for it does not look for a handler in such a file.
Whether the managed runtime does is not known, so there it is a warning.

From nodejs24.x on the runtime looks for the name in what the file exports by default as well; of nodejs22.x that is not
known, and `export default { handler }` is a warning there.

With `AWS_LAMBDA_EXEC_WRAPPER` it is a warning: the wrapper may call another handler, or start a program. A handler that
is a file of the package, as `run.sh` for a web server, is what such a wrapper starts.

## What to do

Zip the contents of the project folder and not the folder itself, compile TypeScript, and set the handler to a function
that its file exports:

    aws lambda update-function-configuration --function-name my-function --handler src/index.handler
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.handler import WRAPPER, handler_files, has_wrapper, starts_program, wrapped_handler
from layerlint.environment.targets import languages
from layerlint.examples.recipe import function, stack
from layerlint.hints import TYPE_CHECKING
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

if TYPE_CHECKING:
    from layerlint.environment.node.handler import Module, Named
    from layerlint.environment.node.model import NodeModel

SCRIPTS = (".js", ".mjs", ".cjs")
TYPED = (".ts", ".mts", ".cts")
GOOD = "exports.handler = async () => 1\n"
WRAPPED = {WRAPPER: "/var/task/wrap"}
MODULE = "export const handler = async () => 1\n"


@rule(
    "LL704",
    Severity.ERROR,
    since="0.1",
    good=[
        function({"index.js": GOOD}, "nodejs22.x", handler="index.handler"),
        function({"src/app.js": GOOD}, "nodejs22.x", handler="src/app.handler"),
        function({"index.mjs": MODULE}, "nodejs22.x", handler="index.handler"),
        function({"index.js": "exports.api = {handler: 1}\n"}, "nodejs22.x", handler="index.api.handler"),
        function(
            {"index.js": "module.exports = require('./app')\n", "app.js": GOOD}, "nodejs22.x", handler="index.handler"
        ),
        function(
            {"index.mjs": "export * from './app.mjs'\n", "app.mjs": MODULE}, "nodejs22.x", handler="index.handler"
        ),
        function({"index.mjs": "export default { handler: async () => 1 }\n"}, "nodejs24.x", handler="index.handler"),
        function({"index.js": GOOD}, "nodejs22.x"),
        stack(
            {"nodejs/node_modules/index/index.js": GOOD},
            function={"src/index.js": GOOD},
            runtime="nodejs22.x",
            handler="index.handler",
        ),
        function({"app.py": "", "build.js": ""}, handler="app.handler"),
        stack(function={"run.sh": "", "web.js": ""}, runtime="nodejs22.x", handler="run.sh", variables=WRAPPED),
    ],
    bad=[
        function({"index.js": GOOD}, "nodejs22.x", handler="app.handler").flags(""),
        function({"src/index.js": GOOD, "util.js": ""}, "nodejs22.x", handler="index.handler").flags("src/index.js"),
        function({"index.js": GOOD}, "nodejs22.x", handler="index.main").flags("index.js"),
        function({"index.mjs": MODULE}, "nodejs22.x", handler="index.main").flags("index.mjs"),
        function({"index.js": "module.exports = async () => 1\n"}, "nodejs22.x", handler="index.handler").flags(
            "index.js"
        ),
        function(
            {"index.js": "module.exports = require('./app')\n", "app.js": GOOD}, "nodejs22.x", handler="index.run"
        ).flags("index.js"),
        function({"index.mjs": "export default { handler: 1 }\n"}, "nodejs22.x", handler="index.handler").flags(
            "index.mjs"
        ),
        function({"index.ts": MODULE}, "nodejs22.x", handler="index.handler").flags("index.ts"),
        function({"index.ts": MODULE}, "nodejs24.x", handler="index.handler").flags("index.ts"),
        function({"index.js": GOOD}, "nodejs22.x", handler="index").flags(""),
        stack(function={"index.js": GOOD}, runtime="nodejs22.x", handler="app.handler", variables=WRAPPED).flags(""),
        function({"Index.js": GOOD}, "nodejs22.x", handler="index.handler").flags("Index.js"),
    ],
)
def node_handler_not_found(env: Environment) -> Iterator[Finding]:
    if starts_program(env.stack):
        return
    for finding in faults(env):
        yield finding._replace(severity=Severity.WARNING) if has_wrapper(env.stack) else finding


def faults(env: Environment) -> Iterator[Finding]:
    model, handler, mount = env.node, env.stack.handler, env.stack.function
    if model is None or mount is None or not handler or not is_for_node(env):
        return
    from layerlint.environment.node.handler import named  # noqa: PLC0415  # of one language only

    name = named(handler)
    if name is None:
        yield malformed(handler, mount)
    elif model.handler is None:
        wrapped = wrapped_handler(env.layout(mount), handler_files(handler, env.target.runtime))
        if wrapped is None:
            yield no_file(name, handler, mount, env)
    else:
        yield from unexported(name, model.handler, model, mount)


def is_for_node(env: Environment) -> bool:
    return bool(env.stack.runtimes) or languages(env.view, env.platform) == {"nodejs"}


def malformed(handler: str, mount: Mount) -> Finding:
    return Finding(
        message=f"{handler} is no handler: file and function with a dot between are wanted",
        reason="the runtime splits at the first dot after the last slash, and refuses .. in it",
        help="name both, for example index.handler for exports.handler in index.js",
        archive=mount.name,
        subject=handler,
    )


def no_file(name: "Named", handler: str, mount: Mount, env: Environment) -> Finding:
    near = elsewhere(name, mount)
    where = "/".join(part for part in (name.folder, name.module) if part)
    if near.endswith(TYPED):
        reason, remedy = f"{env.target.runtime} loads no TypeScript", f"compile {near} to JavaScript and zip that"
    elif near:
        reason = "names are told apart by folder and by capitals"
        remedy = f"set the handler to {near.rpartition('.')[0]}.{name.function}"
    else:
        reason = "neither the function nor its layers have it under a name that the runtime tries"
        remedy = "set the handler to a file of the package, or add the layer that has it with --layer"
    return Finding(
        message=f"the handler's file {where}.js is not there",
        paths=(near,) if near else (),
        reason=reason,
        help=remedy,
        archive=mount.name,
        subject=handler,
        severity=Severity.WARNING if env.stack.absent else None,
    )


def in_typescript(path: str, mount: Mount, model: "NodeModel") -> Finding:
    file = path.removeprefix(f"{mount.root}/")
    return Finding(
        message=f"the handler's file {file} is TypeScript, which {model.target.runtime} may not look for",
        paths=(file,),
        reason="the published client looks for .js, .mjs and .cjs; of the managed runtime it is not known",
        help=f"compile {file} to JavaScript and zip that",
        archive=mount.name,
        severity=Severity.WARNING,
    )


def elsewhere(name: "Named", mount: Mount) -> str:
    """The file that is meant: in another folder, in other capitals, or in TypeScript; "" where there is none."""
    wanted = tuple(f"/{name.module}{ending}".lower() for ending in (*SCRIPTS, *TYPED))
    found = [path for path in mount.contents.archive.files if f"/{path}".lower().endswith(wanted)]
    own = [path for path in found if "node_modules/" not in path and not path.endswith(".d.ts")]
    return min(own, key=lambda path: (path.count("/"), path), default="")


def unexported(name: "Named", module: "Module", model: "NodeModel", mount: Mount) -> Iterator[Finding]:
    if module.path.endswith(TYPED):
        yield in_typescript(module.path, mount, model)
    if not module.path.endswith(SCRIPTS):
        return
    from layerlint.environment.node.offered import offered  # noqa: PLC0415  # of one language only

    offer = offered(module.path, model.shared, model.resolver)
    wanted = name.function.partition(".")[0]
    place = model.shared.place(module.path)
    in_default = offer.within_default and model.facts.default_export is not False
    if place is None or not offer.complete or wanted in offer.names or (in_default and model.facts.default_export):
        return
    names = sorted(offer.names - {"__esModule"})
    best = next((each for each in names if "handler" in each.lower()), names[0] if names else "")
    file = place.path.rpartition(".")[0]
    yield Finding(
        message=f"{place.path} exports no {wanted}",
        paths=(place.path,),
        reason=f"it exports {', '.join(names[:5])}" if names else "it exports nothing",
        help=f"set the handler to {file}.{best}" if best else f"export it: exports.{wanted} = async (event) => {{ … }}",
        archive=place.mount.name if place.mount is not mount else mount.name,
        subject=name.function,
        severity=Severity.WARNING if in_default else None,
    )
