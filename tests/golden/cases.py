"""Archives and words whose whole output is kept beside the tests."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    config: str = ""
    status: int = 1


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
    "no_zip": Case(archives={"layer.zip": {}}, words=("empty.txt", "layer.zip"), formats=("text",), sample_rules=False),
}
