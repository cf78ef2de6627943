"""Names that one archive takes from a module of another, which has them not."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.failure import Defect
from layerlint.environment.python.model import PythonModel
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Recipe, distribution, layer, stack
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
USER = {"app.py": "from lib.core import thing\n"}


def model(recipe: Recipe) -> PythonModel:
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    found = Environment(View(stack_of(recipe)), target, PLATFORM, PLATFORM.as_of).python
    assert found is not None
    return found


def loads(core: str, user: str = USER["app.py"], **more: str) -> bool | None:
    files = {"python/lib/__init__.py": "", "python/lib/core.py": core}
    files |= {f"python/lib/{name}.py": source for name, source in more.items()}
    files |= distribution("lib", record=[path.removeprefix("python/") for path in files])
    return model(stack(files, function={"app.py": user})).verdict("app").loads


@pytest.mark.parametrize(
    "core", ["", "def other(): ...\n", "# thing\n", "class A:\n    thing = 1\n", "x.thing = 1\nx = 2"]
)
def test_a_name_that_the_file_does_not_have_fails(core: str) -> None:
    assert loads(core) is False


@pytest.mark.parametrize(
    "core",
    [
        "def thing(): ...\n",
        "thing: int = 1\n",
        "if 1:\n    thing = 1\nelse:\n    from json import load as thing\n",
        "import json as thing\n",
        "from json import load as thing\n",
        "for thing in (): ...\n",
        "def set():\n    global thing\n    thing = 1\n",
    ],
)
def test_a_name_that_it_may_have_does_not(core: str) -> None:
    assert loads(core) is True


@pytest.mark.parametrize(
    "core",
    [
        "def __getattr__(name): ...\n",
        "from json import *\n",
        "globals()['th' + 'ing'] = 1\n",
        "exec('thing = 1')\n",
        "__all__ = ['thing']\nfrom lib import core\nfor each in __all__:\n    setattr(core, each, 1)\n",
    ],
)
def test_what_the_text_does_not_show_is_no_failure(core: str) -> None:
    assert loads(core) is not False


@pytest.mark.parametrize("core", ["__all__ = ['thing']\n", "exec('other = 1')\n", "globals()['other'] = 1\n"])
def test_what_the_text_lists_and_binds_nowhere_is_not_there(core: str) -> None:
    assert loads(core) is False


def test_a_submodule_is_a_name() -> None:
    assert loads("", "from lib import core\n") is True
    assert loads("", "from lib import other\n") is False


def test_a_name_may_be_set_from_outside() -> None:
    assert loads("", patch="from lib import core\ncore.thing = 1\n") is True


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("try:\n    from lib.core import thing\nexcept ImportError:\n    thing = None\n", True),
        ("def f():\n    from lib.core import thing\n", True),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from lib.core import thing\n", True),
        ("try:\n    from lib.core import thing\nexcept ValueError:\n    pass\n", False),
        ("import lib.core as core\ncore.thing\n", False),
        ("from lib import core\n@core.thing\ndef f(): ...\n", False),
        ("import lib.core as core\ncore.__name__, core.__doc__\n", True),
        ("import lib.core as core\ntry:\n    core.thing\nexcept AttributeError:\n    pass\n", True),
        ("import lib.core as core\ngetattr(core, 'thing', None)\n", True),
        ("import lib.core as core\nif hasattr(core, 'thing'):\n    core.thing\n", True),
        ("import lib.core as core\ncore.thing = 1\ncore.thing\n", True),
        ("import lib.core as core\ndef f():\n    core.thing\n", True),
        ("import lib.core\nlib = open('/dev/null')\nlib.core.thing\n", True),
    ],
)
def test_guards_count(user: str, expected: bool) -> None:
    assert loads("", user) is expected


def test_one_distribution_agrees_with_itself_and_two_may_not_whatever_metadata_admits() -> None:
    user = {"python/user.py": "from lib import thing\n", "python/lib.py": ""}
    claimed = distribution("lib", "1.0", record=["lib.py"])
    asking = {version: distribution("user", requires=[f"lib>={version}"], record=["user.py"]) for version in ("1", "2")}
    whole = distribution("both", "1.0", record=["lib.py", "user.py"])
    assert not model(layer({**user, **whole})).candidates.lacking
    for version in ("1", "2"):
        assert model(layer({**user, **claimed, **asking[version]})).candidates.lacking.keys() == {"lib.thing"}


def test_a_name_that_a_getter_refuses_is_a_name_that_is_missing() -> None:
    files = {
        "python/user.py": "from parted import gone\n",
        "python/parted.py": "def __getattr__(name):\n    raise AttributeError(name)\n",
        "python/dotted.py": "import parted\nprint(parted.gone)\n",
    }
    found = model(layer(files, "python3.12", "x86_64"))
    for name, exception in (("user", "ImportError"), ("dotted", "AttributeError")):
        failure = found.verdict(name).failure
        assert failure is not None
        assert (failure.exception, failure.cause.defect) == (exception, Defect.MISSING)
        assert failure.steps[-1].line
