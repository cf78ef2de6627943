"""Which packages of a large layer are looked into for require() of ES modules: its scripts are not all read."""

import json

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.node.shared import FEW
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
MODULES = "nodejs/node_modules"
MANY = {f"{MODULES}/many/{number}.js": "" for number in range(FEW + 1)}


def package(name: str, main: str, **fields: object) -> dict[str, str]:
    manifest = json.dumps({"name": name, "main": "main.js", **fields})
    return {f"{MODULES}/{name}/package.json": manifest, f"{MODULES}/{name}/main.js": main}


def failing(files: dict[str, str], runtime: str) -> set[str]:
    """The packages of which loading is known to fail."""
    view = View(stack_of(layer({**MANY, **files}, runtime)))
    model = Environment(view, Target(PLATFORM.runtimes[runtime], "x86_64"), PLATFORM, PLATFORM.as_of).node
    assert model is not None
    return {felt.root for felt in model.felt}


@pytest.mark.parametrize("runtime", ["nodejs18.x", "nodejs22.x", "nodejs24.x"])
def test_a_package_that_requires_a_module_of_its_own_fails(runtime: str) -> None:
    own = {f"{MODULES}/own/part.mjs": "export default 1\n"}
    assert failing({**package("own", "module.exports = require('./part.mjs').default\n"), **own}, runtime) == {"own"}
    assert failing({**package("own", "module.exports = import('./part.mjs')\n"), **own}, runtime) == set()


@pytest.mark.parametrize("runtime", ["nodejs18.x", "nodejs22.x", "nodejs24.x"])
def test_a_package_that_requires_another_that_is_a_module_fails(runtime: str) -> None:
    other = package("other", "export default 1\n", type="module")
    user = package("user", "require('other')\n", dependencies={"other": "1"})
    assert failing({**user, **other}, runtime) == {"user"}
