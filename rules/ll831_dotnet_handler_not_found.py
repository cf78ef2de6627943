"""The .NET handler is not there, or the runtime does not find the files of its publish.

## Why it matters

The handler `Assembly::Namespace.Type::Method` names an assembly of the package, a type in it and a method of that. The
start script wants `Assembly.deps.json` and `Assembly.runtimeconfig.json` beside it, or one of each kind at the root of
the package. Otherwise it stops before anything runs, or with `Unable to load type` or `Unable to find method`. Of
several methods of one name none is taken.

A handler without colons is an executable assembly, `App.dll` for `App`.

Parts that were built without `GenerateRuntimeConfigurationFiles` lack the second file, and a package zipped with its
folder has all of them in the wrong place.

## What to do

    dotnet lambda package -o function.zip
    aws lambda update-function-configuration --function-name NAME --handler App::App.Function::FunctionHandler
"""

from collections.abc import Iterator

from layerlint.environment.dotnet.publish import CONFIG, DEPENDENCIES, HandlerName, Publish, known_types, overloads
from layerlint.environment.environment import Environment
from layerlint.environment.languages import languages
from layerlint.environment.layout.handler import has_wrapper
from layerlint.examples.dotnet import assembly
from layerlint.examples.recipe import Content, function
from layerlint.facts.dotnet.assembly import Assembly
from layerlint.rule import Finding, Severity, rule

APP: dict[str, Content] = {
    "App.dll": assembly("App", {"My.App.Function": ["Handle", "Two", "Two"]}),
    "App.deps.json": "{}",
    "App.runtimeconfig.json": "{}",
}
HANDLER = "App::My.App.Function::Handle"
FIRST_EXECUTABLE = 6  # .NET before it takes class libraries alone


@rule(
    "LL831",
    Severity.ERROR,
    since="0.1",
    good=[
        function(APP, "dotnet8", handler=HANDLER),
        function(APP, "dotnet8", handler="App"),
        function({"App.dll": b"MZ", "x.deps.json": "{}", "x.runtimeconfig.json": "{}"}, "dotnet8", handler=HANDLER),
        function({"bootstrap": ""}, "dotnet8", handler="bootstrap"),
    ],
    bad=[
        function(APP, "dotnet8", handler="Other::My.App.Function::Handle").flags(""),
        function(APP, "dotnet8", handler="App::My.App.Main::Handle").flags("App.dll"),
        function(APP, "dotnet8", handler="App::My.App.Function::Run").flags("App.dll"),
        function(APP, "dotnet8", handler="App::My.App.Function::Two").flags("App.dll"),
        function(APP, "dotnet8", handler="App::Handle").flags(""),
        function({f"publish/{name}": data for name, data in APP.items()}, "dotnet8", handler=HANDLER).flags(
            "publish/App.dll"
        ),
        function({"App.dll": APP["App.dll"], "App.deps.json": "{}"}, "dotnet8", handler=HANDLER).flags("App.dll"),
    ],
)
def dotnet_handler_not_found(env: Environment) -> Iterator[Finding]:
    mount = env.stack.function
    if env.target.runtime.dotnet is None or mount is None or not env.stack.handler or not is_for_dotnet(env):
        return
    publish = Publish(env)
    name = publish.handler
    if name is None:
        found: Finding | None = malformed(env.stack.handler)
    elif not name.type_name:
        found = of_executable(name.assembly, publish)
    else:
        found = of_files(name, publish) or of_method(name, publish)
    if found is not None:
        yield found._replace(archive=mount.name, subject=env.stack.handler)


def is_for_dotnet(env: Environment) -> bool:
    if has_wrapper(env.stack):
        return False
    return bool(env.stack.runtimes) or languages(env.stack, env.platform) == {"dotnet"}


def malformed(handler: str) -> Finding:
    return Finding(
        message=f"{handler} is no handler: Assembly::Type::Method is wanted",
        reason="the runtime splits at :: into three parts",
        help="name all three, for example App::App.Function::FunctionHandler",
    )


def of_executable(name: str, publish: Publish) -> Finding | None:
    version = publish.env.target.runtime.version or "0"
    file = name if name.endswith(".dll") else f"{name}.dll"
    if int(version.partition(".")[0]) < FIRST_EXECUTABLE or publish.tree.file(file) or publish.tree.file(name):
        return None
    return missing(file, f"neither /var/task/{file} nor /var/task/{name} is there", publish)


def of_files(name: HandlerName, publish: Publish) -> Finding | None:
    if publish.assembly is None:
        lacking = f"/var/task/{name.assembly}.dll is not there"
        found = missing(f"{name.assembly}.dll", lacking, publish)
        return found._replace(severity=Severity.WARNING) if publish.may_be_elsewhere else found
    for ending in (DEPENDENCIES, CONFIG):
        if publish.beside(ending) is None:
            several = publish.at_root(ending)
            said = f"{len(several)} others are at the root" if several else "none is at the root"
            return Finding(
                message=f"{publish.name}{ending} is not there, and {said}",
                paths=(f"{name.assembly}.dll",),
                reason="the runtime's start script wants the handler's own, or a single one",
                help="publish again: dotnet lambda package; libraries need GenerateRuntimeConfigurationFiles",
            )
    return None


def missing(file: str, reason: str, publish: Publish) -> Finding:
    near = sorted(path for path in publish.tree.files if f"/{path}".lower().endswith(f"/{file}".lower()))
    return Finding(
        message=f"the handler's assembly {file} is not at the root of the package",
        paths=tuple(near[:1]),
        reason=f"{reason}; it lies at {near[0]}" if near else reason,
        help="zip what is in the folder of the publish, not the folder"
        if near
        else "set the handler to an assembly of it",
    )


def of_method(name: HandlerName, publish: Publish) -> Finding | None:
    assembly = publish.assembly
    if not isinstance(assembly, Assembly) or name.type_name in assembly.forwarded or set(name.type_name) & set("[,\\"):
        return None
    file = f"{name.assembly}.dll"
    if name.type_name not in assembly.types:
        types = known_types(assembly)
        return Finding(
            message=f"{file} has no type {name.type_name}",
            paths=(file,),
            reason="names count with their namespace and capitals, and a plus before a type inside another",
            help=f"it has {', '.join(sorted(types)[:4])}" if types else "set the handler to a type that is there",
        )
    count = overloads(assembly, name.type_name, name.method) if " " not in name.method else None
    if count is None or count == 1:
        return None
    return Finding(
        message=f"{name.type_name} has {'no method' if not count else f'{count} methods called'} {name.method}",
        paths=(file,),
        reason="the runtime takes a name that one method has" if count else "neither it nor what it extends has one",
        help="give the handler a name of its own" if count else methods_of(name, assembly),
    )


def methods_of(name: HandlerName, assembly: Assembly) -> str:
    found = [each for each in assembly.types[name.type_name].methods if not each.startswith((".", "<"))]
    return f"it has {', '.join(dict.fromkeys(found[:4]))}" if found else "set the handler to a method that is there"
