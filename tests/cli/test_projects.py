"""Project files on the command line: found, judged, ignored in place, asked about."""

import json
from pathlib import Path

import pytest

from tests.command import Done, Inside

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Base:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: base
      CompatibleRuntimes: [python3.13]
      Description: what Api needs
      LicenseInfo: MIT
  Api:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: app
      Handler: app.handler
      Runtime: python3.13
      Layers: [!Ref Base]
"""
APP = "import base\nimport lost\n\n\ndef handler(event, context):\n    return 1\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    for name, text in {"base/python/base.py": "", "app/app.py": APP, "template.yaml": TEMPLATE}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> None:
    file = folder / "template.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def codes(done: Done) -> list[tuple[str, int]]:
    """The findings of a JSON report with their lines in the template."""
    found = [finding for stack in json.loads(done.out)["stacks"] for finding in stack["findings"]]
    return [(finding["code"], finding["origin"]["line"]) for finding in found]


def check(inside: Inside, folder: Path, *words: str) -> Done:
    return inside("check", *words, "--format", "json", folder=folder)


@pytest.mark.parametrize("words", [(), ("template.yaml",)])
def test_a_project_is_judged_where_it_lies(words: tuple[str, ...], tmp_path: Path, inside: Inside) -> None:
    done = check(inside, tmp_path, *words)
    assert (done.status, codes(done)) == (1, [("LL312", 13)])


def test_an_ignore_in_place_leaves_out_and_fails_nothing(tmp_path: Path, inside: Inside) -> None:
    changed(tmp_path, "CodeUri: app", "CodeUri: app # layerlint: ignore[LL312] set at run time")
    done = check(inside, tmp_path)
    assert (done.status, codes(done)) == (0, [])
    assert json.loads(done.out)["summary"]["suppressed"] == 1


def test_an_ignore_at_the_function_covers_it_all(tmp_path: Path, inside: Inside) -> None:
    changed(tmp_path, "  Api:", "  # layerlint: ignore[module-not-found]\n  Api:")
    assert check(inside, tmp_path).status == 0
    changed(tmp_path, "  # layerlint: ignore[module-not-found]\n", "")
    kind = "    Type: AWS::Serverless::Function"
    changed(tmp_path, kind, f"{kind}\n    Metadata: {{layerlint: {{ignore: [LL312]}}}}")
    assert check(inside, tmp_path).status == 0


def test_an_ignore_that_leaves_nothing_out_is_told(tmp_path: Path, inside: Inside) -> None:
    changed(tmp_path, "ContentUri: base", "ContentUri: base # layerlint: ignore[LL312]")
    changed(tmp_path, "Handler: app.handler", "Handler: app.handler # layerlint: ignore[LL999] layerlint: ignore")
    assert codes(check(inside, tmp_path)) == [("LL932", 14), ("LL931", 6), ("LL312", 13)]
    assert codes(check(inside, tmp_path, "--select", "LL9", "LL3")) == [("LL932", 14), ("LL931", 6), ("LL312", 13)]


def test_an_ignore_of_a_rule_that_did_not_run_may_well_be_needed(tmp_path: Path, inside: Inside) -> None:
    changed(tmp_path, "ContentUri: base", "ContentUri: base # layerlint: ignore[LL312]")
    assert codes(check(inside, tmp_path, "--ignore", "LL312")) == []


def test_what_functions_have_in_common_is_said_once(tmp_path: Path, inside: Inside) -> None:
    (tmp_path / "base/python/base.py").write_text("import lost\n", encoding="utf-8")
    (tmp_path / "app/app.py").write_text("import base\ndef handler(event, context): ...\n", encoding="utf-8")
    second = TEMPLATE[TEMPLATE.index("  Api:") :].replace("  Api:", "  Second:")
    (tmp_path / "template.yaml").write_text(TEMPLATE + second, encoding="utf-8")
    found = codes(check(inside, tmp_path, "--select", "LL312"))
    assert len(found) == len(set(found))


def test_a_layer_alone_is_not_blamed_for_what_its_functions_have(tmp_path: Path, inside: Inside) -> None:
    (tmp_path / "base/python/base.py").write_text("import helper\n", encoding="utf-8")
    (tmp_path / "app/app.py").write_text("import base\ndef handler(event, context): ...\n", encoding="utf-8")
    assert ("LL312", 6) in codes(check(inside, tmp_path))
    (tmp_path / "app/helper.py").touch()
    assert codes(check(inside, tmp_path)) == []


def test_what_a_build_will_add_is_not_missed(tmp_path: Path, inside: Inside) -> None:
    (tmp_path / "app/requirements.txt").write_text("lost\n", encoding="utf-8")
    assert codes(check(inside, tmp_path)) == [("LL913", 13)]
    (tmp_path / "app/app.py").write_text(f"{APP}\nx = unbound\n", encoding="utf-8")
    assert "LL312" not in dict(codes(check(inside, tmp_path)))


def test_a_runtime_that_nobody_knows_is_a_problem_of_its_stack(tmp_path: Path, inside: Inside) -> None:
    changed(tmp_path, "      Runtime: python3.13", "      Runtime: python3.99")
    done = check(inside, tmp_path)
    assert done.status == 2
    assert done.err == "layerlint: template.yaml: Api: unknown runtime python3.99; did you mean python3.9?\n"
    assert [stack["name"] for stack in json.loads(done.out)["stacks"]] == ["template.yaml", "template.yaml: Base"]


def test_imports_and_which_take_a_project(tmp_path: Path, inside: Inside) -> None:
    done = inside("imports", "template.yaml", "base", folder=tmp_path)
    assert (done.status, "/opt/python/base.py" in done.out) == (0, True)
    named = inside("which", "--function-name", "Api", "/opt/python/base.py", folder=tmp_path)
    assert (named.status, "base" in named.out) == (0, True)


def test_a_function_has_to_be_named_where_there_are_several(tmp_path: Path, inside: Inside) -> None:
    second = TEMPLATE[TEMPLATE.index("  Api:") :].replace("  Api:", "  Second:")
    (tmp_path / "template.yaml").write_text(TEMPLATE + second, encoding="utf-8")
    done = inside("imports", "template.yaml", "base", folder=tmp_path)
    said = "layerlint: --function-name NAME says which function; template.yaml has Api, Second\n"
    assert (done.status, done.err) == (2, said)
    done = inside("imports", "template.yaml", "--function-name", "Apo", folder=tmp_path)
    assert (done.status, done.err) == (2, "layerlint: no function 'Apo'; template.yaml has Api, Second\n")


def test_the_functions_of_a_configuration_come_before_what_lies_around(tmp_path: Path, inside: Inside) -> None:
    config = '[function.own]\npackage = "app"\nlayers = ["base"]\nruntime = "python3.13"\nhandler = "app.handler"\n'
    (tmp_path / "layerlint.toml").write_text(config, encoding="utf-8")
    done = check(inside, tmp_path)
    assert codes(done) == [("LL312", 2)]
    names = [stack["name"] for stack in json.loads(done.out)["stacks"]]
    assert names == ["layerlint.toml", "layerlint.toml: base", "layerlint.toml: own"]


@pytest.mark.parametrize(
    ("name", "text"), [("compose.yaml", "services: {}\n"), ("package.json", "{}"), ("list.json", "[]")]
)
def test_a_file_that_nobody_understands_is_no_success(name: str, text: str, tmp_path: Path, inside: Inside) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = inside("check", name, folder=tmp_path)
    assert (done.status, done.err) == (2, f"layerlint: {name}: no template, plan or service that layerlint knows\n")
