"""What the import model says of sources that only some Pythons read, and of those too large for us."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.model import ModuleVerdict
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from tests.facts.test_syntax_level import PYTHON_2, SOURCES

PLATFORM = load_platform()
SYNTAX = [
    (source, version)
    for version, sources in SOURCES.items()
    for source in sources
    if (3, 9) < version <= (3, 14) and ":\n" not in source  # those that run into a name they lack come to nothing
]


def verdict(source: str, runtime: str) -> ModuleVerdict:
    target = Target(PLATFORM.runtimes[runtime], "x86_64")
    model = Environment(View(stack_of(layer({"python/m.py": source}))), target, PLATFORM, PLATFORM.as_of).python
    assert model is not None
    return model.verdict("m")


@pytest.mark.parametrize(("source", "version"), SYNTAX)
def test_a_source_fails_on_every_python_before_its_syntax(source: str, version: tuple[int, int]) -> None:
    deferred = "def later():\n  " + source.replace("\n", "\n  ") + "\n"
    for minor in range(9, 15):
        found = verdict(deferred, f"python3.{minor}")
        assert found.loads is not False or (3, minor) < version
        if (3, minor) < version:
            assert found.loads is False
            assert "Python 3." in found.reason


@pytest.mark.parametrize("source", PYTHON_2)
def test_python_2_fails_everywhere(source: str) -> None:
    assert verdict(source, "python3.12").loads is False


def test_a_source_too_large_to_be_read_is_no_error() -> None:
    assert verdict("type X = int\nx = [" + "1," * 400_000 + "]\n", "python3.12").loads is not False
