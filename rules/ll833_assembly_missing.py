"""An assembly that the publish names is not in the package.

## Why it matters

The host reads `deps.json` before anything runs, and stops where a file that it names is missing: `An assembly specified
in the application dependencies manifest (App.deps.json) was not found: package: 'Npgsql', version: '8.0.1', path:
'lib/net8.0/Npgsql.dll'`. Packages that were pruned by hand, or zipped from the build folder instead of the publish
folder, end so.

With layers it is a warning: a store in a layer may bring the assembly.

## What to do

    dotnet publish -c Release && cd bin/Release/net8.0/publish && zip -r function.zip .
"""

from collections.abc import Iterator

from layerlint.environment.dotnet.assets import missing_assemblies
from layerlint.environment.dotnet.publish import Publish
from layerlint.environment.environment import Environment
from layerlint.examples.recipe import function
from layerlint.facts.dotnet.published import Dependencies
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

HANDLER = "App::App.Function::Handle"
DEPENDENCIES = """{"runtimeTarget": {"name": ".NETCoreApp,Version=v8.0"}, "targets": {".NETCoreApp,Version=v8.0": {
"App/1.0.0": {"runtime": {"App.dll": {}}},
"Npgsql/8.0.1": {"runtime": {"lib/net8.0/Npgsql.dll": {}}, "resources": {"lib/net8.0/de/Npgsql.resources.dll": {}}},
"Empty/1.0.0": {"runtime": {"lib/net8.0/_._": {}}}}}}"""
APP = {"App.dll": "", "App.deps.json": DEPENDENCIES, "App.runtimeconfig.json": "{}"}


@rule(
    "LL833",
    Severity.ERROR,
    since="0.1",
    good=[
        function({**APP, "Npgsql.dll": ""}, "dotnet8", handler=HANDLER),
        function({**APP, "lib/net8.0/Npgsql.dll": ""}, "dotnet8", handler=HANDLER),
    ],
    bad=[function(APP, "dotnet8", handler=HANDLER).flags("App.deps.json")],
)
def assembly_missing(env: Environment) -> Iterator[Finding]:
    mount = env.stack.function
    if env.target.runtime.dotnet is None or mount is None:
        return
    publish = Publish(env)
    found = publish.dependencies
    gone = list(missing_assemblies(found, publish)) if isinstance(found, Dependencies) else []
    if gone and isinstance(found, Dependencies):
        names = sorted({asset.path.rpartition("/")[2] for asset in gone})
        yield Finding(
            message=f"{found.path} names {counted(len(names), 'assembly', 'assemblies')} that are not there",
            paths=(found.path,),
            reason=f"the host stops before anything runs where one is missing: {', '.join(names[:4])}",
            help="zip what dotnet publish leaves behind, all of it",
            severity=Severity.WARNING if publish.may_be_elsewhere else None,
            archive=mount.name,
        )
