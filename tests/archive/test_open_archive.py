"""From paths to archives: what opens, and the one line for what does not."""

import mmap
import os
from pathlib import Path

import pytest

from layerlint.archive.flaw import FlawKind
from layerlint.archive.folder import FolderArchive
from layerlint.archive.open import InputError, open_archive
from layerlint.archive.zip_reader import ZipArchive
from layerlint.examples.raw_zip import Raw, raw_zip


def test_zips_small_and_mapped(tmp_path: Path) -> None:
    for size in (10, 2 << 20):
        path = tmp_path / f"{size}.zip"
        path.write_bytes(raw_zip(Raw("a", bytes(size), method=0), Raw("b", b"x" * size)))
        archive = open_archive(path)
        assert isinstance(archive, ZipArchive)
        assert isinstance(archive._data, mmap.mmap) == (size > 1 << 20)
        assert archive.name == str(path)
        assert archive.packed_bytes == path.stat().st_size
        assert [archive.read(entry) for entry in archive.entries] == [bytes(size), b"x" * size]


def test_a_zip_by_link_and_a_folder_by_name(tmp_path: Path) -> None:
    (tmp_path / "real.zip").write_bytes(raw_zip(Raw("a")))
    (tmp_path / "link.zip").symlink_to("real.zip")
    assert list(open_archive(tmp_path / "link.zip").files) == ["a"]
    folder = open_archive(tmp_path, "the layer")
    assert isinstance(folder, FolderArchive)
    assert folder.name == "the layer"


def test_a_file_that_is_no_zip_is_an_archive_with_a_flaw(tmp_path: Path) -> None:
    path = tmp_path / "layer.zip"
    for data in (b"", b"plain text", bytes(3 << 20)):
        path.write_bytes(data)
        archive = open_archive(path)
        assert [flaw.kind for flaw in archive.flaws] == [FlawKind.UNREADABLE]


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    cases = {tmp_path / "pipe": "neither", Path("/dev/null"): "neither", tmp_path / "none": "no such"}
    for path, said in cases.items():
        with pytest.raises(InputError, match=said):
            open_archive(path)
    (tmp_path / "loop").symlink_to("loop")
    for path in (tmp_path / "loop", tmp_path / "pipe" / "x", Path("x" * 300), Path("a\0b")):
        with pytest.raises(InputError) as raised:
            open_archive(path)
        assert len(str(raised.value).splitlines()) == 1
