"""What serverless.yml declares, with and without the output of `serverless package`."""

from pathlib import Path

import pytest

from layerlint.project.read import read_project
from layerlint.project.records import Project, ProjectError

SERVICE = """\
service: shop
provider:
  name: aws
  runtime: ${self:custom.runtimes.python}
  architecture: arm64
  layers:
    - arn:aws:lambda:eu-west-1:123456789012:layer:theirs:3
  environment:
    STAGE: ${opt:stage, 'dev'}
custom:
  runtimes:
    python: python3.13
layers:
  base-lib:
    path: layers/base
    retain: true
    compatibleRuntimes: [python3.13, "${self:custom.runtimes.python}"]
  ready:
    package:
      artifact: dist/ready.zip
functions:
  api:
    handler: src/app.handler
    layers:
      - !Ref BaseDashlibLambdaLayer
      - Ref: NobodyLambdaLayer
  # layerlint: ignore[LL312] at run time
  worker:
    handler: src/worker.handler
    runtime: python3.12
    package:
      artifact: dist/worker.zip
    environment:
      PYTHONPATH: /opt/own
  image:
    image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/x
"""


def service(folder: Path, text: str = SERVICE) -> Project:
    (folder / "serverless.yml").write_text(text, encoding="utf-8")
    return read_project(folder / "serverless.yml", "serverless.yml")


def test_functions_have_what_the_provider_says_for_all(tmp_path: Path) -> None:
    api, worker = service(tmp_path).functions
    assert api.runtime
    assert worker.runtime
    assert (api.runtime.value, api.runtime.known, worker.runtime.value) == ("python3.13", True, "python3.12")
    assert [text.value for text in api.architectures] == ["arm64"]
    assert [use.layer for use in api.layers] == ["BaseDashlibLambdaLayer", ""]
    assert [use.text.value for use in worker.layers] == ["arn:aws:lambda:eu-west-1:123456789012:layer:theirs:3"]
    assert {name: text.known for name, text in worker.variables.items()} == {"STAGE": False, "PYTHONPATH": True}


def test_layers_are_folders_until_they_are_packaged(tmp_path: Path) -> None:
    base, ready = service(tmp_path).layers
    assert (base.source.path, ready.source.path) == (tmp_path / "layers/base", tmp_path / "dist/ready.zip")
    assert (base.retained, ready.retained) == (True, False)
    assert base.runtimes
    assert [text.value for text in base.runtimes] == ["python3.13", "python3.13"]
    (tmp_path / ".serverless").mkdir()
    (tmp_path / ".serverless" / "base-lib.zip").touch()
    assert service(tmp_path).layers[0].source.path == tmp_path / ".serverless" / "base-lib.zip"


def test_a_function_is_what_package_makes_of_it(tmp_path: Path) -> None:
    api, worker = service(tmp_path).functions
    assert (api.source.path, api.source.unbuilt) == (None, "serverless package")
    assert worker.source.path == tmp_path / "dist/worker.zip"
    (tmp_path / ".serverless").mkdir()
    (tmp_path / ".serverless" / "shop.zip").touch()
    assert service(tmp_path).functions[0].source.path == tmp_path / ".serverless" / "shop.zip"
    alone = SERVICE + "package:\n  individually: true\n"
    assert service(tmp_path, alone).functions[0].source.unbuilt
    (tmp_path / ".serverless" / "api.zip").touch()
    assert service(tmp_path, alone).functions[0].source.path == tmp_path / ".serverless" / "api.zip"


def test_where_it_all_stands(tmp_path: Path) -> None:
    project = service(tmp_path)
    assert [(each.name, each.origin.line) for each in project.functions] == [("api", 22), ("worker", 28)]
    assert [(each.name, each.source.origin.line) for each in project.layers] == [("base-lib", 15), ("ready", 20)]
    (ignore,) = project.ignores
    assert (ignore.first, ignore.last) == (28, 34)
    assert project.images == 1


def test_a_list_of_tables_is_one_table(tmp_path: Path) -> None:
    functions = "  - a: {handler: a.b}\n  - ${file(more.yml)}\n  - b: {handler: a.b}\n"
    text = f"service: s\nprovider: {{name: aws}}\nfunctions:\n{functions}"
    assert [each.name for each in service(tmp_path, text).functions] == ["a", "b"]


def test_variables_in_a_ring_stay_unknown(tmp_path: Path) -> None:
    text = "service: s\nprovider: {name: aws, runtime: '${self:provider.runtime}x'}\nfunctions: {a: {handler: a.b}}\n"
    (found,) = service(tmp_path, text).functions
    assert found.runtime
    assert not found.runtime.known


def test_a_service_of_another_provider_is_none_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"^serverless\.yml: a service of another provider than aws$"):
        service(tmp_path, "service: s\nprovider: {name: google}\n")
