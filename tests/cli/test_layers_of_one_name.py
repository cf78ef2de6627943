"""Two layers that a template publishes under one name are two versions of one layer."""

import json
from pathlib import Path

import pytest

from tests.command import Inside

TEMPLATE = """
Resources:
  One: {{Type: AWS::Serverless::LayerVersion, Properties: {{LayerName: common, ContentUri: one}}}}
  Two: {{Type: AWS::Serverless::LayerVersion, Properties: {{LayerName: {second}, ContentUri: two}}}}
  Function:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: code, Handler: app.handler, Runtime: python3.12, Layers: [!Ref One, !Ref Two]}}
"""


@pytest.mark.parametrize(("second", "told"), [("common", True), ("other", False)])
def test_a_function_cannot_have_both(second: str, *, told: bool, tmp_path: Path, inside: Inside) -> None:
    for path in ("one/python/a.py", "two/python/b.py", "code/app.py"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("def handler(event, context): ...\n", encoding="utf-8")
    (tmp_path / "template.yaml").write_text(TEMPLATE.format(second=second), encoding="utf-8")
    asked = inside(
        "check", "template.yaml", "--format", "json", "--select", "LL516", "--fail-on", "never", folder=tmp_path
    )
    found = [each["message"] for stack in json.loads(asked.out)["stacks"] for each in stack["findings"]]
    assert found == (["the function has common twice"] if told else [])
