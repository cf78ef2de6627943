"""PYTHONPATH, set by the function, takes the place of the layers' folders on sys.path."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.finder import Origin
from layerlint.environment.python.model import PythonModel
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import stack
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
LAYER = {
    "python/six.py": "",
    "python/mine.py": "",
    "python/typing.py": "",
    "python/add.pth": "extra\n",
    "python/extra/deep.py": "",
    "other/far.py": "",
}
FUNCTION = {"app.py": "", "add.pth": "vendor\n", "vendor/near.py": ""}


def model(runtime: str, **variables: str) -> PythonModel:
    made = stack_of(stack(LAYER, function=FUNCTION, runtime=runtime, variables=variables))
    target = Target(PLATFORM.runtimes[runtime], "x86_64")
    found = Environment(View(made), target, PLATFORM, PLATFORM.as_of).python
    assert found is not None
    return found


def where(python: PythonModel, name: str) -> str | None:
    found = python.find(name)
    if found is None:
        return None
    return "runtime" if found.origin is Origin.RUNTIME else found.file


@pytest.mark.parametrize("runtime", ["python3.9", "python3.13"])
def test_layers_are_found_where_it_is_not_set(runtime: str) -> None:
    python = model(runtime)
    assert where(python, "mine") == "/opt/python/mine.py"
    assert where(python, "six") == "/opt/python/six.py"
    assert where(python, "deep") == "/opt/python/extra/deep.py"


@pytest.mark.parametrize("runtime", ["python3.9", "python3.13"])
@pytest.mark.parametrize("value", ["", "/opt/other"])
def test_it_removes_the_folders_of_the_layers(runtime: str, value: str) -> None:
    python = model(runtime, PYTHONPATH=value)
    assert where(python, "mine") is None
    assert where(python, "six") == "runtime"
    assert where(python, "app") == "/var/task/app.py"
    assert where(python, "far") == ("/opt/other/far.py" if value else None)


@pytest.mark.parametrize(("runtime", "six"), [("python3.9", "runtime"), ("python3.13", "/opt/python/six.py")])
def test_the_folders_it_names_come_before_the_standard_library(runtime: str, six: str) -> None:
    """The old images have their SDK beside the bootstrap, and the bootstrap's folder comes first."""
    python = model(runtime, PYTHONPATH="/opt/python:/opt/other")
    assert where(python, "mine") == "/opt/python/mine.py"
    assert where(python, "typing") == "/opt/python/typing.py"
    assert where(python, "six") == six


def test_pth_files_are_read_in_the_function_alone() -> None:
    python = model("python3.12", PYTHONPATH="/opt/python")
    assert where(python, "deep") is None
    assert where(python, "near") == "/var/task/vendor/near.py"
