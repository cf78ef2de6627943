"""The zip reader against the standard library's, and against damage."""

import io
import stat
import zipfile
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.archive.entry import Kind
from layerlint.archive.flaw import FlawKind
from layerlint.archive.links import resolve
from layerlint.archive.local_headers import NOWHERE
from layerlint.archive.zip_reader import open_zip
from tests.property.archive_strategies import Given, archives, build, damaged_archives, members


@given(archives())
def test_reads_what_zipfile_reads(data: bytes) -> None:
    archive = open_zip(data, "some.zip")
    with zipfile.ZipFile(io.BytesIO(data)) as oracle:
        theirs = [(i.filename, i.file_size, i.compress_size, i.CRC, i.compress_type) for i in oracle.infolist()]
        assert [(e.path, e.size, e.packed, e.crc, e.method) for e in archive.entries] == theirs
        assert [e.mode for e in archive.entries] == [i.external_attr >> 16 for i in oracle.infolist()]
        for entry in archive.entries:
            assert archive.read(entry) == oracle.read(entry.path)


@given(members(), st.booleans())
def test_gives_back_what_was_packed(wanted: list[Given], streamed: bool) -> None:
    archive = open_zip(build(wanted, streamed=streamed), "some.zip")
    assert [(e.path, archive.read(e)) for e in archive.entries] == [(m.path, m.data) for m in wanted]
    assert [e.kind is Kind.LINK for e in archive.entries] == [stat.S_ISLNK(m.mode) for m in wanted]
    assert archive.unpacked_bytes == sum(len(m.data) for m in wanted)


@given(members(), st.booleans())
def test_honest_archives_have_no_flaw_but_their_names(wanted: list[Given], streamed: bool) -> None:
    archive = open_zip(build(wanted, streamed=streamed), "some.zip")
    assert {flaw.kind for flaw in archive.flaws} <= {FlawKind.FILE_AS_FOLDER}


@given(members(), st.booleans(), st.data())
def test_a_changed_byte_is_damage_or_changes_nothing(wanted: list[Given], streamed: bool, draw: st.DataObject) -> None:
    data = bytearray(build(wanted, streamed=streamed))
    whole = open_zip(bytes(data), "some.zip")
    assert not whole.damaged
    packed = [entry for entry in whole.entries if entry.size and whole.files.get(entry.path) is entry]
    assume(packed)
    entry = draw.draw(st.sampled_from(packed))
    start = entry.offset
    assert start != NOWHERE
    data[start + draw.draw(st.integers(0, entry.packed - 1))] ^= draw.draw(st.integers(1, 255))
    changed = open_zip(bytes(data), "some.zip")
    assert entry.path in changed.damaged or changed.read(entry) == whole.read(entry)


@given(archives(), st.integers(0, 400))
def test_heads_are_beginnings(data: bytes, length: int) -> None:
    archive = open_zip(data, "some.zip")
    for entry in archive.entries:
        assert archive.head(entry, length) == archive.read(entry)[:length]


@given(archives(), st.binary(min_size=1, max_size=50))
def test_data_before_the_zip_is_told_and_read_around(data: bytes, before: bytes) -> None:
    plain, prefixed = open_zip(data, "some.zip"), open_zip(before + data, "some.zip")
    assume(plain.entries and before not in (b"PK00", b"PK\x07\x08"))  # marks of a zip that was ready to be split
    assert [e.path for e in prefixed.entries] == [e.path for e in plain.entries]
    assert [prefixed.read(e) for e in prefixed.entries] == [plain.read(e) for e in plain.entries]
    assert FlawKind.PREFIX in {flaw.kind for flaw in prefixed.flaws}


@given(damaged_archives())
def test_damage_raises_nothing_but_our_own(data: bytes) -> None:
    exercise(open_zip(data, "some.zip"))


@given(st.binary(max_size=200))
def test_any_bytes_are_an_archive_or_say_why_not(data: bytes) -> None:
    archive = open_zip(data, "some.zip")
    exercise(archive)
    assert archive.entries or archive.flaws


def test_a_zip_cut_anywhere_is_no_zip() -> None:
    data = build([Given("python/a.py", b"x = 1\n" * 50, 0o644), Given("python/b.txt", b"plain", 0o644, stored=True)])
    for length in range(len(data)):
        archive = open_zip(data[:length], "some.zip")
        assert [flaw.kind for flaw in archive.flaws] == [FlawKind.UNREADABLE], length
        exercise(archive)


def exercise(archive: Archive) -> None:
    """Ask everything; only our own error may come out."""
    assert all(flaw.detail.isprintable() for flaw in archive.flaws)
    for path in (*archive.files, *archive.folders, *archive.links):
        resolve(archive, path, "/opt")
    for entry in archive.entries:
        with suppress(UnreadableMember):
            assert len(archive.head(entry, 20)) <= 20
            assert len(archive.read(entry)) == entry.size


@pytest.mark.parametrize("spot", range(30))
def test_every_byte_of_the_end_record_may_lie(spot: int) -> None:
    data = bytearray(build([Given("python/a.py", b"x", 0o644)]))
    for value in (0, 1, 0x7F, 0x80, 0xFF):
        data[-1 - spot] = value
        exercise(open_zip(bytes(data), "some.zip"))
