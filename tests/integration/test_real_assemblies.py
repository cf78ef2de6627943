"""A real .NET assembly with the manifest of its publish, as pythonnet's wheel brings it, taken for a function."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import zip_bytes
from layerlint.examples.recipe import Content
from layerlint.facts.dotnet.assembly import Assembly, read_assembly
from layerlint.rule import Severity
from layerlint.stack import Role
from tests.integration.manifest import Build
from tests.integration.real_verdicts import DAY, PLATFORM, RULES, opened
from tests.integration.wheelhouse import NoIndex, installed

pytestmark = pytest.mark.index

WHEEL = Build(name="pythonnet", python="3.12", system="linux", machine="x86_64", packages=("pythonnet==3.0.5",))
NAME = "Python.Runtime"
CONFIG = {"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "8.0.0"}}}


@pytest.fixture(scope="module")
def brought() -> Mapping[str, bytes]:
    """The assembly and its manifest."""
    try:
        folder = installed(WHEEL) / "pythonnet" / "runtime"
    except NoIndex as error:
        pytest.skip(str(error))
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name.startswith(NAME)}


def errors(files: Mapping[str, Content], handler: str, folder: Path) -> set[str]:
    made = folder / "function.zip"
    made.write_bytes(zip_bytes({**files, f"{NAME}.runtimeconfig.json": json.dumps(CONFIG)}))
    stack = opened(made, Role.FUNCTION)._replace(handler=handler, runtimes=("dotnet8",), architectures=("x86_64",))
    report = run(stack, RULES, Options(platform=PLATFORM, as_of=DAY))
    return {each.rule.name for each in report.diagnostics if each.severity is Severity.ERROR}


def test_the_types_of_an_assembly_are_read(brought: Mapping[str, bytes]) -> None:
    found = read_assembly(f"{NAME}.dll", brought[f"{NAME}.dll"])
    assert isinstance(found, Assembly)
    assert {"Python.Runtime.PythonEngine", "Python.Runtime.PyObject", "Python.Runtime.Py"} <= found.types.keys()
    assert "BeginAllowThreads" in found.types["Python.Runtime.PythonEngine"].methods


@pytest.mark.parametrize(
    ("handler", "is_there"),
    [
        (f"{NAME}::Python.Runtime.PythonEngine::BeginAllowThreads", True),
        (f"{NAME}::Python.Runtime.PythonEngine::NoSuchMethod", False),
        (f"{NAME}::Python.Runtime.NoSuchType::BeginAllowThreads", False),
        ("Other::Python.Runtime.PythonEngine::BeginAllowThreads", False),
    ],
)
def test_the_handler_is_looked_up_in_its_tables(
    handler: str, is_there: bool, brought: Mapping[str, bytes], tmp_path: Path
) -> None:
    assert ("dotnet-handler-not-found" not in errors(brought, handler, tmp_path)) is is_there


def test_assemblies_that_the_manifest_names_have_to_be_there(brought: Mapping[str, bytes], tmp_path: Path) -> None:
    handler = f"{NAME}::Python.Runtime.PythonEngine::BeginAllowThreads"
    manifest = json.loads(brought[f"{NAME}.deps.json"])
    (target,) = (each for each in manifest["targets"].values() if each)
    named = {path.rpartition("/")[2] for library in target.values() for path in library.get("runtime", {})}
    others = named - {f"{NAME}.dll"}
    assert others
    assert "assembly-missing" in errors(brought, handler, tmp_path)
    assert not errors({**brought, **dict.fromkeys(others, brought[f"{NAME}.dll"])}, handler, tmp_path)
