"""The handler is not there, or Lambda cannot call it.

## Why it matters

The handler `src/app.handler` means: import the module `src.app`, take its name `handler`, call it with the event and
the context. The part behind the last dot is the function, the rest is a path from the root of the package, with dots
or slashes and without `.py`. Every invocation fails where the module or the name is missing:
`Unable to import module 'app'`, `Handler 'handler' missing on module 'app'`.

It fails as well where the name is no function, or a function that does not take two arguments. An `async def` is called
and never awaited: Lambda tries to write down the coroutine as JSON. A class is a warning: its instance is the answer.

With `AWS_LAMBDA_EXEC_WRAPPER` it is a warning: the wrapper may call another handler, or start a program. A handler that
is a file of the package, as `run.sh` for a web server, is what such a wrapper starts.

## What to do

Say in the function's configuration what the code says:

    aws lambda update-function-configuration --function-name NAME --handler app.lambda_handler

Asynchronous code needs a plain function around it: `return asyncio.run(main(event, context))`.
"""

import ast
from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.handler import WRAPPER, handler_files, has_wrapper, starts_program, wrapped_handler
from layerlint.environment.python.finder import Found, Origin
from layerlint.environment.python.model import PythonModel
from layerlint.environment.targets import languages
from layerlint.examples.recipe import function, stack
from layerlint.facts.handlers import HandlerFact, HandlerKind, find_callable
from layerlint.facts.module_names import module_names
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

GOOD = "def handler(event, context):\n    return 1\n"
WRAPPED = {WRAPPER: "/var/task/wrap"}


@rule(
    "LL315",
    Severity.ERROR,
    since="0.1",
    good=[
        function({"app.py": GOOD}, "python3.12", handler="app.handler"),
        function({"src/app.py": GOOD}, "python3.12", handler="src/app.handler"),
        function({"src/my-app.py": GOOD}, "python3.12", handler="src.my-app.handler"),
        function({"app.py": GOOD}, "python3.12"),
        function({"app.py": "from other import *\n", "other.py": GOOD}, "python3.12", handler="app.handler"),
        function({"app.py": "handler = make()\n"}, "python3.12", handler="app.handler"),
        function({"app.py": "@wrapped\nasync def handler(): ...\n"}, "python3.12", handler="app.handler"),
        function({"app.py": "def handler(*args): ...\n"}, "python3.12", handler="app.handler"),
        function({"app.rb": "", "build.py": ""}, handler="app.Handler.process"),
        function({"app.py": "def handler(event, context, more=1): ...\n"}, "python3.12", handler="app.handler"),
        stack(function={"run.sh": "", "web.py": ""}, runtime="python3.12", handler="run.sh", variables=WRAPPED),
    ],
    bad=[
        function({"app.py": GOOD}, "python3.12", handler="main.handler").flags(""),
        function({"src/app.py": GOOD, "util.py": ""}, "python3.12", handler="app.handler").flags("src/app.py"),
        function({"app.py": GOOD}, "python3.12", handler="app.lambda_handler").flags("app.py"),
        function({"app.py": GOOD}, "python3.12", handler="app").flags(""),
        function({"app.py": GOOD}, "python3.12", handler="app.py").flags("app.py"),
        function({"time.py": GOOD}, "python3.12", handler="time.handler").flags("time.py"),
        function({"app/handler.py": GOOD}, "python3.12", handler="app.handler").flags("app/handler.py"),
        function({"app.py": "async def handler(event, context): ...\n"}, "python3.12", handler="app.handler").flags(
            "app.py"
        ),
        function({"app.py": "def handler(event): ...\n"}, "python3.12", handler="app.handler").flags("app.py"),
        function({"app.py": "handler = 'main'\n"}, "python3.12", handler="app.handler").flags("app.py"),
        function({"app.py": "class handler:\n    pass\n"}, "python3.12", handler="app.handler").flags("app.py"),
        stack(function={"app.py": GOOD}, runtime="python3.12", handler="main.handler", variables=WRAPPED).flags(""),
        function({"app.py": GOOD + "\ndel handler\n"}, "python3.12", handler="app.handler").flags("app.py"),
    ],
)
def handler_not_found(env: Environment) -> Iterator[Finding]:
    if starts_program(env.stack):
        return
    for finding in faults(env):
        yield finding._replace(severity=Severity.WARNING) if has_wrapper(env.stack) else finding


def faults(env: Environment) -> Iterator[Finding]:
    model, handler, mount = env.python, env.stack.handler, env.stack.function
    if model is None or mount is None or not handler or not is_for_python(env):
        return
    path, _, name = handler.rpartition(".")
    module = path.replace("/", ".")
    if not all(module.split(".")) or not name:
        yield malformed(handler, mount)
    elif model.shared.stdlib.is_built_in(module.partition(".")[0]):
        yield built_in(module, mount)
    else:
        yield from looked_up(module, name, env, model, mount)


def is_for_python(env: Environment) -> bool:
    """A handler such as `com.example.Main::handle` beside a script in Python is no handler of Python's."""
    return bool(env.stack.runtimes) or languages(env.view, env.platform) == {"python"}


def looked_up(module: str, name: str, env: Environment, model: PythonModel, mount: Mount) -> Iterator[Finding]:
    found = model.find(module)
    if found is None:
        wrapped = wrapped_handler(env.layout(mount), handler_files(env.stack.handler, env.target.runtime))
        if wrapped is None and module not in model.candidates.broken_extensions:
            yield no_module(module, name, mount)
    elif found.origin is Origin.NAMESPACE:
        yield no_name(Found(module, Origin.NAMESPACE), name, model, mount, ())
    elif found.origin is Origin.SOURCE and found.place is not None:
        tree = model.shared.parsed.tree(found.place)
        if isinstance(tree, ast.Module):
            yield from in_tree(tree, found, name, model, mount)


def in_tree(tree: ast.Module, found: Found, name: str, model: PythonModel, mount: Mount) -> Iterator[Finding]:
    fact = find_callable(tree, name)
    if fact is None:
        names = module_names(tree)
        if names.complete and name not in names.bound:
            functions = [each for each in sorted(names.bound) if fits(find_callable(tree, each))]
            yield no_name(found, name, model, mount, tuple(functions))
    elif fault := uncallable(fact):
        reason, remedy, severity = fault
        yield Finding(
            message=f"{name} of {found.name} is no function that Lambda can call",
            paths=(found.place.path if found.place else "",),
            line=fact.line,
            reason=reason,
            help=remedy,
            severity=severity,
            archive=found.place.mount.name if found.place else mount.name,
        )


def fits(fact: HandlerFact | None) -> bool:
    return fact is not None and fact.kind is HandlerKind.FUNCTION and fact.takes(2)


def uncallable(fact: HandlerFact) -> tuple[str, str, Severity | None] | None:
    """What a call with event and context comes to, what to do, and the severity; None where nothing is known."""
    match fact.kind:
        case HandlerKind.FUNCTION if not fact.takes(2):
            reason = f"it is called with the event and the context, and {arguments(fact)}"
            return reason, "define it as def handler(event, context)", None
        case HandlerKind.COROUTINE:
            reason = "nobody awaits what it returns, and a coroutine cannot be written as JSON"
            return reason, "call it from a plain function: return asyncio.run(main(event, context))", None
        case HandlerKind.DELETED:
            return "the module deletes the name again", "leave the function in the module: without the del", None
        case HandlerKind.LITERAL:
            return "it is a value that cannot be called", "name the function itself as the handler", None
        case HandlerKind.CLASS:
            reason = "calling a class makes an instance, and most cannot be written as JSON"
            return reason, "name a function or a method of an instance: handler = Handler().handle", Severity.WARNING
    return None


def arguments(fact: HandlerFact) -> str:
    if fact.accepted is not None and fact.accepted < 2:
        return f"takes {('none', 'one')[fact.accepted]}"
    return "needs more than the two"


def malformed(handler: str, mount: Mount) -> Finding:
    return Finding(
        message=f"{handler} is no handler: module and function with a dot between are wanted",
        reason="Lambda splits at the last dot, and imports what is before it",
        help="name both, for example app.handler for def handler in app.py",
        archive=mount.name,
        subject=handler,
    )


def built_in(module: str, mount: Mount) -> Finding:
    file = f"{module.replace('.', '/')}.py"
    return Finding(
        message=f"the handler's module is named {module}, as a module that is part of Python itself",
        paths=(file,) if file in mount.contents.archive.files else (),
        reason="Lambda refuses it: Cannot use built-in module as a handler module",
        help="rename the module and the handler, for example to app.handler",
        archive=mount.name,
    )


def no_module(module: str, name: str, mount: Mount) -> Finding:
    near = elsewhere(module, mount)
    if near:
        stem = near.removesuffix("/__init__.py").removesuffix(".py")
        remedy = f"set the handler to {stem}.{name}, or move {near} to where the handler says"
    else:
        remedy = "set the handler to a module of the package, or add the layer that has it with --layer"
    return Finding(
        message=f"the handler's module {module} is not there",
        paths=(near,) if near else (),
        reason="neither the function nor its layers have it at the root of a search folder",
        help=remedy,
        archive=mount.name,
        subject=module,
    )


def elsewhere(module: str, mount: Mount) -> str | None:
    """The file that is meant: of that name below the root, or with other capitals at it."""
    endings = tuple(f"/{module.replace('.', '/')}{ending}".lower() for ending in (".py", "/__init__.py"))
    found = [path for path in mount.contents.archive.files if f"/{path}".lower().endswith(endings)]
    plain = [path for path in found if "." not in path.removesuffix(".py")]
    return min(plain, key=lambda path: (path.count("/"), path), default=None)


def no_name(found: Found, name: str, model: PythonModel, mount: Mount, functions: tuple[str, ...]) -> Finding:
    below = model.find(f"{found.name}.{name}")
    place = below.place if below and below.place else found.place
    if below is not None:
        reason, remedy = f"{name} is a module there", f"add the function: {found.name}.{name}.handler"
    else:
        folder = "it is a folder without __init__.py, which has no functions"
        reason = f"nothing in {found.place.path} binds the name" if found.place else folder
        first = next((each for each in functions if "handler" in each), functions[0] if functions else None)
        remedy = f"set the handler to {found.name}.{first}" if first else f"define it: def {name}(event, context)"
    return Finding(
        message=f"{found.name} has no function {name}",
        paths=(place.path,) if place else (),
        reason=reason,
        help=remedy,
        archive=place.mount.name if place else mount.name,
        subject=f"{found.name}.{name}",
    )
