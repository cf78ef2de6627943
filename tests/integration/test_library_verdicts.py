"""Verdicts about libraries that real packages are known for, on layers made of them as people make them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from layerlint.examples.build import zip_bytes
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content
from tests.command import Inside
from tests.integration.manifest import Build, cases
from tests.integration.wheelhouse import NoIndex, layer

BUILDS = {case.build.name: case.build for case in cases()}
PYTHONS = ("python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14")
AL2023 = ("python3.12", "python3.13", "python3.14")


def made(build: Build) -> Path:
    try:
        return layer(build)
    except NoIndex as error:
        pytest.skip(str(error))


def findings(path: Path, runtime: str, architecture: str, inside: Inside) -> list[dict[str, Any]]:
    words = ("--runtime", runtime, "--arch", architecture, "--format", "json", "--fail-on", "never")
    report = json.loads(inside("check", path, *words, folder=path.parent).out)
    return [finding for stack in report["stacks"] for finding in stack["findings"]]


def errors(path: Path, runtime: str, inside: Inside, architecture: str = "x86_64") -> list[tuple[str, str]]:
    found = findings(path, runtime, architecture, inside)
    return [(each["code"], each["message"]) for each in found if each["severity"] == "error"]


def links(path: Path, file: str, runtime: str, inside: Inside) -> dict[str, Any]:
    words = ("--runtime", runtime, "--arch", "x86_64", "--format", "json")
    (found,) = json.loads(inside("links", path, file, *words, folder=path.parent).out)["files"]
    return dict(found)


@pytest.mark.index
@pytest.mark.parametrize("runtime", PYTHONS)
def test_opencv_needs_a_library_for_screens_everywhere(runtime: str, inside: Inside) -> None:
    missing = links(made(BUILDS["opencv-312"]), "cv2.abi3.so", runtime, inside)["missing"]
    assert "libGL.so.1" in {each["name"] for each in missing if each["certain"]}


@pytest.mark.index
def test_opencv_fails_and_its_headless_form_loads(inside: Inside) -> None:
    assert any(
        code == "LL408" and "libGL.so.1" in said
        for code, said in errors(made(BUILDS["opencv-312"]), "python3.12", inside)
    )
    assert errors(made(BUILDS["opencv-headless-312"]), "python3.12", inside) == []


@pytest.mark.index
def test_wheels_for_a_newer_glibc_fail_on_the_older_image(inside: Inside) -> None:
    assert {code for code, _ in errors(made(BUILDS["numpy-311-new-glibc"]), "python3.11", inside)} == {"LL404"}
    assert {code for code, _ in errors(made(BUILDS["cryptography-311-new-glibc"]), "python3.11", inside)} == {"LL404"}
    assert errors(made(BUILDS["cryptography-312"]), "python3.12", inside) == []


@pytest.mark.index
def test_pyarrow_without_two_of_its_libraries_names_all_that_break(inside: Inside) -> None:
    whole = BUILDS["pyarrow-313"]
    lost = ("libarrow_flight.so.", "libarrow_substrait.so.")
    torn = made(replace(whole, name="pyarrow-313-torn", remove=tuple(f"python/pyarrow/{name}*" for name in lost)))
    found = [each for each in findings(torn, "python3.13", "x86_64", inside) if each["code"] == "LL408"]
    said = " ".join(each["message"] for each in found)
    assert all(name in said for name in lost)
    told = {path for each in found for path in each["paths"]}
    assert {"_flight", "_substrait", "lib"} <= {path.rpartition("/")[2].partition(".")[0] for path in told}
    assert links(torn, "libarrow_python_flight.so", "python3.13", inside)["loads"] is False
    assert errors(made(whole), "python3.13", inside) == []


@pytest.mark.index
def test_psycopg2_binary_loads(inside: Inside) -> None:
    assert errors(made(BUILDS["psycopg2-312"]), "python3.12", inside) == []


@pytest.mark.index
@pytest.mark.parametrize(("name", "other"), [("numpy-312-arm64", "x86_64"), ("numpy-312", "arm64")])
def test_a_wheel_for_the_other_processor_fails(name: str, other: str, inside: Inside) -> None:
    path = made(BUILDS[name])
    assert errors(path, "python3.12", inside, other) != []
    assert errors(path, "python3.12", inside, {"x86_64": "arm64", "arm64": "x86_64"}[other]) == []


def source_build(needed: str, folder: Path, **files: Content) -> Path:
    """psycopg2 as `pip install psycopg2` builds it: no library comes along."""
    package: dict[str, Content] = {
        "python/psycopg2/__init__.py": "from psycopg2._psycopg import connect\n",
        "python/psycopg2/_psycopg.cpython-312-x86_64-linux-gnu.so": elf(needed=(needed, "libc.so.6"), versions={}),
        **files,
    }
    path = folder / "layer.zip"
    path.write_bytes(zip_bytes(package))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "layerlint.toml").touch()
    return tmp_path


@pytest.mark.parametrize("soname", ["libpq.so.5", "libcrypt.so.1", "libssl.so.1.1"])
def test_a_source_build_fails_where_the_image_has_no_such_library(soname: str, folder: Path, inside: Inside) -> None:
    path = source_build(soname, folder)
    (found,) = findings(path, "python3.12", "x86_64", inside)
    assert (found["code"], found["severity"]) == ("LL408", "error")
    assert soname in found["message"]
    assert any("searched in" in step for step in found["chain"])


def test_a_source_build_loads_where_a_layer_brings_the_library(folder: Path, inside: Inside) -> None:
    path = source_build("libpq.so.5", folder, **{"lib/libpq.so.5": elf(soname="libpq.so.5")})
    assert errors(path, "python3.12", inside) == []
