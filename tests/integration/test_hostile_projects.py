"""Project files that mean harm, from the command line: one clear line, no traceback, bounded cost, nothing written."""

from pathlib import Path

import pytest

from fixtures.hostile_projects import HOSTILE_PROJECTS
from tests.integration.measured import layerlint

MOST_MEMORY = 256 << 20
MOST_CPU = 5.0
#: what is odd and harmless: nothing of it has to be followed
UNDERSTOOD = {"billion laughs", "aliases in a cycle", "references in a ring"}


@pytest.mark.parametrize("case", HOSTILE_PROJECTS)
def test_a_hostile_project_file_gets_one_line(case: str, tmp_path: Path) -> None:
    name, build = HOSTILE_PROJECTS[case]
    (tmp_path / name).write_text(build(), encoding="utf-8")
    outcome = layerlint("check", name, "--ignore", "LL9", cwd=tmp_path)
    assert "Traceback" not in outcome.said
    assert "internal" not in outcome.said
    if case in UNDERSTOOD:
        assert (outcome.code, outcome.err) in ((0, ""), (1, ""))
    else:
        assert outcome.code == 2
        assert len(outcome.err.splitlines()) == 1
        assert outcome.err.startswith(f"layerlint: {name}")
    assert outcome.peak <= MOST_MEMORY
    assert outcome.cpu <= MOST_CPU
    assert [path.name for path in tmp_path.iterdir()] == [name]
