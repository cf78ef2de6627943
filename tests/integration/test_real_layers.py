"""Layers of real wheels: the good ones are clean on their targets, the bad ones get exactly their cause."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.integration import wheelhouse
from tests.integration.manifest import Case, Expected, chosen

pytestmark = pytest.mark.index

ROOT = Path(__file__).resolve().parents[2]
DAY = "2025-06-01"  #: every runtime asked about was open then

#: What a layer is spoilt by, to the rules one of which must say so. All are errors but a module that another layer may
#: bring.
CAUSES = {
    "abi": {"extension-for-another-python"},
    "architecture": {"other-architecture"},
    "free-threaded": {"free-threaded-extension"},
    "glibc": {"glibc-too-new"},
    "layout": {"folder-of-another-version"},
    "module": {"module-not-found"},
    "name": {"module-not-found"},
    "stdlib": {"standard-library-gone"},
    "system": {"other-system", "musl-binary"},
}
LENIENT = frozenset({"module"})


class Found(NamedTuple):
    severity: str
    name: str
    message: str


@pytest.fixture(scope="session", autouse=True)
def _index() -> None:
    if not wheelhouse.index_answers():
        pytest.skip("no package index answers")


def _verdicts() -> list[object]:
    return [
        pytest.param(case, expected, id=f"{case.build.name} on {expected.runtime} {expected.architecture}")
        for case in chosen()
        for expected in case.expected
    ]


@pytest.mark.parametrize(("case", "expected"), _verdicts())
def test_check_finds_the_cause_and_nothing_else(case: Case, expected: Expected) -> None:
    found = _check(wheelhouse.layer(case.build), expected)
    errors = {finding.name for finding in found if finding.severity == "error"}
    if expected.cause is None:
        assert not errors, found
    elif expected.cause in LENIENT:
        assert not errors, found
        assert CAUSES[expected.cause] & {finding.name for finding in found if finding.severity == "warning"}, found
    else:
        assert errors, found
        assert errors <= CAUSES[expected.cause], found


def _check(layer: Path, expected: Expected) -> tuple[Found, ...]:
    target = ["--runtime", expected.runtime, "--arch", expected.architecture, "--as-of", DAY]
    command = [sys.executable, "-m", "layerlint", "check", "--kind", "layer", *target, "--format", "json", str(layer)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode in {0, 1}, done.stderr
    (stack,) = json.loads(done.stdout)["stacks"]
    findings = (Found(one["severity"], one["name"], one["message"]) for one in stack["findings"])
    return tuple(finding for finding in findings if finding.severity != "note")
