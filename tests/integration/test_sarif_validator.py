"""SARIF under Microsoft's validator: no error and no warning, and nothing at all from GitHub's rules.

Its notes ask every log for what a linter of archives cannot have: snippets, message ids, a repository's revision.

LAYERLINT_SARIF_VALIDATOR names the program (Sarif.Multitool of npm's @microsoft/sarif-multitool-linux).
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from fixtures.hostile import HOSTILE
from layerlint.examples.build import zip_bytes
from layerlint.examples.recipe import layer
from layerlint.load import load_rules
from layerlint.report import sarif
from layerlint.report.run import Run
from layerlint.rule import Rule
from tests.golden.cases import CASES
from tests.integration.measured import ROOT, layerlint
from tests.report.runs import everything, run_of

VALIDATOR = os.environ.get("LAYERLINT_SARIF_VALIDATOR")
pytestmark = pytest.mark.skipif(VALIDATOR is None, reason="LAYERLINT_SARIF_VALIDATOR names no validator")
RULES = {rule.code: rule for rule in load_rules(packs=False)}


def complaints(file: Path) -> list[str]:
    """What the validator has against a file. It exits 0 for an invalid one, so its own report is read."""
    report = file.with_suffix(".validated")
    words = ["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--kind", "Fail", "--log", "ForceOverwrite"]
    subprocess.run([str(VALIDATOR), "validate", file, *words, "-o", report], check=True, capture_output=True)
    results = json.loads(report.read_text("utf-8-sig"))["runs"][0]["results"]
    assert results, "the validator read nothing: it has a note on every log"
    grave = [result for result in results if result.get("level") != "note" or result["ruleId"].startswith("GH")]
    return [f"{result['ruleId']}: {json.dumps(result.get('message'))}" for result in grave]


def written(folder: Path, names: list[str]) -> Path:
    outcome = layerlint("check", *names, "--output", "sarif=out.sarif", "--output", "text", "--exit-zero", cwd=folder)
    assert outcome.code == 0, outcome.err
    return folder / "out.sarif"


def broken(rule: Rule, folder: Path) -> list[str]:
    """The rule's bad examples as files."""
    names = []
    for number, recipe in enumerate(recipe for recipe in rule.bad if not recipe.template):
        names.append(f"{rule.code}-{number}.zip")
        (folder / names[-1]).write_bytes(recipe.raw() if recipe.raw else zip_bytes(recipe.files))
    return names


def test_nothing_against_the_findings_of_a_project(tmp_path: Path) -> None:
    case = CASES["project"]
    for name, files in case.archives.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(zip_bytes(files))
    (tmp_path / "layerlint.toml").write_text(f"rules = ['{ROOT / 'tests' / 'sample_rules'}']\n", encoding="utf-8")
    (tmp_path / "template.yaml").write_text(case.texts["template.yaml"], encoding="utf-8")
    file = written(tmp_path, ["template.yaml"])
    found = json.loads(file.read_text("utf-8"))["runs"][0]["results"]
    places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in found}
    assert places == {"template.yaml"}
    assert {result["ruleId"] for result in found} >= {"TT101", "LL912", "LL931"}
    assert complaints(file) == []


def test_nothing_against_the_findings_of_every_rule(tmp_path: Path) -> None:
    names = [name for rule in RULES.values() for name in broken(rule, tmp_path)]
    file = written(tmp_path, names)
    assert json.loads(file.read_text("utf-8"))["runs"][0]["results"]
    assert complaints(file) == []


def test_nothing_against_a_clean_run(tmp_path: Path) -> None:
    (tmp_path / "good.zip").write_bytes(zip_bytes({"python/module.py": "VALUE = 1\n"}))
    assert complaints(written(tmp_path, ["good.zip"])) == []


@pytest.mark.parametrize("case", ["escape sequences", "text that runs backwards", "names that leave the root"])
def test_nothing_against_hostile_names(case: str, tmp_path: Path) -> None:
    (tmp_path / "a b%20ü.zip").write_bytes(HOSTILE[case][0]())
    assert complaints(written(tmp_path, ["a b%20ü.zip"])) == []


def test_the_validator_does_complain(tmp_path: Path) -> None:
    file = tmp_path / "bad.sarif"
    run = {"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "no place"}}]}
    file.write_text(json.dumps({"version": "2.1.0", "runs": [run]}))
    assert complaints(file)


@pytest.mark.parametrize("run", [everything(), run_of(), run_of(layer({}))], ids=["everything", "nothing", "empty"])
def test_nothing_against_any_shape_of_run(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.sarif"
    file.write_text(sarif.render(run), encoding="utf-8")
    assert complaints(file) == []
