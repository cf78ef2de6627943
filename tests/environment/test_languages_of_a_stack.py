"""Which languages a stack is for, where nobody says."""

import pytest

from layerlint.environment.environment import View
from layerlint.environment.targets import languages
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, Recipe, distribution, executable, function, layer
from layerlint.platform.load import load_platform

PLATFORM = load_platform()


def of(recipe: Recipe) -> set[str]:
    return set(languages(View(stack_of(recipe)), PLATFORM))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"python/six.py": ""}, {"python"}),
        ({"python/lib/python3.12/site-packages/six.py": ""}, {"python"}),
        ({"a/b/c/d/e/python/six.py": ""}, {"python"}),
        ({"layer/nodejs/node_modules/uuid/package.json": ""}, {"nodejs"}),
        ({"layer/python/six.py": "", "layer/nodejs/node_modules/uuid/package.json": ""}, {"python", "nodejs"}),
        ({"lib/python3.12/site-packages/six.py": ""}, {"python"}),
        ({"node_modules/uuid/package.json": ""}, {"nodejs"}),
        ({"six.py": "", **distribution("six", site="")}, {"python"}),
        ({"nodejs/utils.js": ""}, {"nodejs"}),
        ({"java/lib/a.jar": ""}, {"java"}),
        ({"ruby/gems/3.3.0/gems/a/a.rb": "", "ruby/gems/3.3.0/specifications/a": ""}, {"ruby"}),
        ({"dotnetcore/store/x64/net8.0/a.dll": ""}, {"dotnet"}),
        ({"kubectl/kubectl": ""}, {"provided"}),
        ({"awscli/awscli/__init__.py": "", **distribution("awscli", site="awscli")}, {"provided"}),
        ({"bin/x": "", "lib/liba.so": "", "extensions/e": ""}, {"provided"}),
        ({"bootstrap": executable("#!/bin/sh"), "lib/app.py": ""}, {"provided"}),
        ({"bootstrap": executable("#!/bin/sh"), "python/six.py": ""}, {"python"}),
        ({"bin/python3.12": "", "lib/python3.12/os.py": ""}, {"provided"}),
        ({"data/a.py": "", "fonts/a.ttf": ""}, {"provided"}),
        ({}, {"provided"}),
    ],
)
def test_languages_of_a_layer(files: dict[str, Content], expected: set[str]) -> None:
    assert of(layer(files)) == expected


@pytest.mark.parametrize(
    ("files", "handler", "expected"),
    [
        ({"app.py": "", "requests/__init__.py": ""}, None, {"python"}),
        ({"index.js": "", "setup.py": ""}, "index.handler", {"nodejs"}),
        ({"src/app.py": "", "static/a.js": ""}, "src.app.handler", {"python"}),
        ({"project/index.mjs": "", "project/node_modules/a/b/c.py": ""}, None, {"nodejs"}),
        ({"bootstrap": "", "app.py": ""}, None, {"provided"}),
        ({"lib/app.jar": ""}, None, {"java"}),
        ({"com/acme/App.class": ""}, None, {"java"}),
        ({"app.rb": ""}, None, {"ruby"}),
        ({"App.dll": "", "App.deps.json": ""}, None, {"dotnet"}),
        ({"node_modules/a/package.json": ""}, None, {"nodejs"}),
        ({"data.json": ""}, None, {"provided"}),
    ],
)
def test_languages_of_a_function(files: dict[str, Content], handler: str | None, expected: set[str]) -> None:
    assert of(function(files, handler=handler)) == expected


def test_a_stack_is_for_the_languages_of_all_its_archives() -> None:
    assert of(Recipe({"nodejs/node_modules/a/package.json": ""}, function={"app.py": ""})) == {"nodejs", "python"}
