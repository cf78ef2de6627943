"""Every way a zip can be wrong, and the flaw that says so."""

import io
import itertools
import stat
import zipfile
import zlib
from struct import pack

import pytest

from layerlint.archive.archive import UnreadableMember
from layerlint.archive.entry import Kind
from layerlint.archive.flaw import FlawKind
from layerlint.archive.zip_reader import MOST_BYTES, open_zip
from layerlint.examples.raw_zip import Raw, raw_zip


def flaws(data: bytes) -> list[tuple[FlawKind, str]]:
    return [(flaw.kind, flaw.path) for flaw in open_zip(data, "some.zip").flaws]


def reason(data: bytes) -> str:
    archive = open_zip(data, "some.zip")
    with pytest.raises(UnreadableMember) as raised:
        archive.read(archive.entries[0])
    return str(raised.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7-Zip"),
        (b"Rar!\x1a\x07\0", "RAR"),
        (b"\x7fELF\2\1\1", "Linux binary"),
        (b"\n<!DOCTYPE html><html>", "HTML"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "Git LFS"),
        (b"just words\n", "text"),
        (b"name\0".ljust(257, b"\0") + b"ustar\x0000", "tar"),
        (b"\0\1\2", "no zip"),
        (b"PK\3\4" + bytes(40), "cut short"),
        (raw_zip(Raw("a"), disk=1), "split"),
        (raw_zip(Raw("a"))[20:], "missing from its beginning"),
        (raw_zip(Raw("a")).replace(b"PK\1\2", b"PK\6\x08"), "damaged, or encrypted"),
    ],
    ids=itertools.count(),
)
def test_what_is_no_zip_says_what_it_is(data: bytes, said: str) -> None:
    archive = open_zip(data, "some.zip")
    assert not archive.entries
    assert [flaw.kind for flaw in archive.flaws] == [FlawKind.UNREADABLE]
    assert said in archive.flaws[0].detail


@pytest.mark.parametrize(
    ("name", "kind", "path"),
    [
        ("../x", FlawKind.ESCAPE, "../x"),
        ("a/../../x", FlawKind.ESCAPE, "a/../../x"),
        ("/etc/passwd", FlawKind.ESCAPE, "/etc/passwd"),
        ("C:/x", FlawKind.ESCAPE, "C:/x"),
        ("c:\\x", FlawKind.ESCAPE, "c:\\x"),
        ("a\0.py", FlawKind.ESCAPE, "a\0.py"),
        ("python\\a.py", FlawKind.BACKSLASH, "python\\a.py"),
        ("", FlawKind.NAME, ""),
        ("x" * 256, FlawKind.NAME, "x" * 256),
        ("/".join(["x" * 200] * 21), FlawKind.NAME, "/".join(["x" * 200] * 21)),
    ],
)
def test_names_that_no_folder_takes(name: str, kind: FlawKind, path: str) -> None:
    assert flaws(raw_zip(Raw("fine"), Raw(name))) == [(kind, path)]


def test_names_that_leave_the_root_are_not_unpacked() -> None:
    archive = open_zip(raw_zip(Raw("../x"), Raw("/y"), Raw("a/../z"), Raw("kept")), "some.zip")
    assert list(archive.files) == ["kept"]
    assert len(archive.entries) == 4


@pytest.mark.parametrize(
    ("name", "path", "kind"),
    [
        ("./a", "a", Kind.FILE),
        ("a//b", "a/b", Kind.FILE),
        ("a/./b/", "a/b", Kind.FOLDER),
        ("a/.", "a", Kind.FOLDER),
        (".hidden", ".hidden", Kind.FILE),
        ("..x/y..", "..x/y..", Kind.FILE),
        ("a:b", "a:b", Kind.FILE),
    ],
)
def test_names_are_placed_as_unpacking_would(name: str, path: str, kind: Kind) -> None:
    archive = open_zip(raw_zip(Raw(name)), "some.zip")
    assert [(entry.path, entry.kind) for entry in archive.entries] == [(path, kind)]
    assert not archive.flaws


def test_the_root_itself_is_neither_entry_nor_flaw() -> None:
    archive = open_zip(raw_zip(Raw("./"), Raw("/"), Raw("a")), "some.zip")
    assert not archive.flaws
    assert list(archive.files) == ["a"]
    assert not archive.folders


def test_name_encodings() -> None:
    with_extra = pack("<HHBI", 0x7075, 5 + 3, 1, zlib.crc32(b"?")) + "漢".encode()
    archive = open_zip(
        raw_zip(
            Raw(b"\x81.txt", host=0, central={"flags": 0}, local={"flags": 0}),
            Raw("ü.txt", central={"flags": 0}, local={"flags": 0}),
            Raw(b"?", extra=with_extra),
        ),
        "some.zip",
    )
    assert [entry.path for entry in archive.entries] == ["ü.txt", "ü.txt", "漢"]
    assert flaws(raw_zip(Raw(b"\xff.txt"))) == [(FlawKind.NAME, "\u00a0.txt")]


def test_modes_come_from_unix_and_macos_alone() -> None:
    archive = open_zip(
        raw_zip(*[Raw(f"f{host}", host=host, mode=0o100600) for host in (0, 3, 10, 19)], Raw("none", mode=0)),
        "some.zip",
    )
    assert [entry.mode for entry in archive.entries] == [None, 0o100600, None, 0o100600, None]
    assert [(flaw.kind, flaw.path) for flaw in archive.flaws] == [(FlawKind.MODE, "none")]


def test_links_folders_and_devices() -> None:
    kinds = (stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFREG)
    archive = open_zip(raw_zip(*[Raw(f"f{kind:o}", b"f", mode=kind | 0o644) for kind in kinds]), "some.zip")
    assert [entry.kind for entry in archive.entries] == [Kind.LINK, Kind.FOLDER, Kind.DEVICE, Kind.DEVICE, Kind.FILE]
    assert {flaw.kind for flaw in archive.flaws} == {FlawKind.DEVICE}
    assert list(archive.links) == ["f120000"]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (Raw("a", b"one"), "same bytes"),
        (Raw("./a", b"two"), "different bytes"),
        (Raw("a/"), "a file and a folder"),
    ],
)
def test_one_path_twice(second: Raw, said: str) -> None:
    archive = open_zip(raw_zip(Raw("a", b"one"), second, Raw("b")), "some.zip")
    assert [(flaw.kind, flaw.path) for flaw in archive.flaws] == [(FlawKind.DUPLICATE, "a")]
    assert said in archive.flaws[0].detail


def test_the_last_of_two_entries_is_left() -> None:
    archive = open_zip(raw_zip(Raw("a", b"one"), Raw("a", b"two")), "some.zip")
    assert archive.read(archive.files["a"]) == b"two"


def test_files_and_links_where_folders_are_needed() -> None:
    data = raw_zip(Raw("a"), Raw("a/b"), Raw("l", b"a", mode=stat.S_IFLNK | 0o777), Raw("l/x/y"))
    assert sorted(flaws(data)) == sorted([(FlawKind.FILE_AS_FOLDER, "a"), (FlawKind.FILE_AS_FOLDER, "l")], key=str)


def test_encrypted_members() -> None:
    data = raw_zip(Raw("a", b"secret", flags=1), Raw("b", b"secret", flags=1, method=0, central={"packed": 6}))
    assert flaws(data) == [(FlawKind.ENCRYPTED, "a"), (FlawKind.ENCRYPTED, "b")]
    assert reason(data) == "it is encrypted"


def test_unknown_methods() -> None:
    data = raw_zip(Raw("a", b"xy", method=93))
    assert flaws(data) == [(FlawKind.METHOD, "a")]
    assert "93" in reason(data)


def test_sizes_that_deflate_cannot_reach() -> None:
    lie = {"size": 2**31}
    data = raw_zip(Raw("a", b"xy", central=lie, local=lie))
    assert flaws(data) == [(FlawKind.SIZE, "a")]
    assert f"no member over {MOST_BYTES:,}" in reason(data)


def test_stored_sizes_that_differ() -> None:
    lie = {"size": 7}
    data = raw_zip(Raw("a", b"xy", method=0, central=lie, local=lie))
    assert flaws(data) == [(FlawKind.SIZE, "a")]
    assert reason(data) == "2 bytes are stored where 7 are declared"


@pytest.mark.parametrize(
    ("size", "said"),
    [(10, "more bytes come out than the 10 declared"), (0, "more bytes"), (5000, "4,000 bytes come out where 5,000")],
)
def test_streams_of_another_size(size: int, said: str) -> None:
    lie = {"size": size}
    assert said in reason(raw_zip(Raw("a", b"abcd" * 1000, central=lie, local=lie)))


def test_sizes_too_small_for_what_is_packed_are_tried() -> None:
    noise = b"".join(zlib.crc32(bytes([number % 256, number // 256])).to_bytes(4, "big") for number in range(2000))
    lie = {"size": 0, "crc": 0}
    data = raw_zip(Raw("a", noise, central=lie, local=lie), Raw("b", noise))
    assert flaws(data) == [(FlawKind.SIZE, "a")]
    assert "more come out" in reason(data)


def test_what_is_read_in_all_is_bounded_where_far_too_much_is_declared() -> None:
    lie = {"size": 100 << 20}
    archive = open_zip(raw_zip(*[Raw(f"f{number}", bytes(1 << 20), central=lie) for number in range(11)]), "some.zip")
    said = []
    for entry in archive.entries:
        with pytest.raises(UnreadableMember) as raised:
            archive.read(entry)
        said.append("in all" in str(raised.value))
    assert said == [False] * 10 + [True]


def test_damaged_streams_and_checksums() -> None:
    good = raw_zip(Raw("a", b"hello", method=0))
    assert "checksum" in reason(good.replace(b"hello", b"jello"))
    lie = {"method": 8}
    assert "damaged" in reason(raw_zip(Raw("a", b"\xff" * 9, method=0, central=lie, local=lie)))
    short = {"packed": 5}
    assert "cut short" in reason(raw_zip(Raw("a", bytes(range(99)), central=short, local=short)))


@pytest.mark.parametrize(
    ("member", "said"),
    [
        (Raw("a", b"x", local_name="b"), "name"),
        (Raw("a", b"x", local={"method": 0}), "method 0"),
        (Raw("a", b"x", local={"crc": 1}), "CRC"),
        (Raw("a", b"x", local={"size": 9}), "size"),
        (Raw("a", b"x", local={"packed": 9}), "packed size"),
        (Raw("a", b"x", local={"flags": 1}), "flags"),
        (Raw("a", b"x", at=5), "no local header"),
        (Raw("a", b"x", at=2**31), "no local header"),
    ],
)
def test_headers_that_disagree(member: Raw, said: str) -> None:
    archive = open_zip(raw_zip(Raw("first", b"some bytes to sit in"), member), "some.zip")
    found = [flaw for flaw in archive.flaws if flaw.kind is FlawKind.HEADERS_DISAGREE]
    assert [flaw.path for flaw in found] == ["a"]
    assert said in found[0].detail


def test_a_data_descriptor_is_no_disagreement() -> None:
    streamed = {"flags": 8, "crc": 0, "packed": 0, "size": 0}
    assert not flaws(raw_zip(Raw("a", b"x", flags=8, local=streamed)))


def test_overlapping_members() -> None:
    assert flaws(raw_zip(Raw("a", b"x" * 99), Raw("a2", b"x" * 99, at=0, local_name="a")))[-1][0] is FlawKind.OVERLAP
    beyond = {"packed": 500, "size": 500}
    assert (FlawKind.OVERLAP, "a") in flaws(raw_zip(Raw("a", b"x", method=0, local=beyond, central=beyond)))


def test_the_quoted_overlap_bomb() -> None:
    """Each member's data is the next one's header and data, quoted by a stored deflate block."""
    kernel = Raw("z", bytes(1 << 20))
    members = [Raw(f"m{number}", at=0, central={"size": 1 << 20, "packed": 2000}) for number in range(500)]
    archive = open_zip(raw_zip(kernel, *members), "bomb.zip")
    assert sum(flaw.kind is FlawKind.OVERLAP for flaw in archive.flaws) == 500


def test_bytes_around_the_zip() -> None:
    data = raw_zip(Raw("a", b"x"))
    assert flaws(b"#!/bin/sh\n" + data) == [(FlawKind.PREFIX, "")]
    assert flaws(raw_zip(Raw("a", b"x"), before=b"#!/bin/sh\n")) == [(FlawKind.PREFIX, "")]
    assert flaws(data + b"more") == [(FlawKind.TRAILING, "")]
    assert flaws(raw_zip(Raw("a", b"x"), comment=b"words")[:-2]) == [(FlawKind.TRAILING, "")]
    assert not flaws(raw_zip(Raw("a", b"x"), comment=b"words"))
    assert not flaws(raw_zip(Raw("a", b"x"), before=b"PK00"))


def test_a_comment_that_holds_a_second_end_record() -> None:
    empty = raw_zip()
    data = raw_zip(Raw("a", b"x"), comment=empty)
    assert (FlawKind.SECOND_END, "") in flaws(data)


@pytest.mark.parametrize(
    ("count", "kind"),
    [(0, FlawKind.COUNT), (1, FlawKind.COUNT), (3, FlawKind.DAMAGED), (60000, FlawKind.DAMAGED)],
)
def test_a_count_that_lies(count: int, kind: FlawKind) -> None:
    assert flaws(raw_zip(Raw("a"), Raw("b"), count=count)) == [(kind, "")]


@pytest.mark.parametrize("size", [50, 500, 1 << 24])
def test_a_directory_of_another_size_than_declared(size: int) -> None:
    data = raw_zip(Raw("a"), size=size)
    assert FlawKind.COUNT in {flaw.kind for flaw in open_zip(data, "some.zip").flaws}
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(data))


def test_an_empty_member_has_the_checksum_of_nothing() -> None:
    lie = {"crc": 1}
    archive = open_zip(raw_zip(Raw("a", method=0, central=lie, local=lie), Raw("b", method=0)), "some.zip")
    assert list(archive.damaged) == ["a"]
    with zipfile.ZipFile(io.BytesIO(raw_zip(Raw("a", method=0, central=lie, local=lie)))) as oracle:
        assert oracle.testzip() == "a"
    folder = raw_zip(Raw("a/", mode=0o40755, method=0, central=lie, local=lie))
    assert not open_zip(folder, "some.zip").damaged


def test_an_empty_member_may_have_no_stream_at_all() -> None:
    nothing = {"method": 8}
    archive = open_zip(raw_zip(Raw("a", method=0, central=nothing, local=nothing)), "some.zip")
    assert archive.read(archive.files["a"]) == b""
    assert not archive.damaged


def test_a_directory_damaged_half_way() -> None:
    data = raw_zip(Raw("aaaa"), Raw("bbbb"))
    cut = data.rindex(b"PK\1\2")
    archive = open_zip(data[:cut] + b"XX" + data[cut + 2 :], "some.zip")
    assert [entry.path for entry in archive.entries] == ["aaaa"]
    assert [(flaw.kind, flaw.path) for flaw in archive.flaws] == [(FlawKind.DAMAGED, "")]


def test_a_signature_inside_a_name_is_no_entry() -> None:
    archive = open_zip(raw_zip(Raw("aPK\1\2b"), Raw("c")), "some.zip")
    assert [entry.path for entry in archive.entries] == ["aPK\1\2b", "c"]


@pytest.mark.parametrize("extra", [b"", b"\1\0\xff\xff", b"\1\0\x08\0" + b"\xff" * 8, b"\1\0\x18\0" + b"\xff" * 24])
def test_zip64_nonsense(extra: bytes) -> None:
    huge = {"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF}
    data = raw_zip(Raw("a", b"x", extra=extra, central=huge))
    assert flaws(data)
    reason(data)


def test_zip64_end_records() -> None:
    """More than 65,535 entries: the count stands in the zip64 end record alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(65_600):
            archive.writestr(f"{number}", b"")
    data = buffer.getvalue()
    ours = open_zip(data, "some.zip")
    assert len(ours.entries) == 65_600
    assert not ours.flaws
    lost = open_zip(data.replace(b"PK\6\6", b"PK\6\0"), "some.zip")
    assert "zip64" in lost.flaws[0].detail


def test_a_hundred_thousand_entries() -> None:
    members = [Raw(f"nodejs/node_modules/p{number % 999}/f{number}.js", method=0) for number in range(100_000)]
    archive = open_zip(raw_zip(*members, count=100_000 & 0xFFFF), "some.zip")
    assert len(archive.files) == 100_000
    assert not archive.flaws
