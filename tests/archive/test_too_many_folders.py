"""Paths that imply more folders than anyone would keep: one flaw instead of the memory."""

from pathlib import Path

import pytest

from layerlint.archive import archive
from layerlint.archive.flaw import FlawKind
from layerlint.archive.folder import open_folder
from layerlint.archive.zip_reader import open_zip
from layerlint.examples.build import zip_bytes


def test_a_zip_of_endless_folders_has_one_flaw() -> None:
    paths = {f"python/r{number}/{'a/' * 1900}x.py": "" for number in range(40)}
    opened = open_zip(zip_bytes(paths), "deep.zip")
    assert [flaw.kind for flaw in opened.flaws] == [FlawKind.UNREADABLE]
    assert opened.entries == ()


def test_a_folder_of_endless_folders_has_one_flaw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    monkeypatch.setattr(archive, "MOST_FOLDER_TEXT", 5)
    assert [flaw.kind for flaw in open_folder(tmp_path, "deep").flaws] == [FlawKind.UNREADABLE]


def test_a_name_no_system_can_unpack_is_no_file() -> None:
    opened = open_zip(zip_bytes({"python/" + "a/" * 3000 + "x": "", "python/m.py": ""}), "long.zip")
    assert list(opened.files) == ["python/m.py"]
    assert [flaw.kind for flaw in opened.flaws] == [FlawKind.NAME]
