"""Zips that code, a .pth file or PYTHONPATH puts on sys.path, or that code unpacks first, are looked into."""

import io
import zipfile

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.model import PythonModel
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
ON_PATH = "import os, sys\nsys.path.append(os.path.join(os.path.dirname(__file__), '{}'))\n"
UNPACKED = """
import os, shutil, sys, zipfile
sys.path.insert(1, '/tmp/unpacked')
if not os.path.exists('/tmp/unpacked'):
    zipfile.ZipFile('/opt/python/deps.zip').extractall('/tmp/unpacked')
"""


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return made.getvalue()


def model(files: dict[str, Content], variables: dict[str, str] | None = None) -> PythonModel:
    stack = stack_of(layer({"python/user.py": "import helper\nimport nowhere.at.all\n", **files}))
    stack = stack._replace(variables=variables or {})
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    found = Environment(View(stack), target, PLATFORM, PLATFORM.as_of).python
    assert found is not None
    return found


@pytest.mark.parametrize("code", [ON_PATH.format("deps.zip"), UNPACKED])
@pytest.mark.parametrize(
    ("names", "loads"), [(["nowhere.py"], True), (["python/nowhere/__init__.py"], True), (["five.py"], False)]
)
def test_a_zip_of_the_stack_is_looked_into(code: str, names: list[str], *, loads: bool) -> None:
    verdict = model({"python/helper.py": code, "python/deps.zip": zipped(*names)}).verdict("user")
    assert verdict.loads is loads


@pytest.mark.parametrize("brought", [{}, {"python/more.zip": zipped("five.py")}, {"python/deps.zip": b"no zip"}])
def test_of_a_zip_that_cannot_be_read_nothing_is_known(brought: dict[str, Content]) -> None:
    verdict = model({"python/helper.py": ON_PATH.format("deps.zip"), **brought}).verdict("user")
    assert verdict.loads is None
    assert verdict.reason == "nowhere may lie in a zip that code puts on the path, and that no archive shows"


def test_a_folder_is_no_zip() -> None:
    files: dict[str, Content] = {"python/helper.py": ON_PATH.format("deps"), "python/deps.zip": zipped("nowhere.py")}
    assert model(files).verdict("user").loads is False


def test_a_zip_that_a_pth_file_names() -> None:
    files: dict[str, Content] = {"python/helper.py": "", "python/deps.pth": "deps.zip\n"}
    assert model({**files, "python/deps.zip": zipped("nowhere.py")}).verdict("user").loads is True
    assert model({**files, "python/deps.zip": zipped("five.py")}).verdict("user").loads is False


def test_a_zip_that_pythonpath_names() -> None:
    files: dict[str, Content] = {"python/helper.py": "", "deps.zip": zipped("nowhere.py")}
    variables = {"PYTHONPATH": "/opt/python:/opt/deps.zip"}
    assert model(files, variables).verdict("user").loads is True
    assert model(files).verdict("user").loads is False
