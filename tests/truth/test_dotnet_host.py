"""Small stacks by hand: which file an assembly comes from, and which handlers can be called, is what .NET says."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from layerlint.environment.dotnet.answers import answer
from layerlint.environment.dotnet.loader import Loader
from layerlint.environment.environment import Environment, View
from layerlint.examples.build import stack_of, zip_bytes
from layerlint.examples.recipe import Content, Recipe
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from tests.integration.wheelhouse import NoIndex
from tests.truth.dotnet import running
from tests.truth.dotnet.assemblies import HANDLED, SHAPED, UNKNOWN, make
from tests.truth.dotnet.running import RUNTIMES, Runtime
from tests.truth.dotnet.stacks import APP, CORE, CORE_FILE, STACKS, STORE, B, C, DotnetStack, Files, manifest
from tests.truth.stage import staged

PLATFORM = load_platform()
pytestmark = [
    pytest.mark.index,
    pytest.mark.skipif(not running.has_compiler(), reason="no C# compiler here to make assemblies with"),
]
each_runtime = pytest.mark.parametrize("runtime", RUNTIMES, ids=lambda each: each.runtime)
each_stack = pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.name)


@pytest.fixture(scope="module")
def assemblies(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("dotnet")
    found = dict(make(folder))
    found["Probe"] = running.compiled(running.PROBE.read_text("utf-8"), folder / "Probe.dll", (), ("-target:exe",))
    return found


def recipe(stack: DotnetStack, runtime: Runtime, assemblies: Mapping[str, Path]) -> Recipe:
    function = filled(stack.function, assemblies)
    said = manifest(stack)
    if said is not None:
        function["App.deps.json"] = said
    options = {"framework": {"name": "Microsoft.NETCore.App", "version": f"{number(runtime)}.0"}, **stack.options}
    if stack.moniker:
        options["tfm"] = runtime.moniker
    function["App.runtimeconfig.json"] = json.dumps({"runtimeOptions": options})
    store = {f"{STORE}/x64/{runtime.moniker}/{path}": said for path, said in stack.store.items()}
    layer = filled({**stack.layer, **store}, assemblies)
    return Recipe(
        layers=(Recipe(layer),) if layer else (),
        function=function,
        runtimes=(runtime.runtime,),
        architectures=("x86_64",),
        handler="App::Plain::H",
        variables=stack.variables,
    )


def number(runtime: Runtime) -> str:
    return PLATFORM.runtimes[runtime.runtime].version or ""


def filled(files: Files, assemblies: Mapping[str, Path]) -> dict[str, Content]:
    return {
        path: assemblies[content[1:]].read_bytes() if content.startswith("=") else content
        for path, content in files.items()
    }


def loader_of(made: Recipe) -> Loader:
    target = Target(PLATFORM.runtimes[made.runtimes[0]], "x86_64")
    loader = Environment(View(stack_of(made)), target, PLATFORM, PLATFORM.as_of).dotnet
    assert loader is not None
    return loader


def laid_out(made: Recipe, folder: Path) -> tuple[list[Path], Path]:
    layers = [folder / f"layer{number}.zip" for number in range(len(made.layers))]
    for path, layer in zip(layers, made.layers, strict=True):
        path.write_bytes(zip_bytes(layer.files))
    function = folder / "function.zip"
    function.write_bytes(zip_bytes(made.function or {}))
    return layers, function


def asked(made: Recipe, words: list[str], runtime: Runtime, probe: Path, folder: Path) -> Mapping[str, str]:
    """What the real host says; a file of the machine's own paths stands in the configuration where Lambda's would."""
    with staged(*laid_out(made, folder)) as stage:
        config = stage.task / "App.runtimeconfig.json"
        config.write_text(running.on_disk(config.read_text("utf-8"), stage), "utf-8")
        try:
            return running.ask(runtime, probe, stage, "App", words, made.variables)
        except NoIndex as error:
            pytest.skip(str(error))


def disagreements(loader: Loader, said: Mapping[str, str], words: list[str]) -> Iterator[str]:
    for word in words:
        mine, truth = answer(loader, word), said.get(word, "!the host stops")
        if truth.startswith("!"):
            agrees = mine.loads is False or (mine.loads is None and word == UNKNOWN)
        else:
            agrees = mine.loads is not False and (mine.file or "") == truth
        if not agrees:
            yield f"{word}: {truth or 'the runtime'}, and the model says {mine}"


@each_runtime
@each_stack
def test_assemblies_come_from_where_the_host_says(
    stack: DotnetStack, runtime: Runtime, assemblies: Mapping[str, Path], tmp_path: Path
) -> None:
    made = recipe(stack, runtime, assemblies)
    said = asked(made, list(stack.asked), runtime, assemblies["Probe"], tmp_path)
    assert not list(disagreements(loader_of(made), said, list(stack.asked)))


@each_runtime
@pytest.mark.parametrize("app", ["App", "Attributed", "Elsewhere"])
@pytest.mark.parametrize("complete", [True, False])
def test_handlers_are_found_alike(
    runtime: Runtime, app: str, complete: bool, assemblies: Mapping[str, Path], tmp_path: Path
) -> None:
    libraries = {**APP, **C, **CORE, **(B if complete else {})}
    files = {"App.dll": f"={app}", "C.dll": "=C", **CORE_FILE, **({"B.dll": "=B2"} if complete else {})}
    made = recipe(DotnetStack(name="handlers", libraries=libraries, function=files), runtime, assemblies)
    said = asked(made, HANDLED, runtime, assemblies["Probe"], tmp_path)
    assert len(said) == len(HANDLED)
    loader = loader_of(made)
    assert not list(disagreements(loader, said, HANDLED))
    unknown = [word for word in HANDLED if answer(loader, word).loads is None]
    assert unknown == [UNKNOWN]


@each_runtime
def test_methods_are_called_that_the_client_calls(
    runtime: Runtime, assemblies: Mapping[str, Path], tmp_path: Path
) -> None:
    """The probe looks at a method as the client's sources do."""
    stack = DotnetStack(name="s", libraries={**APP, **CORE}, function={"App.dll": "=Shapes", **CORE_FILE})
    made = recipe(stack, runtime, assemblies)
    said = asked(made, SHAPED, runtime, assemblies["Probe"], tmp_path)
    assert len(said) == len(SHAPED)
    assert not list(disagreements(loader_of(made), said, SHAPED))


@each_runtime
def test_programs_are_started_alike(runtime: Runtime, assemblies: Mapping[str, Path], tmp_path: Path) -> None:
    """Without a manifest whatever lies beside a program is found; without a configuration it does not start."""
    files = {"App.dll": "=Probe", "A.dll": "=A", "System.Text.Json.dll": "=Json", "sub/B.dll": "=B1"}
    words = ["A", "B", "System.Text.Json", "System.Linq", "Nothing"]
    for configured in (True, False):
        made = recipe(DotnetStack(name="program", function=files), runtime, assemblies)._replace(handler="App")
        if not configured:
            made = made._replace(function={k: v for k, v in (made.function or {}).items() if k.endswith(".dll")})
        with staged(*laid_out(made, tmp_path)) as stage:
            said = running.run(runtime, stage, "App.dll", words)
        assert bool(said) is configured
        assert not list(disagreements(loader_of(made), said, words))


def test_code_compiled_for_another_system_is_refused_alike(assemblies: Mapping[str, Path], tmp_path: Path) -> None:
    """Real precompiled assemblies of the runtimes themselves, taken for a function's own."""
    for runtime in RUNTIMES:
        try:
            folder = runtime.program.parent
        except NoIndex as error:
            pytest.skip(str(error))
        (own,) = sorted(folder.glob("shared/Microsoft.NETCore.App/*/System.Linq.dll"))
        said = {"System.Linq.dll": {"assemblyVersion": "99.0.0.0"}}
        stack = DotnetStack(name="x", libraries={**APP, "L/1": {"runtime": said}}, function={"App.dll": "=Lone"})
        for machine in (None, 0xD11D, 0x8664, 0xAA64):
            made = recipe(stack, runtime, assemblies)
            linq = patched(own.read_bytes(), machine)
            made = made._replace(function={**(made.function or {}), "System.Linq.dll": linq})
            truth = asked(made, ["System.Linq"], runtime, assemblies["Probe"], tmp_path)
            assert not list(disagreements(loader_of(made), truth, ["System.Linq"])), machine
            assert truth["System.Linq"].startswith("!") is (machine is not None)


def patched(data: bytes, machine: int | None) -> bytes:
    """With another machine in its header."""
    if machine is None:
        return data
    place = int.from_bytes(data[60:64], "little") + 4
    return data[:place] + machine.to_bytes(2, "little") + data[place + 2 :]
