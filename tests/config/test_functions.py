"""[tool.layerlint.function.NAME]."""

from pathlib import Path

import pytest

from layerlint.config.find import load_config
from layerlint.config.functions import functions_project
from layerlint.config.settings import ConfigError
from layerlint.project.records import Project

WHOLE = """\
[tool.layerlint]
ignore = ["LL6"]

# layerlint: ignore[LL501] meant
[tool.layerlint.function.api]
package = "dist/app.zip"
layers = [
  "dist/base.zip",
  "arn:aws:lambda:eu-west-1:123456789012:layer:theirs:3",
]
runtime = "python3.13"
architecture = "arm64"
handler = "app.handler"

[tool.layerlint.function.api.environment]
PYTHONPATH = "/opt/own"

[tool.layerlint.function."other one"]
package = "other"
environment = { STAGE = "dev" }
"""


def project(folder: Path, text: str) -> Project:
    file = folder / "pyproject.toml"
    file.write_text(text, encoding="utf-8")
    return functions_project(load_config(None, folder).functions, file, "pyproject.toml")


def test_what_a_table_says(tmp_path: Path) -> None:
    api, other = project(tmp_path, WHOLE).functions
    assert (api.source.path, other.source.path) == (tmp_path / "dist/app.zip", tmp_path / "other")
    assert [use.source.path if use.source else None for use in api.layers] == [tmp_path / "dist/base.zip", None]
    assert api.runtime
    assert api.handler
    assert (api.runtime.value, api.handler.value) == ("python3.13", "app.handler")
    assert [text.value for text in api.architectures] == ["arm64"]
    assert {name: text.value for name, text in api.variables.items()} == {"PYTHONPATH": "/opt/own"}
    assert {name: text.value for name, text in other.variables.items()} == {"STAGE": "dev"}


def test_where_it_says_it(tmp_path: Path) -> None:
    found = project(tmp_path, WHOLE)
    api, other = found.functions
    assert (api.origin.line, api.source.origin.line, api.layers[0].text.origin.line) == (5, 6, 7)
    assert (other.origin.line, other.origin.name) == (18, "other one")
    (ignore,) = found.ignores
    assert (ignore.first, ignore.last) == (5, 16)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("layer = []", "unknown key 'layer'; did you mean 'layers'?"),
        ("package = 1", "package must be a string"),
        ('package = ""', "package is empty"),
        ('layers = "a.zip"', "layers must be a list of strings"),
        ('architecture = "arm"', "architecture must be one of x86_64, arm64"),
        ("environment = { A = 1 }", "environment must be a table of strings"),
    ],
)
def test_a_mistake_is_one_line(line: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"pyproject\.toml: function\.api") as raised:
        project(tmp_path, f"[tool.layerlint.function.api]\n{line}\n")
    assert str(raised.value).endswith(complaint)


@pytest.mark.parametrize("table", ["function = 1", "function = { api = 1 }"])
def test_a_function_is_a_table(table: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="must be a table"):
        project(tmp_path, f"[tool.layerlint]\n{table}\n")
