"""Local headers held against the directory, and the bytes that entries claim. APPNOTE 4.3.7."""

from collections.abc import Iterator, Sequence
from operator import le
from struct import Struct
from typing import NamedTuple

from layerlint.archive.bytes_like import Data
from layerlint.archive.directory import SATURATED, Directory, Header, widened
from layerlint.archive.flaw import FlawKind

SIZE = 30
SIGNATURE = b"PK\x03\x04"
_HEADER = Struct("<4x2xHH4x3I2H")
_ENCRYPTED, _STREAMED, _UTF8 = 0x1, 0x8, 0x800


class Problem(NamedTuple):
    """A flaw of the entry with this number."""

    number: int
    kind: FlawKind
    detail: str


class Locals(NamedTuple):
    stops: list[int]  #: where each entry's data ends
    problems: list[Problem]


def data_start(data: Data, offset: int) -> int | None:
    """Where the data of the entry with a local header at `offset` begins; None where there is no such header."""
    header = data[offset : offset + SIZE]
    if len(header) < SIZE or header[:4] != SIGNATURE:
        return None
    return offset + SIZE + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")


def check_locals(data: Data, directory: Directory) -> Locals:
    """The fields from "version needed" to the length of the name lie alike in both headers: compared in one go."""
    central, stops, problems = directory.data, [], []
    for number, header in enumerate(directory.headers):
        offset, position = header.offset, header.position
        named = SIZE + len(header.name)
        local = data[offset : offset + named]
        if local[4:28] != central[position + 6 : position + 30] or local[30:] != header.name or local[:4] != SIGNATURE:
            detail = _difference(data, header)
            if detail is not None:
                problems.append(Problem(number, FlawKind.HEADERS_DISAGREE, detail))
            start = data_start(data, offset)
            stops.append((start if start is not None else offset) + header.packed)
        else:
            stops.append(offset + named + local[28] + (local[29] << 8) + header.packed)
    return Locals(stops, problems)


def _difference(data: Data, header: Header) -> str | None:
    """What the two headers say differently, of the things that readers act on."""
    start = data_start(data, header.offset)
    if start is None:
        return "there is no local header where the directory says"
    flags, method, crc, packed, size, named, extended = _HEADER.unpack_from(data, header.offset)
    name_end = header.offset + SIZE + named
    name = data[header.offset + SIZE : name_end]
    if SATURATED in (size, packed):
        size, packed, _ = widened(data[name_end : name_end + extended], size, packed, 0)
    if name != header.name:
        return "the local header has another name"
    if method != header.method:
        return f"the local header says method {method}, the directory {header.method}"
    if (flags ^ header.flags) & _significant(name):
        return "the local header has other flags"
    streamed = flags & _STREAMED
    pairs = (("CRC", crc, header.crc), ("packed size", packed, header.packed), ("size", size, header.size))
    for word, local, central in pairs:
        if local != central and not (streamed and local == 0):
            return f"the local header has another {word}"
    return None


def _significant(name: bytes) -> int:
    return _ENCRYPTED if name.isascii() else _ENCRYPTED | _UTF8


def overlaps(headers: Sequence[Header], stops: Sequence[int], limit: int) -> Iterator[Problem]:
    """Entries whose bytes belong to another one too, or to the directory that begins at `limit`."""
    offsets = [header.offset for header in headers]
    if all(map(le, stops, [*offsets[1:], limit])):
        return
    reached, owner = 0, 0
    for number in sorted(range(len(headers)), key=offsets.__getitem__):
        if offsets[number] < reached:
            yield Problem(number, FlawKind.OVERLAP, f"its bytes belong to entry {owner + 1} too")
        elif stops[number] > limit:
            yield Problem(number, FlawKind.OVERLAP, "its data runs into the directory or past the end")
        if stops[number] > reached:
            reached, owner = stops[number], number
