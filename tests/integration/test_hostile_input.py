"""Hostile archives, from the command line: a clear answer, no traceback, bounded cost, nothing written."""

import json
import os
import re
from pathlib import Path

import pytest

from fixtures.hostile import HOSTILE
from tests.integration.measured import Outcome, layerlint

MOST_MEMORY = 256 << 20
MOST_CPU = 5.0
#: Characters that move a terminal's cursor, colour it or turn its text around.
UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
INPUT = "in put.zip"


def listing(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.lstat().st_mtime_ns for path in folder.rglob("*")}


def check(folder: Path, *words: str) -> Outcome:
    before = listing(folder)
    outcome = layerlint("check", *words, cwd=folder)
    assert listing(folder) == before
    assert "Traceback" not in outcome.said
    assert "internal-error" not in outcome.said
    assert outcome.peak <= MOST_MEMORY
    assert outcome.cpu <= MOST_CPU
    return outcome


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_zip(case: str, tmp_path: Path) -> None:
    build, least = HOSTILE[case]
    (tmp_path / INPUT).write_bytes(build())
    outcome = check(tmp_path, INPUT)
    assert not UNSAFE.search(outcome.said)
    assert least <= outcome.code <= 1
    assert INPUT in outcome.out
    assert outcome.err == ""


@pytest.mark.parametrize("format_", ["sarif", "json", "github"])
@pytest.mark.parametrize("case", ["escape sequences", "text that runs backwards", "names that leave the root"])
def test_names_do_no_harm_in_any_format(case: str, format_: str, tmp_path: Path) -> None:
    (tmp_path / INPUT).write_bytes(HOSTILE[case][0]())
    outcome = check(tmp_path, "--format", format_, INPUT)
    if format_ == "github":
        assert not re.search(r"^(?!::(error|warning|notice) )", outcome.out.rstrip("\n"), re.MULTILINE)
        assert "\n::error::b" not in outcome.out
    else:
        json.loads(outcome.out)


def test_a_pipe_is_no_archive(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    assert_usage(check(tmp_path, "pipe.zip"), "pipe.zip")


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "missing.zip", "~/x\x1b[2J.zip"])
def test_no_archive_at_all(path: str, tmp_path: Path) -> None:
    assert_usage(check(tmp_path, path), path.partition("\x1b")[0])


def assert_usage(outcome: Outcome, name: str) -> None:
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert name in outcome.err
    assert not UNSAFE.search(outcome.err)


def test_a_folder_with_a_pipe_a_loop_and_a_way_out(tmp_path: Path) -> None:
    site = tmp_path / "layer" / "python"
    site.mkdir(parents=True)
    (site / "module.py").write_text("VALUE = 1\n")
    os.mkfifo(site / "pipe.so")
    (site / "loop").symlink_to(site, target_is_directory=True)
    (site / "out").symlink_to("/", target_is_directory=True)
    outcome = check(tmp_path, "layer")
    assert outcome.code in {0, 1}
    assert not UNSAFE.search(outcome.said)


def test_one_bad_archive_does_not_hide_a_good_one(tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"no zip")
    (tmp_path / INPUT).write_bytes(HOSTILE["links in a circle"][0]())
    outcome = check(tmp_path, "bad.zip", INPUT)
    assert outcome.code == 1
    assert "bad.zip" in outcome.out
    assert INPUT in outcome.out
