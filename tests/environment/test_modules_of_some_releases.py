"""Modules of the image's own packages that only some of their releases have."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.model import ModuleVerdict
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()


def verdict(source: str, runtime: str = "python3.12", **more: str) -> ModuleVerdict:
    recipe = layer({"python/app.py": source, **more}, runtime)
    model = Environment(
        View(stack_of(recipe)), Target(PLATFORM.runtimes[runtime], "x86_64"), PLATFORM, PLATFORM.as_of
    ).python
    assert model is not None
    return model.verdict("app")


@pytest.mark.parametrize(
    "source",
    [
        "import urllib3.contrib.appengine\n",
        "from urllib3.contrib import appengine\n",
        "from urllib3.packages.six import text_type\n",
        "from botocore.vendored.requests.packages.urllib3.util import retry\n",
        "try:\n    import nowhere\nexcept ImportError:\n    import urllib3.packages\n",
    ],
)
def test_what_the_image_may_lack_is_not_known_to_load(source: str) -> None:
    found = verdict(source)
    assert found.loads is None
    assert "only some releases" in found.reason


@pytest.mark.parametrize(
    "source",
    [
        "from urllib3.util.retry import Retry\n",
        "try:\n    from urllib3.packages import six\nexcept ImportError:\n    six = None\n",
        "from botocore.vendored import requests\n",
    ],
)
def test_what_all_have_or_the_code_can_do_without_loads(source: str) -> None:
    assert verdict(source).loads is True


def test_a_release_that_is_known_has_it() -> None:
    assert verdict("import urllib3.packages\n", "python3.10").loads is True


def test_the_stack_s_own_release_is_looked_at() -> None:
    files = {"python/urllib3/__init__.py": "", "python/urllib3/packages.py": ""}
    assert verdict("import urllib3.packages\n", **files).loads is True
