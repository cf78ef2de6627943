"""Whose file is at a path, on the command line."""

from pathlib import Path

import pytest

from layerlint.examples.build import zip_bytes
from tests.command import Inside

FILE = "/opt/python/six.py"


@pytest.fixture(autouse=True)
def _layers(tmp_path: Path) -> None:
    (tmp_path / "base.zip").write_bytes(zip_bytes({"python/six.py": "OLD = 1\n"}))
    (tmp_path / "top.zip").write_bytes(zip_bytes({"python/six.py": "NEW = 1\n"}))


@pytest.mark.parametrize(
    "words",
    [
        (FILE, "--layer", "base.zip", "top.zip"),
        ("--layer", "base.zip", "--layer", "top.zip", FILE),
        ("--layer", "base.zip", "top.zip", FILE),
    ],
)
def test_the_path_may_stand_before_or_after_the_layers(words: tuple[str, ...], tmp_path: Path, inside: Inside) -> None:
    done = inside("which", *words, folder=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert "top.zip" in done.out
    assert "base.zip" in done.out


def test_nothing_is_at_a_path(tmp_path: Path, inside: Inside) -> None:
    assert inside("which", "base.zip", "/opt/python/seven.py", folder=tmp_path).status == 1


def test_a_layer_that_is_not_there_is_still_told(tmp_path: Path, inside: Inside) -> None:
    done = inside("which", FILE, "--layer", "/opt/nowhere/base.zip", folder=tmp_path)
    assert (done.status, done.err) == (2, "layerlint: /opt/nowhere/base.zip: no such file or folder\n")
