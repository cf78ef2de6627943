"""Folders that lines of .pth files put on sys.path, by their whole path or by code."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.model import PythonModel
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()


def model(line: str, folder: str) -> PythonModel:
    stack = stack_of(
        layer({"python/add.pth": f"{line}\n", f"{folder}/inner.py": "", "python/user.py": "import inner\n"})
    )
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    found = Environment(View(stack), target, PLATFORM, PLATFORM.as_of).python
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        ("/opt/python/more", "python/more"),
        ("/opt/beside", "beside"),
        ("../beside", "beside"),
        ("./more/", "python/more"),
        ("import site; site.addsitedir('/opt/beside')", "beside"),
        ("import sys, os; sys.path.append(os.path.join(sitedir, 'more'))", "python/more"),
    ],
)
def test_folder_is_searched(line: str, folder: str) -> None:
    found = model(line, folder)
    assert found.verdict("user").loads is True
    assert found.verdict("inner").file == f"/opt/{folder}/inner.py"


@pytest.mark.parametrize(
    "line", ["/srv/more", "../../more", " more", "import os; os.path.join(sitedir, 'more')", "# more"]
)
def test_folder_is_not_searched(line: str) -> None:
    assert model(line, "python/more").verdict("user").loads is False
