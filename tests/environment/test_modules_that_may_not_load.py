"""Modules over an extension module that needs a library nobody has listed: nobody knows whether they load."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.failure import Breakage, Defect
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
MODULE: dict[str, Content] = {"python/pkg/_a.abi3.so": elf(needed=("libnobody.so.7",), versions={})}
CAUGHT = "try:\n    from pkg import _a\nexcept ImportError:\n    _a = None\n"


def environment(files: dict[str, Content]) -> Environment:
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    return Environment(View(stack_of(layer(files))), target, PLATFORM, PLATFORM.as_of)


def loads(files: dict[str, Content], name: str) -> bool | None:
    model = environment(files).python
    assert model is not None
    return model.verdict(name).loads


def breakages(files: dict[str, Content]) -> list[Breakage]:
    env = environment(files)
    assert env.breakages is not None
    return [each for each in env.breakages.all if each.defect is not Defect.MISSING]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from pkg import _a\n", None),
        ("import pkg._a\n", None),
        (CAUGHT, True),
        ("def f():\n    from . import _a\n", True),
    ],
)
def test_what_is_felt_of_it(code: str, expected: bool | None) -> None:  # one of three answers
    files = {"python/pkg/__init__.py": code, **MODULE}
    assert loads(files, "pkg") is expected
    assert loads(files, "pkg._a") is None


def test_it_is_no_part_that_is_known_to_be_broken() -> None:
    assert breakages({"python/pkg/__init__.py": "from pkg import _a\n", **MODULE}) == []


def test_a_library_that_the_stack_brings_leaves_no_doubt() -> None:
    files = {
        "python/pkg/__init__.py": "from pkg import _a\n",
        **MODULE,
        "lib/libnobody.so.7": elf(soname="libnobody.so.7"),
    }
    assert loads(files, "pkg") is True
