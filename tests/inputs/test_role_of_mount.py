"""Layer or function package, by what lies at the root."""

import pytest

from layerlint.archive.zip_reader import open_zip
from layerlint.examples.build import zip_bytes
from layerlint.examples.recipe import Content, distribution
from layerlint.facts.contents import Contents
from layerlint.inputs.mount import infer
from layerlint.stack import Role

SIX = {"six.py": "", **distribution("six", site="", record=["six.py"])}


@pytest.mark.parametrize(
    ("files", "role", "why"),
    [
        ({"python/app.py": ""}, Role.LAYER, "python/ is at its root"),
        ({"nodejs/node_modules/x/index.js": ""}, Role.LAYER, "nodejs/ is at its root"),
        ({"layer/python/app.py": ""}, Role.LAYER, "no code of its own is at its root"),
        ({"kubectl/kubectl": ""}, Role.LAYER, "no code of its own is at its root"),
        ({"bin/tool": ""}, Role.LAYER, "no code of its own is at its root"),
        ({"extensions/agent": "", "agent.py": ""}, Role.LAYER, "extensions/ is at its root"),
        ({"python/x.py": "", "otel_wrapper.py": ""}, Role.LAYER, "python/ is at its root"),
        ({"bootstrap": "", "bin/php": ""}, Role.LAYER, "bootstrap and bin/ are at its root"),
        ({"bootstrap": ""}, Role.FUNCTION, "bootstrap is at its root"),
        ({"app.py": "", "requests/__init__.py": ""}, Role.FUNCTION, "app.py is at its root"),
        ({"index.mjs": "", "lib/util.js": ""}, Role.FUNCTION, "index.mjs is at its root"),
        (SIX, Role.LAYER, "no code of its own is at its root"),
        ({**SIX, "app.py": ""}, Role.FUNCTION, "app.py is at its root"),
        ({"python\\pkg\\__init__.py": ""}, Role.LAYER, "names that begin with python\\ are at its root"),
        ({"app.py": "", "lib\\util.py": ""}, Role.FUNCTION, "app.py is at its root"),
        ({}, Role.LAYER, "no code of its own is at its root"),
    ],
)
def test_kind_by_the_root(files: dict[str, Content], role: Role, why: str) -> None:
    assert infer(Contents(open_zip(zip_bytes(files), "x.zip"))) == (role, why)
