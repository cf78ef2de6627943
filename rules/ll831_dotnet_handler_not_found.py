"""The .NET handler is not there, or the runtime does not find the files of its publish.

## Why it matters

The handler `Assembly::Namespace.Type::Method` names an assembly of the package, a type in it and a method of that. The
start script wants `Assembly.deps.json` and `Assembly.runtimeconfig.json` beside it, or one of each kind at the root of
the package. Otherwise it stops before anything runs, or with `Unable to load type` or `Unable to find method`. Of
several methods of one name none is taken, nor one that is abstract or generic; a type needs a public constructor
without parameters, unless the method is static. A method takes an event and a context at the most, and where it takes
or returns other than streams, it or its assembly needs a `LambdaSerializer` attribute. The assembly has to be among
those that `deps.json` lists.

A handler without colons is an executable assembly, `App.dll` for `App`, and needs `App.runtimeconfig.json`.

Parts that were built without `GenerateRuntimeConfigurationFiles` lack the second file, and a package zipped with its
folder has all of them in the wrong place.

## What to do

    dotnet lambda package -o function.zip
    aws lambda update-function-configuration --function-name NAME --handler App::App.Function::FunctionHandler
"""

from collections.abc import Iterator

from layerlint.environment.dotnet.handler import ANY, Lookup, look_up
from layerlint.environment.dotnet.loader import Loader
from layerlint.environment.dotnet.publish import CONFIG, DEPENDENCIES, HandlerName, Publish
from layerlint.environment.environment import Environment
from layerlint.environment.layout.handler import has_wrapper
from layerlint.environment.targets import languages
from layerlint.examples.dotnet import assembly, configuration, manifest
from layerlint.examples.recipe import Content, function
from layerlint.facts.dotnet.assembly import Assembly, TypeFact
from layerlint.facts.dotnet.metadata import Reference
from layerlint.rule import Finding, Severity, rule

LISTED = manifest({"App/1.0.0": {"runtime": {"App.dll": {}}}})
APP: dict[str, Content] = {
    "App.dll": assembly("App", {"My.App.Function": [".ctor", "Handle", "Two", "Two"], "My.App.Closed": ["Handle"]}),
    "App.deps.json": LISTED,
    "App.runtimeconfig.json": configuration(),
}
OTHERS: dict[str, Content] = {"x.deps.json": LISTED, "x.runtimeconfig.json": configuration()}
HANDLER = "App::My.App.Function::Handle"
FIRST_EXECUTABLE = 6  # .NET before it takes class libraries alone


@rule(
    "LL831",
    Severity.ERROR,
    since="0.1",
    good=[
        function(APP, "dotnet8", handler=HANDLER),
        function(APP, "dotnet8", handler="app::My.App.Function::Handle"),
        function(APP, "dotnet8", handler="App"),
        function({**APP, "App.deps.json": f"// made by hand\n{LISTED}"}, "dotnet8", handler=HANDLER),
        function(
            {"App.dll": APP["App.dll"], "x.deps.json": LISTED, "x.runtimeconfig.json": "{}"}, "dotnet8", handler=HANDLER
        ),
        function({"bootstrap": ""}, "dotnet8", handler="bootstrap"),
    ],
    bad=[
        function(APP, "dotnet8", handler="Other::My.App.Function::Handle").flags(""),
        function(APP, "dotnet8", handler="App::My.App.Main::Handle").flags("App.dll"),
        function(APP, "dotnet8", handler="App::My.App.Function::Run").flags("App.dll"),
        function(APP, "dotnet8", handler="App::My.App.Function::Two").flags("App.dll"),
        function(APP, "dotnet8", handler="App::My.App.Closed::Handle").flags("App.dll"),
        function(APP, "dotnet8", handler="App::Handle").flags(""),
        function({f"publish/{name}": data for name, data in APP.items()}, "dotnet8", handler=HANDLER).flags(
            "publish/App.dll"
        ),
        function({"App.dll": APP["App.dll"], "App.deps.json": LISTED}, "dotnet8", handler=HANDLER).flags("App.dll"),
        function({"App.dll": APP["App.dll"], "App.deps.json": LISTED}, "dotnet8", handler="App").flags("App.dll"),
        function({**APP, "App.deps.json": manifest({})}, "dotnet8", handler=HANDLER).flags("App.deps.json"),
        function({**APP, "App.deps.json": LISTED[:-9]}, "dotnet8", handler=HANDLER).flags("App.deps.json"),
    ],
)
def dotnet_handler_not_found(env: Environment) -> Iterator[Finding]:
    mount = env.stack.function
    if env.dotnet is None or mount is None or not env.stack.handler or not is_for_dotnet(env):
        return
    name = env.dotnet.publish.handler
    if name is None:
        found: Finding | None = malformed(env.stack.handler)
    elif not name.type_name:
        found = of_executable(name.assembly, env.dotnet.publish)
    else:
        found = of_library(name, env.dotnet)
    if found is not None:
        yield found._replace(archive=mount.name, subject=env.stack.handler)


def is_for_dotnet(env: Environment) -> bool:
    if has_wrapper(env.stack):
        return False
    return bool(env.stack.runtimes) or languages(env.view, env.platform) == {"dotnet"}


def malformed(handler: str) -> Finding:
    return Finding(
        message=f"{handler} is no handler: Assembly::Type::Method is wanted",
        reason="the runtime splits at :: into three parts",
        help="name all three, for example App::App.Function::FunctionHandler",
    )


def of_executable(name: str, publish: Publish) -> Finding | None:
    version = publish.env.target.runtime.version or "0"
    file = f"{name}.dll"
    if int(version.partition(".")[0]) < FIRST_EXECUTABLE or publish.starts_program:
        return None
    if publish.tree.file(file) is None:
        return missing(file, f"neither /var/task/{file} nor /var/task/{name} is there", publish)
    if publish.beside(CONFIG) is not None:
        return torn(publish)
    return Finding(
        message=f"{name}{CONFIG} is not there",
        paths=(file,),
        reason="the host takes the assembly for one with a runtime of its own, and finds none",
        help="zip all that dotnet publish leaves behind; a project for it has OutputType Exe",
    )


def of_library(name: HandlerName, loader: Loader) -> Finding | None:
    outcome = loader.ask(Reference(name.assembly, ANY))
    is_there = loader.publish.tree.file(f"{name.assembly}.dll") is not None
    if outcome.place is None and not is_there:
        if loader.host.doubt and loader.publish.may_be_elsewhere:
            return None
        return missing(f"{name.assembly}.dll", f"/var/task/{name.assembly}.dll is not there", loader.publish)
    found = of_files(loader.publish) or torn(loader.publish)
    if found is not None or loader.host.doubt or loader.host.stopped:
        return found
    if outcome.missing:
        return unlisted(name, loader.publish)
    return of_method(name, look_up(name, loader)) if outcome.place else None


def of_files(publish: Publish) -> Finding | None:
    """What the start script wants; a manifest that cannot be read is another matter."""
    for ending in (DEPENDENCIES, CONFIG):
        if publish.beside(ending) is None:
            several = publish.at_root(ending)
            said = f"{len(several)} others are at the root" if several else "none is at the root"
            name = publish.handler.assembly if publish.handler else publish.name
            return Finding(
                message=f"{publish.name}{ending} is not there, and {said}",
                paths=(f"{name}.dll",),
                reason="the runtime's start script wants the handler's own, or a single one",
                help="publish again: dotnet lambda package; libraries need GenerateRuntimeConfigurationFiles",
            )
    return None


def torn(publish: Publish) -> Finding | None:
    if publish.torn is None:
        return None
    return Finding(
        message=f"{publish.torn.path} cannot be read",
        paths=(publish.torn.path,),
        reason=f"{publish.torn.reason}; the host stops before anything runs",
        help="publish again: dotnet lambda package",
    )


def unlisted(name: HandlerName, publish: Publish) -> Finding:
    listing = publish.manifest.path if publish.manifest else DEPENDENCIES
    return Finding(
        message=f"{listing} does not list the handler's assembly {name.assembly}.dll",
        paths=(listing,),
        reason="the host finds by name what its manifest lists, and nothing else that lies there",
        help="publish the handler's project, so that the files are of one publish",
    )


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


def of_method(name: HandlerName, found: Lookup) -> Finding | None:
    if found.assembly is None or found.place is None:
        return None
    file = found.place.path
    if found.has_type is False:
        types = known_types(found.assembly)
        return Finding(
            message=f"{file} has no type {name.type_name}",
            paths=(file,),
            reason="names count with their namespace and capitals, and a plus before a type inside another",
            help=f"it has {', '.join(types[:4])}" if types else "set the handler to a type that is there",
        )
    if found.flaw is not None:
        return Finding(
            message=f"the runtime does not call {name.type_name}.{name.method}",
            paths=(file,),
            reason=f"it {found.flaw.value}",
            help="set the handler to a method that the runtime can call",
        )
    count = len(found.methods) if found.methods is not None else 1
    if count == 1:
        return None
    return Finding(
        message=f"{name.type_name} has {'no method' if not count else f'{count} methods called'} {name.method}",
        paths=(file,),
        reason="the runtime takes a name that one method has" if count else "neither it nor what it extends has one",
        help="give the handler a name of its own" if count else methods_of(found.start.item if found.start else None),
    )


def methods_of(item: TypeFact | None) -> str:
    found = [each.name for each in (item.methods if item else ()) if not each.name.startswith((".", "<"))]
    return f"it has {', '.join(dict.fromkeys(found[:4]))}" if found else "set the handler to a method that is there"


def known_types(assembly: Assembly) -> list[str]:
    """Types with methods that somebody may have written."""
    return sorted(
        name
        for name, item in assembly.types.items()
        if "<" not in name and any(not each.name.startswith((".", "<")) for each in item.methods)
    )
