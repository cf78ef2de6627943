"""A plan that Terraform itself made, with a stand-in for the provider of AWS, which is in no package registry."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from layerlint.examples.build import zip_bytes
from tests.command import Inside
from tests.integration import wheelhouse
from tests.integration.manifest import Build

STAND_IN = Path(__file__).with_name("terraform_stand_in.py")
FRAMEWORK = (
    "tf==1.2.0",
    "grpcio==1.85.1",
    "protobuf==5.29.6",
    "msgpack==1.2.4",
    "cryptography==50.0.2",
    "cffi==2.1.1",
    "pycparser==3.12",
    "typing_extensions==4.16.0",
)
MAIN = """\
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

resource "aws_lambda_layer_version" "base" {
  layer_name          = "base"
  filename            = "base.zip"
  compatible_runtimes = ["python3.13"]
  skip_destroy        = true
}

resource "aws_lambda_layer_version_permission" "all" {
  layer_name     = aws_lambda_layer_version.base.layer_name
  version_number = aws_lambda_layer_version.base.version
  principal      = "*"
  action         = "lambda:GetLayerVersion"
  statement_id   = "all"
}

resource "aws_lambda_function" "api" {
  for_each      = toset(["blue", "green"])
  function_name = each.key
  filename      = "app.zip"
  handler       = each.key == "blue" ? "app.handler" : "app.missing"
  runtime       = "python3.12"
  role          = "arn:aws:iam::123456789012:role/api"
  layers        = [aws_lambda_layer_version.base.arn]
}
"""
pytestmark = pytest.mark.index


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a plan.json, as `terraform show -json` prints it."""
    if shutil.which("terraform") is None or sys.platform != "linux":
        pytest.skip("no terraform here")
    if not wheelhouse.index_answers():
        pytest.skip("no package index answers")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "main.tf").write_text(MAIN, encoding="utf-8")
    (folder / "base.zip").write_bytes(zip_bytes({"python/base.py": "NAME = 'base'\n"}))
    code = "import base\n\n\ndef handler(event, context): ...\n"
    (folder / "app.zip").write_bytes(zip_bytes({"app.py": code}))
    settings = with_provider(tmp_path)
    terraform(folder, settings, "plan", "-input=false", "-out=made.plan")
    (folder / "plan.json").write_text(terraform(folder, settings, "show", "-json", "made.plan"), encoding="utf-8")
    return folder


def with_provider(folder: Path) -> Path:
    """Settings that make Terraform start our provider and ask no registry."""
    version = "{}.{}".format(*sys.version_info)
    build = Build(name="tf", python=version, system="linux-new", machine="x86_64", packages=FRAMEWORK)
    program = folder / "plugins" / "terraform-provider-aws"
    program.parent.mkdir()
    start = f'PYTHONPATH="{wheelhouse.installed(build)}" exec "{sys.executable}" "{STAND_IN}" "$@"'
    program.write_text(f"#!/bin/sh\n{start}\n", encoding="utf-8")
    program.chmod(0o755)
    settings = folder / "terraformrc"
    overrides = f'dev_overrides {{\n    "hashicorp/aws" = "{program.parent}"\n  }}'
    settings.write_text(f"provider_installation {{\n  {overrides}\n  direct {{}}\n}}\n", encoding="utf-8")
    return settings


def terraform(folder: Path, settings: Path, *words: str) -> str:
    done = subprocess.run(
        ["terraform", *words[:1], "-no-color", *words[1:]],  # noqa: S607
        cwd=folder,
        env={**os.environ, "TF_CLI_CONFIG_FILE": str(settings), "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_findings_stand_at_the_lines_that_name_what_they_are_about(project: Path, inside: Inside) -> None:
    said = json.loads(inside("check", "plan.json", "--format", "json", "--fail-on", "never", folder=project).out)
    found = {place(each) for stack in said["stacks"] for each in stack["findings"] if each["severity"] != "note"}
    assert found == {
        ("LL914", "main.tf", line("  principal ")),
        ("LL517", "main.tf", line('  filename            = "base.zip"')),
        ("LL315", "main.tf", line('  filename      = "app.zip"')),
    }


def line(start: str) -> int:
    return next(number for number, text in enumerate(MAIN.splitlines(), start=1) if text.startswith(start))


def place(finding: dict[str, Any]) -> tuple[str, str, int]:
    origin = finding["origin"]
    return finding["code"], origin["file"], origin["line"]


def test_each_of_several_functions_is_a_stack(project: Path, inside: Inside) -> None:
    words = ("imports", "plan.json", "base", "--format", "json")
    for name in ("blue", "green"):
        said = inside(*words, "--function-name", f'aws_lambda_function.api["{name}"]', folder=project)
        assert "/opt/python/base.py" in said.out
