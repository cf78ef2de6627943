"""The function was published for another .NET than the runtime has.

## Why it matters

`runtimeconfig.json` names the framework and version that the host has to find, and an image has one version: `You must
install or update .NET to run this application. Framework: 'Microsoft.NETCore.App', version '10.0.0'`. A newer one is
never there. An older one is taken by the next only where `rollForward` allows it; whether the images do so by
themselves is not documented, so that is a warning. Windows' desktop framework exists on Windows alone.

## What to do

Publish for the runtime, or choose the runtime for what was published:

    dotnet publish -f net8.0
    aws lambda update-function-configuration --function-name NAME --runtime dotnet10
"""

from collections.abc import Iterator

from layerlint.environment.dotnet.frameworks import BASE, DESKTOP, WEB, unmet
from layerlint.environment.environment import Environment
from layerlint.examples.recipe import function
from layerlint.facts.dotnet.published import RuntimeConfig
from layerlint.rule import Finding, Severity, rule

HANDLER = "App::App.Function::Handle"


def config(name: str, version: str, more: str = "") -> dict[str, str]:
    options = f'{{"framework": {{"name": "{name}", "version": "{version}"}}{more}}}'
    return {"App.dll": "", "App.deps.json": "{}", "App.runtimeconfig.json": f'{{"runtimeOptions": {options}}}'}


@rule(
    "LL832",
    Severity.ERROR,
    since="0.1",
    good=[
        function(config(BASE, "8.0.0"), "dotnet8", handler=HANDLER),
        function(config(BASE, "6.0.0", ', "rollForward": "LatestMajor"'), "dotnet8", handler=HANDLER),
        function(config(WEB, "8.0.11"), "dotnet8", handler=HANDLER),
        function(config(BASE, "10.0.0")),
    ],
    bad=[
        function(config(BASE, "10.0.0"), "dotnet8", handler=HANDLER).flags("App.runtimeconfig.json"),
        function(config(BASE, "6.0.0"), "dotnet8", handler=HANDLER).flags("App.runtimeconfig.json"),
        function(config(DESKTOP, "8.0.0"), "dotnet8", handler=HANDLER).flags("App.runtimeconfig.json"),
    ],
)
def framework_mismatch(env: Environment) -> Iterator[Finding]:
    version = env.target.runtime.version
    if env.target.runtime.dotnet is None or env.dotnet is None or env.stack.function is None or not version:
        return
    found = env.dotnet.publish.config
    if not isinstance(found, RuntimeConfig):
        return
    for name, wanted, surely in unmet(found, env):
        yield Finding(
            message=f"{found.path} asks for {name} {wanted}",
            paths=(found.path,),
            reason=f"{env.target.runtime} has .NET {version}" if name != DESKTOP else "it exists on Windows alone",
            help=f"publish for {env.target.runtime.dotnet.framework}, or use the runtime for .NET {wanted}",
            severity=None if surely else Severity.WARNING,
            archive=env.stack.function.name,
            subject=name,
        )
