"""Symbols that libraries take and lack: the model against the real loader, on libraries made for one point each."""

import platform
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from fixtures.bindings.cases import CASES, Case
from layerlint.environment.environment import Environment, View
from layerlint.environment.tree import Place
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from tests.loader.real import loader, warned

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "bindings"
PLATFORM = load_platform()
LATE, AT_ONCE = 1, 2  # RTLD_LAZY, RTLD_NOW
OPEN = """
import ctypes, sys
loader = ctypes.CDLL(None)
loader.dlopen.restype = ctypes.c_void_p
print(bool(loader.dlopen(sys.argv[1].encode(), int(sys.argv[2]))))
"""
UNDEFINED = re.compile(r"undefined symbol: (\w+)(?:, version (\w+))?\t")
needs_loader = pytest.mark.skipif(
    loader() is None or platform.machine() != "x86_64", reason="no glibc of the libraries' processor here to ask"
)


@pytest.fixture(params=sorted(CASES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@needs_loader
def test_the_real_loader_does_what_the_case_says(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    with zipfile.ZipFile(FIXTURES / f"{name}.zip") as archive:
        archive.extractall(tmp_path)
    assert (opens(tmp_path, AT_ONCE), opens(tmp_path, LATE)) == (case.loads_at_once, case.loads_late)
    if has_its_versions(case):
        told = warned(tmp_path / "a.so", tmp_path, [])
        assert {(row[1], row[2] or "") for row in UNDEFINED.finditer(told)} == case.undefined


def opens(folder: Path, mode: int) -> bool:
    asked = [sys.executable, "-c", OPEN, str(folder / "a.so"), str(mode)]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "True\n"


def has_its_versions(case: Case) -> bool:
    """A version that is gone ends the load before any symbol is looked for."""
    return case.loads_late or bool(case.undefined)


def test_the_model_does_what_the_case_says(name: str) -> None:
    case = CASES[name]
    env, place = environment(name)
    versions = env.view.images.of(env.target, env.links)[0].blame(place.path)
    assert (versions is None) is has_its_versions(case)
    for at_once, loads in ((True, case.loads_at_once), (False, case.loads_late)):
        found = env.links.bindings.unbound(place, at_once=at_once)
        assert (versions is None and not any(each.at_load for each in found)) is loads
        assert {(each.symbol, each.version) for each in found} == case.undefined
        assert all(each.certain for each in found)


def environment(name: str) -> tuple[Environment, Place]:
    with zipfile.ZipFile(FIXTURES / f"{name}.zip") as archive:
        files = {f"python/pkg/{path}": archive.read(path) for path in archive.namelist()}
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    env = Environment(View(stack_of(layer({**files, "python/pkg/__init__.py": ""}))), target, PLATFORM, PLATFORM.as_of)
    place = env.view.opt.file("python/pkg/a.so")
    assert place is not None
    return env, place


def test_every_case_is_built_and_small() -> None:
    built = {path.stem: path.stat().st_size for path in FIXTURES.glob("*.zip")}
    assert built.keys() == CASES.keys()
    assert max(built.values()) < 4096
