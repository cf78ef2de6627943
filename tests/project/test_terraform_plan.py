"""What plans declare.

The form is that of `terraform show -json` 1.11, seen on plans of its built-in resources; the attributes of the AWS
provider are as it documents them.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from layerlint.project.read import read_project
from layerlint.project.records import FunctionResource, Project

Json = dict[str, object]
MAIN = """\
resource "aws_lambda_layer_version" "base" {
  layer_name = "base" # } is no brace
  filename   = "dist/base.zip"
}

# layerlint: ignore[LL501] meant
resource "aws_lambda_function" "api" {
  filename = "dist/app.zip"
  layers = [
    aws_lambda_layer_version.base.arn,
  ]
  environment {
    variables = { filename = "no attribute" }
  }
}
"""


def resource(address: str, **values: object) -> Json:
    kind, name = re.sub(r"\[.*?\]", "", address).split(".")[-2:]
    return {"address": address, "mode": "managed", "type": kind, "name": name, "values": values}


def layer(address: str, **values: object) -> Json:
    return resource(address, filename="dist/base.zip", **values)


def function(address: str, **values: object) -> Json:
    return resource(address, filename="dist/app.zip", **values)


def expressions(address: str, *references: str) -> Json:
    kind, name = address.split(".")
    found = {"layers": {"references": list(references)}}
    return {"address": address, "type": kind, "name": name, "expressions": found}


def plan(
    folder: Path,
    resources: list[Json],
    configured: Sequence[object] = (),
    changes: Sequence[object] = (),
    **more: object,
) -> Project:
    document = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": list(changes),
        "configuration": {"root_module": {"resources": list(configured)}},
        **more,
    }
    (folder / "plan.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    return read_project(folder / "plan.json", "plan.json")


def only(project: Project) -> FunctionResource:
    (found,) = project.functions
    return found


API, BASE = "aws_lambda_function.api", "aws_lambda_layer_version.base"
THEIRS = "arn:aws:lambda:eu-west-1:123456789012:layer:theirs:3"


def test_places_that_are_not_known_are_what_the_configuration_refers_to(tmp_path: Path) -> None:
    configured = [expressions(API, f"{BASE}.arn", BASE)]
    found = only(plan(tmp_path, [layer(BASE), function(API, layers=[None, THEIRS])], configured))
    assert [(use.layer, use.text.value) for use in found.layers] == [(BASE, f"${{{BASE}}}"), ("", THEIRS)]
    assert found.layers_known


def test_a_list_that_is_not_known_is_what_the_configuration_refers_to(tmp_path: Path) -> None:
    changes = [{"address": API, "change": {"after_unknown": {"layers": True}}}]
    configured = [expressions(API, f"{BASE}.arn", BASE)]
    found = only(plan(tmp_path, [layer(BASE), function(API)], configured, changes))
    assert ([use.layer for use in found.layers], found.layers_known) == ([BASE], True)
    other = only(plan(tmp_path, [layer(BASE), function(API)], [expressions(API, "local.layers")], changes))
    assert (other.layers, other.layers_known) == ((), False)


def test_a_choice_between_layers_is_no_layer(tmp_path: Path) -> None:
    second = "aws_lambda_layer_version.second"
    configured = [expressions(API, "var.new", f"{BASE}.arn", BASE, f"{second}.arn", second)]
    found = only(plan(tmp_path, [layer(BASE), layer(second), function(API, layers=[None])], configured))
    assert [use.layer for use in found.layers] == [""]


def test_one_of_several_instances_is_no_layer_unless_it_is_named(tmp_path: Path) -> None:
    both = [layer(f"{BASE}[0]"), layer(f"{BASE}[1]"), function(API, layers=[None])]
    assert [use.layer for use in only(plan(tmp_path, both, [expressions(API, f"{BASE}.arn", BASE)])).layers] == [""]
    named = [expressions(API, f"{BASE}[1].arn", f"{BASE}[1]", BASE)]
    assert [use.layer for use in only(plan(tmp_path, both, named)).layers] == [f"{BASE}[1]"]


def test_an_arn_that_is_known_leads_to_its_layer(tmp_path: Path) -> None:
    found = only(plan(tmp_path, [layer(BASE, arn=THEIRS), function(API, layers=[THEIRS])]))
    assert [use.layer for use in found.layers] == [BASE]


def test_layers_are_followed_through_variables_and_outputs_of_modules(tmp_path: Path) -> None:
    inside, arn = f"module.shared.{BASE}", {"references": [f"{BASE}.arn", BASE]}
    above = {
        "module_calls": {
            "shared": {"source": "./shared", "module": {"outputs": {"arn": {"expression": arn}}}},
            "app": {
                "source": "./app",
                "expressions": {"layers": {"references": ["module.shared.arn", "module.shared"]}},
                "module": {"resources": [expressions(API, "var.layers")]},
            },
        }
    }
    root = {
        "child_modules": [
            {"address": "module.shared", "resources": [layer(inside)]},
            {"address": "module.app[0]", "resources": [function(f"module.app[0].{API}", layers=[None])]},
        ]
    }
    found = only(plan(tmp_path, [], planned_values={"root_module": root}, configuration={"root_module": above}))
    assert [use.layer for use in found.layers] == [inside]


def test_what_only_the_apply_decides_is_not_known(tmp_path: Path) -> None:
    unknown = {"runtime": True, "environment": [{"variables": {"PYTHONPATH": True}}], "filename": True}
    changes = [{"address": API, "change": {"after_unknown": unknown}}]
    given = function(API, environment=[{"variables": {"STAGE": "dev"}}])
    given["values"].pop("filename")  # type: ignore[attr-defined]
    found = only(plan(tmp_path, [given], changes=changes))
    assert found.runtime
    assert (found.runtime.known, found.source.path) == (False, None)
    assert {name: text.known for name, text in found.variables.items()} == {"STAGE": True, "PYTHONPATH": False}


def test_a_zip_that_is_not_packed_yet_is_the_folder_it_is_packed_of(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    packed = resource("data.archive_file.app", output_path="dist/app.zip", source_dir="src")
    earlier = {"values": {"root_module": {"resources": [packed]}}}
    found = only(plan(tmp_path, [function(API)], prior_state=earlier))
    assert found.source.path == tmp_path / "src"
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "app.zip").touch()
    assert only(plan(tmp_path, [function(API)], prior_state=earlier)).source.path == tmp_path / "dist" / "app.zip"


@pytest.mark.parametrize(("skip", "retained"), [(True, True), (False, False), (None, False)])
def test_whether_old_versions_are_kept(skip: bool | None, retained: bool, tmp_path: Path) -> None:
    (found,) = plan(tmp_path, [layer(BASE, skip_destroy=skip)]).layers
    assert found.retained is retained


def test_resources_stand_where_the_module_writes_them(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(MAIN, encoding="utf-8")
    project = plan(tmp_path, [layer(BASE), function(API, layers=[THEIRS])])
    assert project.layers[0].origin == ("main.tf", 1, 1, BASE)
    assert project.layers[0].source.origin == ("main.tf", 3, 3, BASE)
    found = only(project)
    assert (found.origin.line, found.source.origin.line, found.layers[0].text.origin.line) == (7, 8, 9)
    (ignore,) = project.ignores
    assert (ignore.first, ignore.last, ignore.rules, ignore.reason) == (7, 15, ("LL501",), "meant")


def test_without_the_module_the_plan_itself_is_named(tmp_path: Path) -> None:
    assert plan(tmp_path, [layer(BASE)]).layers[0].origin.file == "plan.json"
