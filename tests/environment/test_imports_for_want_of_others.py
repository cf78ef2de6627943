"""Imports in the handler of a `try`: they are run where what is tried first fails, and not else."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.model import PythonModel
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
FALLBACK = "try:\n    {}\nexcept ImportError:\n    import nowhere\n"


def model(tried: str, runtime: str = "python3.12", **more: str) -> PythonModel:
    code = {"python/user/__init__.py": FALLBACK.format(tried), "python/user-1.dist-info/RECORD": "user/__init__.py,,\n"}
    stack = stack_of(layer({**code, **{f"python/{name}.py": text for name, text in more.items()}}))
    target = Target(PLATFORM.runtimes[runtime], "x86_64")
    found = Environment(View(stack), target, PLATFORM, PLATFORM.as_of).python
    assert found is not None
    return found


@pytest.mark.parametrize("tried", ["import threading", "from importlib.metadata import version", "import os.path"])
def test_what_the_standard_library_serves_is_not_carried_out(tried: str) -> None:
    found = model(tried)
    assert found.candidates.suspects.are_none
    assert found.verdict("user").loads is True


@pytest.mark.parametrize(
    ("tried", "runtime", "loads"),
    [
        ("import tomllib", "python3.10", False),
        ("import tomllib", "python3.11", True),
        ("from typing import override", "python3.11", False),
        ("from typing import override", "python3.12", True),
        ("import distutils", "python3.12", False),
        ("import elsewhere", "python3.12", False),
    ],
)
def test_what_it_does_not_serve(tried: str, runtime: str, *, loads: bool) -> None:
    assert model(tried, runtime).verdict("user").loads is loads


def test_a_module_of_the_stack_in_the_place_of_the_standard_library_s() -> None:
    assert model("import colorsys", colorsys="import missing\n").verdict("user").loads is False
    assert model("import colorsys", colorsys="").verdict("user").loads is True
    assert model("import pdb", cmd="import missing\n").verdict("user").loads is False
