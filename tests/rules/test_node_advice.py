"""What to type where a package or its native part is missing: the version that was meant, and what left it out."""

import json

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, Recipe, function, layer
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.rule import Finding

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.family in ("LL4", "LL7")]
MODULES = "nodejs/node_modules"
ASKING = {f"{MODULES}/a/index.js": "require('b')\n"}
APP = {"index.js": "require('b')\nexports.handler = async () => 1\n"}


def told(recipe: Recipe, code: str) -> Finding:
    found = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    (item,) = (each for each in found if each.code == code)
    return item.finding


def manifest(**fields: object) -> str:
    return json.dumps(fields)


def lock(**packages: object) -> str:
    known = {f"node_modules/{name}": said for name, said in packages.items()}
    return json.dumps({"lockfileVersion": 3, "packages": known})


@pytest.mark.parametrize(
    ("files", "typed", "said"),
    [
        ({}, "npm install b", ""),
        ({f"{MODULES}/a/package.json": manifest(dependencies={"b": "^1.2"})}, "npm install 'b@^1.2'", ""),
        ({f"{MODULES}/a/package.json": manifest(dependencies={"b": "file:../b"})}, "npm install b", ""),
        (
            {f"{MODULES}/.package-lock.json": lock(b={"version": "1.2.3"})},
            "npm install b@1.2.3",
            "/opt/nodejs/node_modules/.package-lock.json lists it",
        ),
        (
            {
                "nodejs/package-lock.json": lock(b={"version": "1.2.3", "dev": True}),
                f"{MODULES}/a/package.json": manifest(dependencies={"b": "^1"}),
            },
            "npm install --save-prod b@1.2.3",
            "/opt/nodejs/package-lock.json has it as a development dependency, which --omit=dev leaves out",
        ),
        ({f"{MODULES}/a/package.json": manifest(devDependencies={"b": "^1"})}, "npm install b", ""),
        ({"nodejs/yarn.lock": "b@^1:\n  version '1.0.0'\n"}, "npm install b", ""),
        ({"nodejs/yarn.lock": 'b@^1:\n  version "1.0.0"\n'}, "npm install b@1.0.0", "/opt/nodejs/yarn.lock lists it"),
    ],
)
def test_a_missing_package_is_named_as_it_was_meant(files: dict[str, Content], typed: str, said: str) -> None:
    item = told(layer({f"{MODULES}/a/package.json": manifest(name="a"), **ASKING, **files}, "nodejs22.x"), "LL701")
    assert item.help.endswith(f": {typed}")
    assert (said or "search") in item.reason


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"package.json": manifest(devDependencies={"b": "^1"})}, "/var/task/package.json has it as a development"),
        (
            {"package.json": manifest(devDependencies={"b": "^1"}), "yarn.lock": "b@^1:\n  version 1.0.0\n"},
            "/var/task/package.json has it as a development",
        ),
        ({"package-lock.json": lock(b={"version": "1.0.0", "dev": True})}, "/var/task/package-lock.json has it as"),
    ],
)
def test_what_a_project_has_for_development_alone_is_told(files: dict[str, Content], said: str) -> None:
    item = told(function({**APP, **files}, "nodejs22.x", handler="index.handler"), "LL701")
    assert "make it a dependency: npm install --save-prod b" in item.help
    assert said in item.reason


def test_a_native_part_is_installed_in_the_version_of_its_package() -> None:
    fast: dict[str, Content] = {
        f"{MODULES}/fast/package.json": manifest(
            name="fast", version="2.1.0", optionalDependencies={"@fast/linux-x64-gnu": "2.1.0"}
        ),
        f"{MODULES}/fast/index.js": "module.exports = require(`@fast/${process.platform}-x64-gnu`) // native\n",
    }
    item = told(layer(fast, "nodejs22.x", "x86_64"), "LL707")
    assert item.help.endswith("npm install --os=linux --cpu=x64 --libc=glibc fast@2.1.0")
    part: dict[str, Content] = {
        f"{MODULES}/@fast/linux-x64-gnu/package.json": manifest(name="@fast/linux-x64-gnu", main="fast.node"),
        f"{MODULES}/@fast/linux-x64-gnu/fast.node": elf("arm64"),
    }
    item = told(layer({**fast, **part}, "nodejs22.x", "x86_64"), "LL401")
    assert item.help.endswith("npm install --os=linux --cpu=x64 --libc=glibc fast@2.1.0")
