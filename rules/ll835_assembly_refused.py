"""An assembly is there, and the runtime does not take it.

## Why it matters

An assembly that was compiled ahead of time (`PublishReadyToRun`) is for one system and one processor, and one that was
built with `PlatformTarget` x86 or arm64 for one processor. On another, .NET ends with
`System.BadImageFormatException: An attempt was made to load a program with an incorrect format`. It does not take an
older assembly than code was built against either, nor one that lacks a type: `The located assembly's manifest
definition does not match the assembly reference`.

It is an error where the handler is in that assembly, or asks for it as it is loaded; else a warning, since what is not
called does not fail. That code compiled ahead for others is refused was measured up to .NET 8: on later ones it is a
warning.

## What to do

    dotnet lambda package --function-architecture arm64
    dotnet publish -r linux-arm64 -p:PublishReadyToRun=true
"""

from collections.abc import Iterator, Mapping

from layerlint.environment.dotnet.loader import Loader
from layerlint.environment.dotnet.reached import fault_of_handler, refused
from layerlint.environment.dotnet.rids import PROCESSORS
from layerlint.environment.dotnet.types import Fault
from layerlint.environment.environment import Environment
from layerlint.environment.tree import Place
from layerlint.examples.dotnet import assembly, configuration, manifest
from layerlint.examples.recipe import Content, function
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

HANDLER = "App::App.Function::Handle"
X64, ARM64 = 0x8664, 0xAA64
TYPES = {"App.Function": [".ctor", "Handle"]}
LISTED = manifest({"App/1.0.0": {"runtime": {"App.dll": {}}}, "B/1.0.0": {"runtime": {"lib/B.dll": {}}}})
BASE = {"B.Base": [".ctor"]}
FOR_X64: dict[str, Content] = {"App.dll": assembly("App", TYPES, machine=X64)}


def app(files: Mapping[str, Content]) -> dict[str, Content]:
    own: dict[str, Content] = {"App.dll": assembly("App", TYPES), "B.dll": assembly("B"), "App.deps.json": LISTED}
    return {**own, "App.runtimeconfig.json": configuration(), **files}


def extending(version: tuple[int, int, int, int]) -> dict[str, Content]:
    """A handler that was built against a first version, and the version that is there."""
    parents = {"App.Function": ("B", "B.Base")}
    return app({"App.dll": assembly("App", TYPES, parents=parents), "B.dll": assembly("B", BASE, version=version)})


@rule(
    "LL835",
    Severity.ERROR,
    since="0.1",
    good=[
        function(app({}), "dotnet8", "arm64", handler=HANDLER),
        function(app({"B.dll": assembly("B", machine=ARM64)}), "dotnet8", "arm64", handler=HANDLER),
        function(extending((2, 0, 0, 0)), "dotnet8", handler=HANDLER),
    ],
    bad=[
        function(app({"App.dll": assembly("App", TYPES, machine=X64)}), "dotnet8", "arm64", handler=HANDLER).flags(
            "App.dll"
        ),
        function(app({"B.dll": assembly("B", machine=ARM64)}), "dotnet8", "x86_64", handler=HANDLER).flags("B.dll"),
        function(app({"App.dll": "no assembly"}), "dotnet8", handler=HANDLER).flags("App.dll"),
        function(extending((0, 9, 0, 0)), "dotnet8", handler=HANDLER).flags("B.dll"),
    ],
)
def assembly_refused(env: Environment) -> Iterator[Finding]:
    mount = env.stack.function
    if env.dotnet is None or mount is None or env.dotnet.host.doubt:
        return
    fault = fault_of_handler(env.dotnet)
    by_reason: dict[str, list[Place]] = {}
    inferred = set()
    for _, outcome in refused(env.dotnet):
        if outcome.place is not None:
            by_reason.setdefault(outcome.reason, []).append(outcome.place)
            inferred |= {outcome.reason} if outcome.inferred else set()
    for reason, places in by_reason.items():
        found = of_assemblies(reason, places, fault, env)
        yield found._replace(severity=Severity.WARNING) if reason in inferred else found
    if (
        fault is not None
        and not fault.missing
        and fault.place not in [each for some in by_reason.values() for each in some]
    ):
        yield of_handler(fault, env.dotnet)


def of_assemblies(reason: str, places: list[Place], fault: Fault | None, env: Environment) -> Finding:
    handler = env.dotnet.publish.handler if env.dotnet else None
    wanted = {f"{handler.assembly.lower()}.dll"} if handler else set()
    surely = [place for place in places if place.path.lower() in wanted or (fault and fault.place == place)]
    first = [*surely, *(place for place in places if place not in surely)]
    platform = PROCESSORS[env.target.architecture]
    name = first[0].path.rpartition("/")[2]
    more = f" and {counted(len(first) - 1, 'other')}" if len(first) > 1 else ""
    return Finding(
        message=f"the runtime does not take {name}{more}",
        paths=tuple(place.path for place in first),
        reason=reason,
        help=f"publish for its platform: dotnet publish -r linux-{platform}",
        chain=fault.steps if fault and fault.place in surely else (),
        severity=None if surely else Severity.WARNING,
        archive=first[0].mount.name,
        subject=reason,
    )


def of_handler(fault: Fault, loader: Loader) -> Finding:
    """An assembly that does for others, and not for what the handler asks of it."""
    name = loader.publish.handler
    wanted = fault.wanted.reference.name if fault.wanted.reference else ""
    own = f"{name.assembly}.dll" if name else ""
    return Finding(
        message=f"the handler asks {wanted} for {fault.wanted.name} in vain",
        paths=(fault.place.path if fault.place else own,),
        reason=fault.reason,
        help="publish again, so that all assemblies are of one publish",
        chain=fault.steps,
        archive=fault.place.mount.name if fault.place else "",
        subject=wanted,
    )
