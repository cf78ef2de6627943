"""What `layerlint imports` answers for .NET: the file of an assembly or a type, and whether it loads."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from layerlint.examples.build import zip_bytes
from layerlint.examples.dotnet import assembly, configuration, manifest
from layerlint.examples.recipe import Content
from tests.command import Inside

X64 = 0x8664
LISTED = manifest(
    {
        "App/1.0.0": {"runtime": {"App.dll": {}}},
        **{f"{name}/1.0.0": {"runtime": {f"lib/net8.0/{name}.dll": {}}} for name in ("Base", "Gone", "Fast", "Stored")},
    }
)
FUNCTION: Mapping[str, Content] = {
    "App.dll": assembly(
        "App",
        {"My.Function": [".ctor", "Run"], "My.Torn": [".ctor", "Run"], "My.Plain": [".ctor", "Run"]},
        parents={"My.Function": ("Base", "Base.Handler"), "My.Torn": ("Gone", "Gone.Type")},
    ),
    "Base.dll": assembly("Base", {"Base.Handler": [".ctor", "Inherited"]}),
    "Fast.dll": assembly("Fast", machine=X64),
    "Plugin.dll": assembly("Plugin"),
    "App.deps.json": LISTED,
    "App.runtimeconfig.json": configuration(),
}
STORE = "dotnetcore/store/x64/net8.0/stored/1.0.0/lib/net8.0/Stored.dll"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "function.zip").write_bytes(zip_bytes(FUNCTION))
    (tmp_path / "store.zip").write_bytes(zip_bytes({STORE: assembly("Stored")}))
    (tmp_path / "layerlint.toml").write_text(
        '[function.api]\npackage = "function.zip"\nlayers = ["store.zip"]\n'
        'runtime = "dotnet8"\narchitecture = "x86_64"\n'
        'handler = "App::My.Function::Run"\nenvironment = { DOTNET_SHARED_STORE = "/opt/dotnetcore/store/" }\n'
    )
    return tmp_path


def asked(inside: Inside, folder: Path, *words: str, arch: str = "x86_64") -> dict[str, dict[str, Any]]:
    target = ("--runtime", "dotnet8", "--arch", arch, "--format", "json")
    found = json.loads(inside("imports", *words, *target, folder=folder).out)
    return {row["name"]: row for row in found["modules"]}


@pytest.mark.parametrize(
    ("name", "loads", "file"),
    [
        ("Base", True, "Base.dll"),
        ("base.dll", True, "Base.dll"),
        ("Base.Handler", True, "Base.dll"),
        ("My.Function", True, "App.dll"),
        ("App::My.Function::Inherited", True, "Base.dll"),
        ("System.Text.Json", True, None),
        ("Amazon.Lambda.Core", "unknown", None),
        ("System.NotThereYet", False, None),
        ("Gone", False, None),
        ("Plugin", False, None),
        ("My.Torn", False, "App.dll"),
        ("My.Nowhere", False, None),
        ("App::My.Plain::Walk", False, "App.dll"),
    ],
)
def test_a_name_comes_from_the_file_that_the_manifest_lists(
    name: str, loads: object, file: str | None, folder: Path, inside: Inside
) -> None:
    (row,) = asked(inside, folder, "function.zip", name).values()
    assert (row["loads"], row["file"]) == (loads, file and f"/var/task/{file}")


def test_every_assembly_is_told(folder: Path, inside: Inside) -> None:
    rows = asked(inside, folder, "function.zip")
    assert {name: row["loads"] for name, row in rows.items()} == {
        "App": "unknown",
        "Base": True,
        "Fast": True,
        "Gone": False,
        "Plugin": False,
        "Stored": False,
    }
    assert rows["App"]["reason"].startswith("it refers to Gone: /var/task/Gone.dll is not there")
    assert rows["Plugin"]["reason"] == "App.deps.json does not list /var/task/Plugin.dll"
    assert asked(inside, folder, "function.zip", arch="arm64")["Fast"]["reason"] == "it is built for x86_64"


def test_the_way_to_what_is_missing_is_told(folder: Path, inside: Inside) -> None:
    row = asked(inside, folder, "function.zip", "My.Torn")["My.Torn"]
    assert "Gone.Type of Gone" in row["reason"]
    assert row["chain"] == ["My.Torn"]


def test_a_store_makes_the_host_look_for_every_file(folder: Path, inside: Inside) -> None:
    done = inside("imports", "Stored", "--function-name", "api", "--format", "json", folder=folder)
    (row,) = json.loads(done.out)["modules"]
    assert row["loads"] is False
    assert "the host stops before anything runs: App.deps.json names Gone.dll" in row["reason"]
    (folder / "function.zip").write_bytes(zip_bytes({**FUNCTION, "Gone.dll": assembly("Gone")}))
    done = inside("imports", "Stored", "--function-name", "api", "--format", "json", folder=folder)
    (row,) = json.loads(done.out)["modules"]
    assert (row["loads"], row["file"]) == (True, f"/opt/{STORE}")


def test_nobody_has_said_whether_a_store_is_searched(folder: Path, inside: Inside) -> None:
    row = asked(inside, folder, "--layer", "store.zip", "--function", "function.zip", "Stored")["Stored"]
    assert row["loads"] == "unknown"
    assert "DOTNET_SHARED_STORE is not known" in row["reason"]


def test_a_lone_layer_is_listed_by_functions_that_are_not_here(folder: Path, inside: Inside) -> None:
    row = asked(inside, folder, "store.zip")["Stored"]
    assert row["loads"] == "unknown"
    assert "the function that would list it is not here" in row["reason"]
