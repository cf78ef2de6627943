"""A real program as `dotnet publish` leaves it, whole and with parts taken out: what .NET 8 loads of it, and calls."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from layerlint.environment.dotnet.answers import answer
from layerlint.environment.dotnet.loader import Loader
from layerlint.environment.environment import Environment, View
from layerlint.examples.build import stack_of, zip_bytes
from layerlint.examples.dotnet import configuration
from layerlint.examples.recipe import Content, stack
from layerlint.facts.dotnet.assembly import Assembly
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from tests.integration import npm_registry
from tests.integration.wheelhouse import NoIndex
from tests.truth.dotnet import running
from tests.truth.stage import staged

PLATFORM = load_platform()
PROGRAM, NAME = "@autorest/csharp@3.0.0-beta.20251203.1", "AutoRest.CSharp"
DOTNET8 = running.RUNTIMES[1]
SAMPLE = 400  # handlers
pytestmark = [
    pytest.mark.index,
    pytest.mark.skipif(not running.has_compiler(), reason="no C# compiler here to make the probe with"),
]


def published(without: Sequence[str]) -> dict[str, Content]:
    npm_registry.fetch([PROGRAM])
    kept = (".dll", ".deps.json")
    found: dict[str, Content] = {
        path: data for path, _, data in npm_registry.files(PROGRAM) if path.endswith(kept) and path not in without
    }
    return {**found, f"{NAME}.runtimeconfig.json": configuration("net8.0")}


def loader_of(files: dict[str, Content]) -> Loader:
    mounted = stack_of(stack(function=files, runtime=DOTNET8.runtime, handler=f"{NAME}::Type::Method"))
    target = Target(PLATFORM.runtimes[DOTNET8.runtime], "x86_64")
    loader = Environment(View(mounted), target, PLATFORM, PLATFORM.as_of).dotnet
    assert loader is not None
    return loader


def handlers(loader: Loader) -> Iterator[str]:
    """Every method that is alone under its name, of every type that is there."""
    for listed in loader.host.own.values():
        assembly = loader.assemblies.at(listed.place) if listed.place else None
        if isinstance(assembly, Assembly):
            for item in assembly.types.values():
                for method in item.methods:
                    if method.name[0] not in ".<" and len(item.named(method.name)) == 1 and "<" not in item.name:
                        yield f"{listed.name}::{item.name}::{method.name}"


@pytest.mark.parametrize("without", [(), ("Microsoft.CodeAnalysis.dll", "Azure.Core.dll")], ids=["whole", "torn"])
def test_a_publish_loads_as_the_host_says(without: Sequence[str], tmp_path: Path) -> None:
    """Nothing that .NET finds and calls is called broken, and no assembly that it lacks is taken to be there."""
    files = published(without)
    loader = loader_of(files)
    names = list(loader.names)
    words = random.Random(1).sample(sorted(handlers(loader)), SAMPLE)  # noqa: S311  # the same ones each time
    function = tmp_path / "function.zip"
    function.write_bytes(zip_bytes(files))
    probe = running.compiled(running.PROBE.read_text("utf-8"), tmp_path / "Probe.dll", (), ("-target:exe",))
    with staged([], function) as stage:
        try:
            said = running.ask(DOTNET8, probe, stage, NAME, [*names, *words], {})
        except NoIndex as error:
            pytest.skip(str(error))
    assert len(said) == len(names) + len(words)
    answers = {word: answer(loader, word) for word in said}
    assert not [answers[name] for name in names if fails(said[name]) != (answers[name].loads is False)]
    assert not [answers[word] for word in words if not fails(said[word]) and answers[word].loads is False]
    assert sum(not fails(said[word]) for word in words)
    assert sum(answers[word].loads is False for word in words)


def fails(said: str) -> bool:
    return said.startswith("!")
