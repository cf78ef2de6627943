"""Folders as archives."""

import os
import socket
import stat
from pathlib import Path

import pytest

from layerlint.archive.archive import UnreadableMember
from layerlint.archive.entry import Kind
from layerlint.archive.flaw import FlawKind
from layerlint.archive.folder import open_folder


def test_a_tree_in_the_order_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "python/pkg").mkdir(parents=True)
    (tmp_path / "python/pkg/__init__.py").write_bytes(b"x = 1\n")
    (tmp_path / "python/b.py").write_bytes(b"")
    (tmp_path / "a.txt").write_bytes(b"hello")
    (tmp_path / "a.txt").chmod(0o600)
    archive = open_folder(tmp_path, "layer")
    assert [entry.path for entry in archive.entries] == [
        "a.txt",
        "python",
        "python/b.py",
        "python/pkg",
        "python/pkg/__init__.py",
    ]
    assert archive.files["a.txt"].mode == stat.S_IFREG | 0o600
    assert archive.read(archive.files["python/pkg/__init__.py"]) == b"x = 1\n"
    assert archive.head(archive.files["a.txt"], 2) == b"he"
    assert archive.folders == {"python", "python/pkg"}
    assert (archive.unpacked_bytes, archive.packed_bytes, archive.flaws) == (11, None, ())


def test_links_are_entries_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside/file").write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to("nowhere")
    archive = open_folder(tmp_path, "layer")
    assert sorted(archive.links) == ["gone", "loop"]
    assert archive.read(archive.links["gone"]) == b"nowhere"
    assert list(archive.files) == ["inside/file"]


def test_fifos_and_sockets_are_flaws_and_do_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.fspath(tmp_path / "sock"))
    archive = open_folder(tmp_path, "layer")
    assert {entry.kind for entry in archive.entries} == {Kind.DEVICE}
    assert [(flaw.kind, flaw.path) for flaw in archive.flaws] == [(FlawKind.DEVICE, "pipe"), (FlawKind.DEVICE, "sock")]
    for entry in archive.entries:
        with pytest.raises(UnreadableMember):
            archive.read(entry)


def test_a_file_that_became_a_fifo_or_went_away_does_not_hang(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").write_bytes(b"x")
    archive = open_folder(tmp_path, "layer")
    (tmp_path / "a").unlink()
    (tmp_path / "b").unlink()
    os.mkfifo(tmp_path / "b")
    for path in ("a", "b"):
        with pytest.raises(UnreadableMember):
            archive.read(archive.files[path])


def test_names_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.txt")).write_bytes(b"x")
    (tmp_path / "back\\slash").write_bytes(b"x")
    archive = open_folder(tmp_path, "layer")
    assert sorted(archive.files) == ["\\xff.txt", "back\\slash"]
    assert sorted(flaw.kind.value for flaw in archive.flaws) == ["backslash", "name"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_folders_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed").chmod(0)
    archive = open_folder(tmp_path, "layer")
    (tmp_path / "closed").chmod(0o700)
    assert [(flaw.kind, flaw.path) for flaw in archive.flaws] == [(FlawKind.UNREADABLE, "closed")]
