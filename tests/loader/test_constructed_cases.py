"""The search of our model against the real loader's, on small libraries made for one step of it each."""

import os
import platform
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from fixtures.loader.cases import CASES, Case
from tests.loader.real import Modelled, loader, traced

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "loader"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="links are unpacked as Linux does")


@pytest.fixture(params=sorted(CASES))
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Case, Path]:
    """A case, and its folder: unpacked with its links."""
    folder = tmp_path / "loader"
    with zipfile.ZipFile(FIXTURES / f"{request.param}.zip") as archive:
        for member in archive.infolist():
            path = folder / member.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            if member.external_attr >> 28 == 0o12:
                path.symlink_to(archive.read(member).decode())
            else:
                path.write_bytes(archive.read(member))
    return CASES[request.param], folder


def first_of(case: Case) -> str:
    return next(iter(case.files))


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the libraries are for x86_64")
@pytest.mark.skipif(loader() is None, reason="there is no glibc here to ask")
def test_the_real_loader_does_what_the_case_says(case: tuple[Case, Path]) -> None:
    made, folder = case
    found = traced(folder / first_of(made), folder, _absolute(made, folder))
    expected = _expected(made, folder)
    told = {name: path for name, path in expected.items() if name in found}
    assert {name: found[name] for name in told} == told
    assert {path for name, path in expected.items() if name not in told} <= set(told.values())  # further names of one


@pytest.mark.skipif(loader() is None, reason="there is no cache of libraries to read")
@pytest.mark.skipif(platform.machine() != "x86_64", reason="the libraries are for x86_64")
def test_the_model_does_what_the_case_says(case: tuple[Case, Path]) -> None:
    made, folder = case
    model = Modelled(folder, _absolute(made, folder))
    (first,) = (item for item in model.objects() if item.place.path == first_of(made))
    found = {edge.soname: edge.found for edge in model.closure(first).edges}
    assert {name: each and os.path.realpath(each.path) for name, each in found.items()} == _expected(made, folder)


def test_every_case_is_built() -> None:
    assert {path.stem for path in FIXTURES.glob("*.zip")} == set(CASES)


@pytest.mark.skipif(shutil.which("gcc") is None, reason="no compiler")
def test_the_cases_are_small() -> None:
    assert max(path.stat().st_size for path in FIXTURES.glob("*.zip")) < 4096


def _absolute(case: Case, folder: Path) -> list[str]:
    return [str(folder / path) for path in case.library_path]


def _expected(case: Case, folder: Path) -> dict[str, str | None]:
    return {name: path and os.path.realpath(folder / path) for name, path in case.found.items()}
