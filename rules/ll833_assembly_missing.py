"""An assembly that the publish names, or that the handler is made of, is not in the package.

## Why it matters

`deps.json` lists the assemblies that code may ask for by name, and where they lie: beside it under their file name, or
in a store of a layer. .NET Core 3.1 stops before anything runs where one is missing, and so does a later one that has a
store to search: `An assembly specified in the application dependencies manifest (App.deps.json) was not found: package:
'Npgsql', version: '8.0.1', path: 'lib/net8.0/Npgsql.dll'`. From .NET 6 on the host otherwise takes the manifest's word,
and code that asks for the assembly ends with `System.IO.FileNotFoundException: Could not load file or assembly`. That
is an error where the handler itself asks: what its type extends or implements, what its method takes and returns, and
their attributes. Elsewhere it is a warning, since what is not called does not fail.

Packages that were pruned by hand, or zipped from the build folder instead of the publish folder, end so.

## What to do

    dotnet publish -c Release && cd bin/Release/net8.0/publish && zip -r function.zip .
"""

from collections.abc import Iterator, Mapping

from layerlint.environment.dotnet.loader import Loader
from layerlint.environment.dotnet.reached import fault_of_handler
from layerlint.environment.dotnet.types import Fault
from layerlint.environment.environment import Environment
from layerlint.examples.dotnet import assembly, configuration, manifest
from layerlint.examples.recipe import Content, function, stack
from layerlint.facts.dotnet.published import Asset
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

HANDLER = "App::App.Function::Handle"
NPGSQL: Mapping[str, Mapping[str, object]] = {"Npgsql/8.0.1": {"runtime": {"lib/net8.0/Npgsql.dll": {}}}}
EMPTY: Mapping[str, Mapping[str, object]] = {"Empty/1.0.0": {"runtime": {"lib/net8.0/_._": {}}}}
OWN: Mapping[str, Mapping[str, object]] = {"App/1.0.0": {"runtime": {"App.dll": {}}}}
TYPES = {"App.Function": [".ctor", "Handle"]}
LISTED = manifest({**OWN, **EMPTY, **NPGSQL})
STORED: dict[str, Content] = {
    "dotnetcore/store/x64/net8.0/npgsql/8.0.1/lib/net8.0/Npgsql.dll": assembly("Npgsql", {"Npgsql.Base": [".ctor"]})
}
SHARED = {"DOTNET_SHARED_STORE": "/opt/dotnetcore/store/"}
EXTENDING = assembly("App", TYPES, parents={"App.Function": ("Npgsql", "Npgsql.Base")})
UNLISTED: dict[str, Content] = {"App.dll": EXTENDING, "App.deps.json": manifest(OWN)}


def app(files: Mapping[str, Content], moniker: str = "net8.0") -> dict[str, Content]:
    own: dict[str, Content] = {"App.dll": assembly("App", TYPES), "App.deps.json": LISTED}
    return {**own, "App.runtimeconfig.json": configuration(moniker), **files}


@rule(
    "LL833",
    Severity.ERROR,
    since="0.1",
    good=[
        function(app({"Npgsql.dll": assembly("Npgsql")}), "dotnet8", handler=HANDLER),
        stack(STORED, function=app({}), runtime="dotnet8", handler=HANDLER, variables=SHARED),
    ],
    bad=[
        function(app({}), "dotnet8", handler=HANDLER).flags("App.deps.json"),
        function(app({"lib/net8.0/Npgsql.dll": assembly("Npgsql")}), "dotnet8", handler=HANDLER).flags("App.deps.json"),
        function(app({}, "netcoreapp3.1"), "dotnetcore3.1", handler=HANDLER).flags("App.deps.json"),
        function(app({"App.dll": EXTENDING}), "dotnet8", handler=HANDLER).flags("App.deps.json"),
        function(app({"App.dll": EXTENDING, "App.deps.json": manifest(OWN)}), "dotnet8", handler=HANDLER).flags(
            "App.dll"
        ),
        stack({"other.txt": ""}, function=app({}), runtime="dotnet8", handler=HANDLER).flags("App.deps.json"),
    ],
)
def assembly_missing(env: Environment) -> Iterator[Finding]:
    mount = env.stack.function
    if env.dotnet is None or mount is None:
        return
    gone = lacking(env.dotnet)
    fault = fault_of_handler(env.dotnet)
    fault = fault if fault is not None and fault.missing else None
    if gone:
        yield of_manifest(gone, fault, env.dotnet)._replace(archive=mount.name)
    elif fault is not None:
        yield of_handler(fault, env.dotnet)._replace(archive=mount.name)


def lacking(loader: Loader) -> list[Asset]:
    """Assemblies that are not there, and natives too where those stop the host; the framework's own are."""
    names = {listed.name for listed in loader.host.own.values() if loader.host.is_replaced(listed) is not False}
    kept = (asset for asset in loader.host.gone() if loader.host.looks or not asset.native)
    return [asset for asset in kept if asset.native or asset.name not in names]


def of_manifest(gone: list[Asset], fault: Fault | None, loader: Loader) -> Finding:
    names = sorted({asset.file for asset in gone})
    path = loader.publish.manifest.path if loader.publish.manifest else ""
    asked = fault.wanted.reference.name if fault and fault.wanted.reference else ""
    surely = loader.host.looks or any(asset.name.lower() == asked.lower() for asset in gone)
    how = "the host stops before anything runs" if loader.host.looks else "code that asks for one fails"
    if asked and not loader.host.looks:
        how = f"the handler asks for {asked} as it is loaded"
    return Finding(
        message=f"{path} names {counted(len(names), 'assembly', 'assemblies')} that are not there",
        paths=(path,),
        reason=f"{loader.host.doubt or how}: {', '.join(names[:4])}",
        help="zip what dotnet publish leaves behind, all of it",
        chain=fault.steps if fault else (),
        severity=None if surely and not loader.host.doubt else Severity.WARNING,
    )


def of_handler(fault: Fault, loader: Loader) -> Finding:
    name = loader.publish.handler
    asked = fault.wanted.reference.name if fault.wanted.reference else ""
    return Finding(
        message=f"the handler asks for {asked}, and nothing brings it",
        paths=(f"{name.assembly}.dll",) if name else (),
        reason=f"loading it needs {fault.wanted.name}: {fault.reason}",
        help="zip what dotnet publish leaves behind, all of it",
        chain=fault.steps,
        subject=asked,
    )
