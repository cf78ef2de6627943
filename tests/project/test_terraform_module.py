"""What .tf files declare, as far as they say it themselves."""

from pathlib import Path

import pytest

from layerlint.inputs.named import named_stacks
from layerlint.inputs.stacks import Declared
from layerlint.project.read import read_project
from layerlint.project.records import Project, ProjectError

pytest.importorskip("hcl2", reason="the extra `terraform` is not installed")

MAIN = """\
variable "runtime" {
  default = "python3.13"
}
variable "stage" {}
locals {
  arch   = "arm64"
  layers = [aws_lambda_layer_version.base.arn, var.stage]
}
data "archive_file" "app" {
  type        = "zip"
  source_dir  = "${path.module}/app"
  output_path = "${path.module}/dist/app.zip"
}
resource "aws_lambda_layer_version" "base" {
  layer_name          = "base"
  filename            = "${path.module}/dist/base.zip"
  compatible_runtimes = [var.runtime, "python3.12"]
  skip_destroy        = true
}
"""
FUNCTIONS = """\
resource "aws_lambda_function" "api" {
  function_name = "api-${var.stage}"
  filename      = data.archive_file.app.output_path
  handler       = "app.handler"
  runtime       = var.runtime
  architectures = [local.arch]
  layers        = local.layers
  environment {
    variables = {
      PYTHONPATH = "/opt/own"
      TABLE      = aws_dynamodb_table.orders.name
    }
  }
}
resource "aws_lambda_layer_version_permission" "all" {
  layer_name     = "base"
  version_number = 1
  principal      = "*"
  action         = "lambda:GetLayerVersion"
}
"""


def module(folder: Path, **files: str) -> Project:
    for name, text in files.items():
        (folder / f"{name}.tf").write_text(text, encoding="utf-8")
    return read_project(folder / "main.tf", "infra/main.tf")


def test_all_files_of_the_folder_are_one_module(tmp_path: Path) -> None:
    project = module(tmp_path, main=MAIN, functions=FUNCTIONS)
    (layer,) = project.layers
    assert (layer.source.path, layer.retained, layer.origin.line) == (tmp_path / "dist/base.zip", True, 14)
    assert [text.value for text in layer.runtimes or ()] == ["python3.13", "python3.12"]
    (function,) = project.functions
    assert function.runtime
    assert function.runtime.value == "python3.13"
    assert [text.value for text in function.architectures] == ["arm64"]
    assert [use.layer for use in function.layers] == ["aws_lambda_layer_version.base", ""]
    assert function.origin == ("infra/functions.tf", 1, 1, "aws_lambda_function.api")
    assert function.layers[0].text.origin.line == 7
    assert {name: text.known for name, text in function.variables.items()} == {"PYTHONPATH": True, "TABLE": False}
    (permission,) = project.permissions
    assert permission.principal
    assert (permission.principal.value, permission.principal.origin.line) == ("*", 18)


def test_a_zip_that_is_not_packed_yet_is_the_folder_it_is_packed_of(tmp_path: Path) -> None:
    (function,) = module(tmp_path, main=MAIN, functions=FUNCTIONS).functions
    assert function.source.path == tmp_path / "app"
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "app.zip").touch()
    (packed,) = module(tmp_path, main=MAIN, functions=FUNCTIONS).functions
    assert packed.source.path == tmp_path / "dist" / "app.zip"


@pytest.mark.parametrize("layers", ["concat(local.layers, [])", "module.shared.layers", "var.stage"])
def test_a_list_that_is_computed_is_not_known(layers: str, tmp_path: Path) -> None:
    changed = FUNCTIONS.replace("= local.layers", f"= {layers}")
    (function,) = module(tmp_path, main=MAIN, functions=changed).functions
    assert (function.layers, function.layers_known) == ((), False)


def test_what_is_no_hcl_gets_a_line(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"^infra/main\.tf:\d+: no HCL$"):
        module(tmp_path, main='resource "a" "b" {\n  c = = 1\n}\n')


def test_modules_that_are_called_are_named(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'module "layer" {\n  source = "terraform-aws-modules/lambda/aws"\n  create_layer = true\n}\n'
    )
    path = str(tmp_path / "main.tf")
    assert read_project(Path(path), path).modules == ("module.layer",)
    (problem,) = named_stacks([path], Declared()).problems
    assert "what it declares stands in other modules (module.layer)" in problem
    assert "terraform show -json" in problem
