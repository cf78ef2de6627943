"""Hostile functions of other languages, from the command line: bounded cost and no traceback."""

from pathlib import Path

import pytest

from fixtures.hostile_languages import HOSTILE_LANGUAGES
from tests.integration.test_hostile_input import check


@pytest.mark.parametrize("case", HOSTILE_LANGUAGES)
def test_hostile_function(case: str, tmp_path: Path) -> None:
    build, runtime, handler = HOSTILE_LANGUAGES[case]
    (tmp_path / "function.zip").write_bytes(build())
    outcome = check(tmp_path, "function.zip", "--kind", "function", "--runtime", runtime, "--handler", handler)
    assert outcome.code <= 1
    assert outcome.err == ""
