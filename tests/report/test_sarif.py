"""SARIF: what GitHub needs stands in it, and alerts survive a rebuild."""

import json
from pathlib import Path
from typing import Any

import pytest

from layerlint.engine import Options, run
from layerlint.examples.recipe import layer
from layerlint.inputs.mount import open_mount
from layerlint.platform.load import load_platform
from layerlint.report import github, sarif
from layerlint.report.run import Run
from layerlint.report.sarif_artifacts import encoded, uri_of
from layerlint.stack import Stack
from tests.report.runs import DAY, everything, run_of, sample_rules


def log_of(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sarif.render(run))["runs"][0]
    return found


def marks(run: Run) -> list[str]:
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in log_of(run)["results"]]


def test_every_result_has_what_github_needs() -> None:
    log = log_of(everything())
    rules = log["tool"]["driver"]["rules"]
    for result in log["results"]:
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "layer.zip"
        assert location["physicalLocation"]["region"] == {"startLine": 1}
        assert result["message"]["text"].endswith(".")
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert "helpUri" not in rule


def test_the_member_is_named_in_three_places() -> None:
    (result,) = log_of(run_of(layer({"python/bad.py": ""})))["results"]
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "layer.zip!/python/bad.py"
    assert result["message"]["text"].startswith("python/bad.py: ")
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"] == {"uri": "python/bad.py", "index": 1}


def test_members_are_nested_in_their_archive() -> None:
    archive, *members = log_of(run_of(layer({"python/bad.py": "", "python/note.py": ""})))["artifacts"]
    assert archive == {"location": {"uri": "layer.zip"}, "mimeType": "application/zip"}
    assert {member["parentIndex"] for member in members} == {0}


def test_a_file_of_a_folder_is_shown_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "layer" / "python").mkdir(parents=True)
    (tmp_path / "layer" / "python" / "old.py").touch()
    mount = open_mount(f"{tmp_path}/layer/")
    options = Options(platform=load_platform(), as_of=DAY)
    report = run(Stack(layers=(mount,), runtimes=("python3.11",)), sample_rules(), options)
    result = Run(reports=(report,), as_of=DAY, folder=tmp_path.as_posix())
    (found,) = log_of(result)["results"]
    assert found["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "layer/python/old.py", "index": 0},
        "region": {"startLine": 3, "startColumn": 7},
    }
    assert github.render(result).startswith(f"::error file={tmp_path}/layer/python/old.py,line=3,title=TT102")


def test_fingerprints_know_nothing_of_bytes_sizes_and_neighbours() -> None:
    small = run_of(layer({"python/bad.py": "x", "python/note.py": ""}))
    large = run_of(layer({"python/note.py": "y" * 1000, "python/bad.py": "z" * 100, "other": "", "python/bad2.py": ""}))
    assert marks(small) == marks(large)
    assert len(set(marks(small))) == 2


def test_fingerprints_of_one_rule_differ_by_member() -> None:
    first, second = marks(run_of(layer({"python/note.py": "", "python/sub/note.py": ""})))
    assert first.partition(":")[0] != second.partition(":")[0]


def test_reports_of_different_archives_do_not_overwrite_one_another() -> None:
    one = log_of(run_of(layer({})))["automationDetails"]["id"]
    two = log_of(run_of(layer({}), layer({})))["automationDetails"]["id"]
    assert one == "layerlint/layer.zip/"
    assert two.startswith("layerlint/2-archives-")
    assert two.endswith("/")


def test_only_rules_about_security_carry_a_score() -> None:
    rules = {rule["id"]: rule["properties"] for rule in log_of(everything())["tool"]["driver"]["rules"]}
    assert rules["TT101"]["security-severity"] == "5.0"
    assert "security-severity" not in rules["TT102"]


def test_inputs_that_were_missing_are_notices() -> None:
    (invocation,) = log_of(everything())["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "x.zip: no."


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("dist/layer.zip", "dist/layer.zip"),
        ("./dist//layer.zip", "dist/layer.zip"),
        ("dist\\layer.zip", "dist/layer.zip"),
        ("/src/project/dist/my layer.zip", "dist/my%20layer.zip"),
        ("build/layer/", "build/layer"),
        ("/elsewhere/layer.zip", "file:///elsewhere/layer.zip"),
        ("d/é#?%.zip", "d/%C3%A9%23%3F%25.zip"),
        (".", "."),
        ("../other/layer.zip", "file:///src/other/layer.zip"),
        ("dist/../layer.zip", "layer.zip"),
        ("C:\\build\\layer.zip", "file:///C%3A/build/layer.zip"),
    ],
)
def test_addresses_are_relative_to_the_folder(name: str, uri: str) -> None:
    assert uri_of(name, "/src/project") == uri


def test_hostile_members_have_harmless_addresses() -> None:
    assert encoded("../../etc/\x1b\udcff") == "%2E%2E/%2E%2E/etc/%1B%5Cudcff"
    assert encoded("/etc/passwd") == "%2Fetc/passwd"
    assert encoded("//host/x") == "%2F%2Fhost/x"
    assert encoded("https://x") == "https%3A//x"
