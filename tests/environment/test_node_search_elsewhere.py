"""Node.js may be told to look for modules elsewhere: what is not here is then not missing for certain."""

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Recipe, function, stack
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.code == "LL701"]
ASKS = "const lost = require('lost');\nexports.handler = async () => lost;\n"
REDIRECTED = [
    "module.paths.push('/mnt/efs/node_modules');\n",
    "process.env.NODE_PATH = '/mnt/efs';\nrequire('module').Module._initPaths();\n",
    "const Module = require('module');\nconst load = Module._load;\nModule._load = function () { return load; };\n",
    "require('./paths');\n",
]


def said(recipe: Recipe) -> list[str]:
    found = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    return [str(each.severity) for each in found]


@pytest.mark.parametrize("text", REDIRECTED)
def test_node_may_be_told_to_look_elsewhere(text: str) -> None:
    files = {"index.js": text + ASKS, "paths.js": "require('module').globalPaths.push('/mnt/efs');\n"}
    assert said(function(files, "nodejs22.x", handler="index.handler")) == ["warning"]


@pytest.mark.parametrize("options", ["--require ./paths.js", "-r ./paths", "--import=/var/task/paths.js"])
def test_node_options_are_followed_before_the_handler(options: str) -> None:
    files = {"index.js": ASKS, "paths.js": "require('module').globalPaths.push('/mnt/efs');\n"}
    variables = {"NODE_OPTIONS": options}
    for text, severity in ((files["paths.js"], "warning"), ("require('fs');\n", "error")):
        recipe = stack(
            function=files | {"paths.js": text}, runtime="nodejs22.x", handler="index.handler", variables=variables
        )
        assert said(recipe) == [severity]


@pytest.mark.parametrize(("path", "found"), [("/mnt/efs/x", []), ("/mnt/x.js", []), ("/opt/x", ["error"])])
def test_an_absolute_path_below_a_mounted_file_system_is_not_known(path: str, found: list[str]) -> None:
    required = {"index.js": f"require('{path}');\nexports.handler = async () => 1;\n"}
    imported = {"index.mjs": f"import '{path}';\nexport const handler = async () => 1;\n"}
    for files in (required, imported):
        assert said(function(files, "nodejs22.x", handler="index.handler")) == found
