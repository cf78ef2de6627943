"""SARIF under the validators' own rules, GitHub's among them: no error and no warning.

Runs Microsoft's Sarif.Multitool, from LAYERLINT_SARIF_VALIDATOR or from where `npm install --prefix .cache/npm
@microsoft/sarif-multitool` puts it.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from layerlint import __version__
from layerlint.examples.recipe import layer
from layerlint.report import sarif
from layerlint.report.run import Run
from tests.command import ROOT
from tests.golden.cases import CASES
from tests.report.runs import everything, run_of

HERE = ROOT / "tests" / "golden"


def _tool() -> Path | None:
    named = os.environ.get("LAYERLINT_SARIF_VALIDATOR")
    if named:
        return Path(named)
    packages = ROOT / ".cache" / "npm" / "node_modules" / "@microsoft"
    return next(iter(sorted(packages.glob("sarif-multitool-linux/Sarif.Multitool"))), None)


TOOL = _tool()
pytestmark = pytest.mark.skipif(TOOL is None, reason="no Sarif.Multitool: set LAYERLINT_SARIF_VALIDATOR")


def _complaints(log: str, folder: Path) -> list[str]:
    """What the validator says at the levels error and warning."""
    assert TOOL
    file = folder / "log.sarif"
    said = folder / "said.sarif"
    file.write_text(log, encoding="utf-8")
    TOOL.chmod(0o755)
    rules = ["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--kind", "Fail"]
    words = ["validate", str(file), *rules, "-o", str(said), "--log", "ForceOverwrite"]
    subprocess.run([str(TOOL), *words], capture_output=True, check=True)
    results: list[dict[str, Any]] = json.loads(said.read_text("utf-8-sig"))["runs"][0]["results"]
    assert results, "the validator read nothing: it has notes on every log"
    heavy = [result for result in results if result.get("level", "warning") in ("error", "warning")]
    return [f"{result['ruleId']} {result['message']} {result.get('locations')}" for result in heavy]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "sarif" in case.formats])
def test_kept_logs(name: str, tmp_path: Path) -> None:
    log = (HERE / f"{name}.sarif.json").read_text("utf-8").replace("VERSION", __version__)
    assert _complaints(log, tmp_path) == []


@pytest.mark.parametrize("run", [everything(), run_of(), run_of(layer({}))], ids=["everything", "nothing", "empty"])
def test_made_logs(run: Run, tmp_path: Path) -> None:
    assert _complaints(sarif.render(run), tmp_path) == []


def test_a_broken_log_is_complained_of(tmp_path: Path) -> None:
    log = sarif.render(everything()).replace('"ruleIndex": 0', '"ruleIndex": 99')
    assert _complaints(log, tmp_path)
