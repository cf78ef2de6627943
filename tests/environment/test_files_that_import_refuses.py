"""Packages that give import a file which it does not take are looked into however large the function is."""

import json

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import function
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.code == "LL703"]
HANDLER = "import d from 'd'\nexport const handler = async () => d\n"
LARGE = {"node_modules/large/index.js": "// " + "x" * (1 << 20), "node_modules/large/package.json": "{}"}


def severities(package: dict[str, str], runtime: str) -> list[str]:
    files = {"index.mjs": HANDLER, **LARGE, **{f"node_modules/d/{path}": text for path, text in package.items()}}
    recipe = function(files, runtime, handler="index.handler")
    found = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    return [str(each.severity) for each in found]


@pytest.mark.parametrize(
    ("file", "kind", "found"), [("d.es.js", "", ["error"]), ("d.mjs", "", []), ("d.es.js", "module", [])]
)
def test_a_package_of_two_systems(file: str, kind: str, found: list[str]) -> None:
    manifest = {"exports": {"import": f"./{file}", "require": "./d.cjs"}} | ({"type": kind} if kind else {})
    package = {"package.json": json.dumps(manifest), file: "export default 1\n", "d.cjs": "module.exports = 1\n"}
    assert severities(package, "nodejs22.x") == found


@pytest.mark.parametrize(("runtime", "found"), [("nodejs20.x", ["error"]), ("nodejs22.x", [])])
def test_a_package_that_imports_web_assembly(runtime: str, found: list[str]) -> None:
    manifest = json.dumps({"type": "module", "main": "d.js"})
    package = {"package.json": manifest, "d.js": "import w from './w.wasm'\nexport default w\n", "w.wasm": "\0asm"}
    assert severities(package, runtime) == found
