"""Data files that a RECORD lists, that the archive has lost and that modules read as they are imported."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.failure import Defect
from layerlint.environment.python.model import ModuleVerdict
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import distribution, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
AT_ONCE = (
    "import os\nwith open(os.path.join(os.path.dirname(__file__), 'VERSION.txt')) as file:\n    version = file.read()\n"
)
IN_FUNCTION = """
from pathlib import Path
def version():
    return (Path(__file__).parent / "VERSION.txt").read_text()
__version__ = version()
"""
BY_RESOURCES = "from importlib.resources import files\nversion = (files(__package__) / 'VERSION.txt').read_text()\n"
CAUGHT = "try:\n    version = open(__file__[:-11] + 'VERSION.txt').read()\nexcept OSError:\n    version = ''\n"
LATER = "def version():\n    return open(__file__.replace('__init__.py', 'VERSION.txt')).read()\n"


def verdict(source: str, **files: str) -> ModuleVerdict:
    record = ["lib/__init__.py", "lib/VERSION.txt", "lib/py.typed"]
    recipe = layer({"python/lib/__init__.py": source, **files, **distribution("lib", record=record)})
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    model = Environment(View(stack_of(recipe)), target, PLATFORM, PLATFORM.as_of).python
    assert model is not None
    return model.verdict("lib")


@pytest.mark.parametrize("source", [AT_ONCE, IN_FUNCTION, BY_RESOURCES])
def test_reading_what_is_lost_fails(source: str) -> None:
    found = verdict(source)
    assert found.loads is False
    assert found.failure is not None
    assert found.failure.cause.defect is Defect.FILE
    assert verdict(source, **{"python/lib/VERSION.txt": "1"}).loads is True


@pytest.mark.parametrize("source", [CAUGHT, LATER, "# VERSION.txt\n"])
def test_what_is_caught_or_read_later_does_not(source: str) -> None:
    assert verdict(source).loads is True


def test_what_a_generator_would_read_is_in_doubt() -> None:
    source = (
        "from pathlib import Path\ndef lines():\n    yield (Path(__file__).parent / 'VERSION.txt').read_text()\n"
        "lines() @ object()\n"
    )
    assert verdict(source).loads is None
