"""What becomes of a handler on Lambda."""

import pytest

from layerlint.engine import Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, Recipe, function, layer
from layerlint.load import load_rules
from layerlint.platform.load import load_platform

PLATFORM = load_platform()
RULES = [rule for rule in load_rules(packs=False) if rule.family in ("LL2", "LL3")]


def said(recipe: Recipe) -> list[tuple[str, str]]:
    found = run(stack_of(recipe), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    return [(each.code, str(each.severity)) for each in found]


def handled(text: str, handler: str = "app.handler", **files: Content) -> list[tuple[str, str]]:
    return said(function({"app.py": text, **files}, "python3.12", handler=handler))


@pytest.mark.parametrize(
    "text",
    [
        "def handler(event, context): ...",
        "def handler(event, context, /): ...",
        "def handler(event, *rest): ...",
        "def handler(*args, **kwargs): ...",
        "def handler(event, context=None): ...",
        "handler = lambda event, context: 1",
        "class H:\n    def __call__(self, event, context): ...\nhandler = H()",
        "from os.path import join as handler",
        "import os\nif os.environ.get('X'):\n    def handler(event, context): ...\nelse:\n    handler = None",
        "from functools import cache as adapt\ndef handler(event): ...\nhandler = adapt(handler)",
        "from functools import cache as adapt\n@adapt\ndef handler(event): ...",
        "def main():\n    global handler\n    handler = 1",
        "globals()['handler'] = print",
        "def __getattr__(name): ...",
    ],
)
def test_handlers_that_may_work_are_left_alone(text: str) -> None:
    assert handled(text) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("def handler(): ...", "error"),
        ("def handler(event, context, more): ...", "error"),
        ("def handler(event, context, *, key): ...", "error"),
        ("handler = lambda event: 1", "error"),
        ("async def handler(event, context): ...", "error"),
        ("handler = {}", "error"),
        ("class handler: ...", "warning"),
        ("def other(event, context): ...", "error"),
        ("def outer():\n    def handler(event, context): ...", "error"),
        ("class A:\n    def handler(self, event, context): ...", "error"),
    ],
)
def test_handlers_that_cannot_be_called(text: str, severity: str) -> None:
    assert handled(text) == [("LL315", severity)]


@pytest.mark.parametrize(
    "handler", ["app", "app:handler", ".handler", "app.", "./app.handler", "a..handler", "x.handler"]
)
def test_names_that_lead_nowhere(handler: str) -> None:
    assert handled("def handler(event, context): ...", handler) == [("LL315", "error")]


def test_a_broken_module_is_told_by_what_broke_it() -> None:
    assert handled("def handler(event, context)") == [("LL305", "error")]
    assert handled("import nowhere\ndef handler(event, context): ...") == [("LL312", "error")]


def test_a_wrapped_function_is_told_once() -> None:
    recipe = function({"project/app.py": "def handler(event, context): ..."}, "python3.12", handler="app.handler")
    assert said(recipe) == [("LL210", "error")]


def test_a_layer_may_bring_the_handler() -> None:
    recipe = layer({"python/wrapper.py": "def handler(event, context): ..."}, "python3.12")
    stack = stack_of(recipe._replace(function={"app.py": ""}))._replace(handler="wrapper.handler")
    assert run(stack, RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics == ()


def test_a_file_with_other_capitals_is_named() -> None:
    stack = stack_of(function({"App.py": "def handler(event, context): ..."}, "python3.12", handler="app.handler"))
    [found] = run(stack, RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    assert found.finding.path == "App.py"
    assert found.finding.help.startswith("set the handler to App.handler")
