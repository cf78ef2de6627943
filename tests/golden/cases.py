"""Archives and words whose whole output is kept beside the tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from layerlint.examples.demo.node_packages import node_modules
from layerlint.examples.demo.python_packages import site_packages
from layerlint.examples.recipe import Content
from tests.report.runs import EVERYTHING, HOSTILE


@dataclass(frozen=True, kw_only=True)
class Case:
    archives: Mapping[str, Mapping[str, Content]]
    words: tuple[str, ...]
    formats: tuple[str, ...] = ("text", "json", "sarif", "github")
    sample_rules: bool = True  #: judged by the tests' own rules, and by no others
    texts: Mapping[str, str] = field(default_factory=dict)  #: files that are no archives
    config: str = ""
    status: int = 1


TEMPLATE = """\
Resources:
  Base:
    Type: AWS::Lambda::LayerVersion
    UpdateReplacePolicy: Retain
    Properties:
      Content: dist/base.zip
      CompatibleRuntimes: [python3.12]
      Description: what Api needs
      LicenseInfo: MIT # layerlint: ignore[LL920] not needed
  Share:
    Type: AWS::Lambda::LayerVersionPermission
    Properties:
      Action: lambda:GetLayerVersion
      LayerVersionArn: !Ref Base
      # layerlint: ignore[LL914] published for everyone
      Principal: "*"
  Api:
    Type: AWS::Lambda::Function
    Properties:
      Code: dist/app.zip
      Runtime: python3.12
      Handler: note.handler
      Layers:
        - !Ref Base
        - arn:aws:lambda:eu-west-1:123456789012:layer:theirs:3
"""
CASES = {
    "everything": Case(
        archives={"dist/layer.zip": EVERYTHING, "dist/my second layer.zip": {HOSTILE: ""}},
        words=("dist/layer.zip", "dist/my second layer.zip", "missing.zip", "--runtime", "python3.10", "python3.12"),
        config="[per-path-ignores]\n'layer.zip!/**/luck.py' = ['TT']\n",
        status=2,
    ),
    "clean": Case(
        archives={"layer.zip": {"python/app.py": "import os\n"}}, words=("layer.zip",), sample_rules=False, status=0
    ),
    "some_targets": Case(
        archives={"layer.zip": {"python/old.py": ""}},
        words=("layer.zip",),
        formats=("text", "json"),
        status=0,
    ),
    "wrapped_node": Case(
        archives={"my-layer.zip": node_modules("layer/nodejs")},
        words=("my-layer.zip",),
        formats=("text", "sarif"),
        sample_rules=False,
    ),
    "one_version_for_two": Case(
        archives={"layer.zip": site_packages("python/lib/python3.11/site-packages")},
        words=("layer.zip", "--runtime", "python3.11", "python3.12"),
        formats=("text", "json"),
        sample_rules=False,
    ),
    "stack": Case(
        archives={"base.zip": {"python/bad.py": ""}, "top.zip": {"python/note.py": ""}, "app.zip": {"app.py": ""}},
        words=("--layer", "base.zip", "top.zip", "--function", "app.zip", "--runtime", "python3.13"),
    ),
    "project": Case(
        archives={"dist/base.zip": {"python/bad.py": "", "python/luck.py": ""}, "dist/app.zip": {"note.py": ""}},
        texts={"template.yaml": TEMPLATE},
        words=("template.yaml",),
        config="select = ['TT', 'LL9']\n",
    ),
    "no_zip": Case(archives={"layer.zip": {}}, words=("empty.txt", "layer.zip"), formats=("text",), sample_rules=False),
}
