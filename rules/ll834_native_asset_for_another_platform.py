"""A NuGet package brings a native library, and none that the target loads.

## Why it matters

Packages such as `Microsoft.Data.Sqlite`, `SkiaSharp` and `Grpc.Core` bring native libraries for several platforms, of
which the host takes those for its own: `linux-x64` or `linux-arm64`. Where there is none, the first call ends with
`System.DllNotFoundException: Unable to load shared library`. A publish for one platform (`-r linux-x64`) has that
one's only.

It is a warning, since what is not called does not fail.

## What to do

    dotnet lambda package --function-architecture arm64
    dotnet publish -r linux-arm64
"""

from collections.abc import Iterator

from layerlint.environment.dotnet.assets import unfit_natives
from layerlint.environment.dotnet.rids import PROCESSORS
from layerlint.environment.environment import Environment
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, function
from layerlint.facts.dotnet.published import Dependencies
from layerlint.rule import Finding, Severity, rule

HANDLER = "App::App.Function::Handle"
X64 = "runtimes/linux-x64/native/libe_sqlite3.so"
ARM = "runtimes/linux-arm64/native/libe_sqlite3.so"


def app(rids: dict[str, str], files: dict[str, Content]) -> dict[str, Content]:
    targets = ", ".join(f'"{path}": {{"rid": "{rid}", "assetType": "native"}}' for path, rid in rids.items())
    package = f'"SQLitePCLRaw.lib/2.1.6": {{"runtimeTargets": {{{targets}}}}}'
    listed = '"libraries": {"SQLitePCLRaw.lib/2.1.6": {"type": "package", "serviceable": true, "sha512": ""}}'
    text = f'{{"runtimeTarget": {{"name": "net8"}}, "targets": {{"net8": {{{package}}}}}, {listed}}}'
    return {"App.dll": "", "App.deps.json": text, "App.runtimeconfig.json": "{}", **files}


BOTH = {X64: "linux-x64", ARM: "linux-arm64"}


@rule(
    "LL834",
    Severity.WARNING,
    since="0.1",
    good=[
        function(app(BOTH, {X64: elf("x86_64"), ARM: elf("arm64")}), "dotnet8", "arm64", handler=HANDLER),
        function(app(BOTH, {X64: elf("x86_64")}), "dotnet8", "x86_64", handler=HANDLER),
        function(app({"runtimes/win-x64/native/sni.dll": "win-x64"}, {}), "dotnet8", "x86_64", handler=HANDLER),
    ],
    bad=[
        function(app({X64: "linux-x64"}, {X64: elf("x86_64")}), "dotnet8", "arm64", handler=HANDLER).flags(X64),
        function(app(BOTH, {X64: elf("arm64"), ARM: elf("arm64")}), "dotnet8", "x86_64", handler=HANDLER).flags(X64),
    ],
)
def native_asset_for_another_platform(env: Environment) -> Iterator[Finding]:
    mount = env.stack.function
    if env.dotnet is None or mount is None:
        return
    publish = env.dotnet.publish
    found = publish.dependencies
    if isinstance(found, Dependencies):
        for unfit in unfit_natives(found, publish, env.target):
            yield Finding(
                message=f"{unfit.package.partition('/')[0]} has no native library that the target loads",
                paths=unfit.paths,
                reason=f"{unfit.paths[0].rpartition('/')[2]} {unfit.clause}; code that calls it fails",
                help=f"publish for its processor: dotnet publish -r linux-{PROCESSORS[env.target.architecture]}",
                archive=mount.name,
                subject=unfit.package,
            )
