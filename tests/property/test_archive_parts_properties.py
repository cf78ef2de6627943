"""Properties of the reader's parts: inflating, names, links."""

import posixpath
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerlint.archive import inflate as module
from layerlint.archive.inflate import BadStream, crc32, inflate, inflate_head, is_sound
from layerlint.archive.links import Outcome, resolve, resolve_all
from layerlint.archive.names import LONGEST_PART, place, plain_names
from layerlint.archive.zip_reader import open_zip
from layerlint.examples.raw_zip import Raw, raw_zip


def deflated(data: bytes, level: int = 6) -> bytes:
    stream = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


def outcome(packed: bytes, size: int) -> bytes | str:
    try:
        return bytes(inflate(memoryview(packed), size))
    except BadStream as reason:
        return type(reason).__name__


@given(st.binary(max_size=3000) | st.integers(0, 3 << 20).map(bytes), st.integers(0, 9))
def test_inflate_gives_back_and_takes_no_other_size(data: bytes, level: int) -> None:
    packed = deflated(data, level)
    assert inflate(memoryview(packed), len(data)) == data
    for size in {len(data) + 1, max(0, len(data) - 1), 0} - {len(data)}:
        with pytest.raises(BadStream):
            inflate(memoryview(packed), size)
    assert crc32(data) == zlib.crc32(data)


@given(st.binary(max_size=400), st.integers(0, 500), st.integers(0, 2000))
def test_inflate_agrees_with_zlib_on_any_stream(packed: bytes, size: int, flip: int) -> None:
    """With libdeflate and without it, on noise and on damaged streams."""
    damaged = bytearray(deflated(packed))
    damaged[flip % len(damaged)] ^= 1 << flip % 8
    for stream in (packed, bytes(damaged)):
        with pytest.MonkeyPatch.context() as patch:
            fast = outcome(stream, size)
            patch.setattr(module, "_libdeflate", None)
            assert outcome(stream, size) == fast


@given(st.binary(max_size=400), st.integers(-1, 1), st.integers(0, 2000), st.booleans())
def test_a_stream_is_sound_where_it_inflates_to_what_is_declared(data: bytes, off: int, flip: int, whole: bool) -> None:
    """Short streams go another way than longer ones; neither believes more than `inflate` gives."""
    packed = bytearray(deflated(data))
    if not whole:
        packed[flip % len(packed)] ^= 1 << flip % 8
    size = max(0, len(data) + off)
    found = outcome(bytes(packed), size)
    assert is_sound(bytes(packed), size, zlib.crc32(data)) <= (found == data)
    if size and isinstance(found, bytes):
        assert is_sound(bytes(packed), size, zlib.crc32(found))


def test_a_short_stream_that_yields_far_more_than_declared_is_not_sound() -> None:
    bomb = deflated(bytes(60_000))
    assert len(bomb) < 100
    assert is_sound(bomb, 60_000, zlib.crc32(bytes(60_000)))
    assert not is_sound(bomb, 10, zlib.crc32(bytes(10)))
    with pytest.raises(BadStream):
        inflate(bomb, 10)


@given(st.binary(max_size=5000), st.integers(0, 6000))
def test_heads_are_beginnings_and_need_no_end(data: bytes, length: int) -> None:
    packed = deflated(data)
    assert inflate_head(memoryview(packed), length) == data[:length]
    assert data.startswith(inflate_head(memoryview(packed[: len(packed) // 2]), length))


@given(st.text(st.sampled_from("ab./\\:\0é"), max_size=14))
def test_placed_names_stay_under_the_root(text: str) -> None:
    name = place(text)
    if name.inside:
        assert name.path == posixpath.normpath(text)
        assert not name.path.startswith(("/", "../"))
        assert place(name.path).path == name.path
    else:
        assert name.problem or posixpath.normpath("/" + text).strip("/") == ""


@given(st.lists(st.text(st.sampled_from("ab./\\:\0é"), max_size=9).map(str.encode), min_size=1, max_size=5))
def test_names_taken_at_once_are_those_taken_one_by_one(raw: list[bytes]) -> None:
    names = plain_names(raw, [])
    if names is not None:
        for text, one in zip(names, raw, strict=True):
            placed = place(one.decode())
            assert (placed.path, placed.folder, placed.problem) == (text.rstrip("/"), text.endswith("/"), None)
            assert len(one) <= LONGEST_PART


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.text(st.sampled_from("abcd./"), max_size=9)), max_size=6))
def test_links_end_where_the_last_hop_says(links: list[tuple[str, str]]) -> None:
    members = [Raw(name, text.encode(), mode=0o120777) for name, text in links]
    archive = open_zip(raw_zip(Raw("real/file"), *members), "some.zip")
    for path, end in resolve_all(archive, "/opt"):
        assert end == resolve(archive, path, "/opt")
        if end.outcome is Outcome.FOUND:
            assert end.path not in archive.links
            assert resolve(archive, end.path, "/opt") == end
        if end.outcome is Outcome.LEAVES:
            assert end.path.startswith("/")
            assert not f"{end.path}/".startswith("/opt/")
