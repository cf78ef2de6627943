"""The JSON reports keep to the schemas that ship beside them."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.model import ModuleVerdict
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from layerlint.report import imports, json_report
from tests.command import ROOT
from tests.report.runs import everything, run_of

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")


def schema(name: str) -> dict[str, Any]:
    text = files("layerlint.report").joinpath(f"{name}.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def strict(value: Any) -> Any:  # noqa: ANN401  # a schema is any JSON
    """The schema with no room for fields that it does not name: it must name all that we write."""
    if isinstance(value, dict):
        closed = {"additionalProperties": False} if "properties" in value else {}
        return {key: strict(item) for key, item in value.items()} | closed
    return [strict(item) for item in value] if isinstance(value, list) else value


def test_a_full_report_keeps_to_the_schema() -> None:
    document = json.loads(json_report.render(everything()))
    jsonschema.validate(document, strict(schema("check")))
    assert document["summary"] == {"errors": 4, "warnings": 1, "notes": 1, "suppressed": 0}


def test_an_empty_report_keeps_to_the_schema() -> None:
    jsonschema.validate(json.loads(json_report.render(run_of())), strict(schema("check")))


def test_the_answer_about_imports_keeps_to_the_schema() -> None:
    target = Target(load_platform().runtimes["python3.12"], "arm64")
    modules = (
        ModuleVerdict("a", loads=True, file="/opt/python/a.py", reason="", chain=()),
        ModuleVerdict("b\udcff", loads=False, file=None, reason="no module named c", chain=("b", "c")),
        ModuleVerdict("d", loads=None, file="/opt/python/d.so", reason="it is not known", chain=("d",)),
    )
    answer = imports.Answer(stack="layer.zip", target=target, inferred=True, modules=modules)
    document = json.loads(imports.render_json(answer))
    jsonschema.validate(document, strict(schema("imports")))
    assert [module["loads"] for module in document["modules"]] == [True, False, "unknown"]


def test_the_real_model_answers_in_that_form() -> None:
    stack = stack_of(layer({"python/a.py": "import b\n", "python/b.py": ""}))
    platform = load_platform()
    target = Target(platform.runtimes["python3.12"], "x86_64")
    model = Environment(View(stack), target, platform, platform.as_of).python
    assert model
    verdicts = tuple(model.verdict(name) for name in model.top_level())
    answer = imports.Answer(stack=stack.name, target=target, inferred=False, modules=verdicts)
    document = json.loads(imports.render_json(answer))
    jsonschema.validate(document, strict(schema("imports")))
    assert [(module["name"], module["loads"]) for module in document["modules"]] == [("a", True), ("b", True)]


@pytest.mark.parametrize("name", ["check", "imports", "links"])
def test_the_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("file", sorted((ROOT / "tests" / "golden").glob("*.json")), ids=lambda file: str(file.name))
def test_the_kept_reports_keep_to_the_schema(file: Path) -> None:
    document = json.loads(file.read_text("utf-8"))
    if "schema" in document:
        name = document["schema"].removeprefix("layerlint-").removesuffix("/1")
        jsonschema.validate(document, strict(schema(name)))
