"""The central directory of a zip: one header an entry, with zip64 values in place. APPNOTE 4.3.12."""

from struct import Struct
from typing import NamedTuple

from layerlint.archive.bytes_like import Data
from layerlint.archive.end_record import ENTRY_SIGNATURE, End, NotAZip
from layerlint.archive.flaw import Flaw, FlawKind

#: our own bound on memory; the largest real layers have some 100,000
MOST_ENTRIES = 250_000
_HEADER = Struct("<4sxB2xHH4x3I3H4xII")
_EXTRA = Struct("<HH")
_ZIP64 = 1
_SIGNED = b"PK\x05\x05"  #: the directory may end in a digital signature
SATURATED = 0xFFFFFFFF


class Header(NamedTuple):
    name: bytes
    host: int  #: the system whose attributes are stored: 0 DOS, 3 Unix, 19 macOS
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    attributes: int
    offset: int  #: of the local header, from the first byte of the data
    position: int  #: of this header in `Directory.data`
    extra: bytes


class Directory(NamedTuple):
    data: bytes
    headers: list[Header]
    flaws: list[Flaw]


def read_directory(data: Data, end: End) -> Directory:
    """Every header up to the first that is none; what is missing is a flaw. Raises NotAZip where all are."""
    directory = Directory(data[end.start : end.stop], [], list(end.flaws))
    stop = _read_headers(directory, end.shift)
    found = len(directory.headers)
    if end.entries and not found:
        raise NotAZip("its directory is damaged, or encrypted as a whole")
    if found == MOST_ENTRIES and stop < len(directory.data):
        directory.flaws.append(
            Flaw(FlawKind.COUNT, "", f"only the first {found:,} of {end.entries:,} entries are read")
        )
    elif stop < len(directory.data) and directory.data[stop : stop + 4] != _SIGNED:
        directory.flaws.append(Flaw(FlawKind.COUNT, "", f"its directory is damaged after {found:,} entries"))
    elif found != end.entries and found & 0xFFFF != end.entries:
        directory.flaws.append(
            Flaw(FlawKind.COUNT, "", f"{found:,} entries are there and {end.entries:,} are declared")
        )
    return directory


def _read_headers(directory: Directory, shift: int) -> int:
    """Fill in the headers; the position where reading ended."""
    data, unpack, make = directory.data, _HEADER.unpack_from, Header._make
    last, position, headers = len(data) - _HEADER.size, 0, directory.headers
    while position <= last and len(headers) < MOST_ENTRIES:
        signature, host, flags, method, crc, packed, size, named, extended, commented, attributes, offset = unpack(
            data, position
        )
        name_end = position + 46 + named
        stop = name_end + extended + commented
        if signature != ENTRY_SIGNATURE or stop > len(data):
            break
        extra = data[name_end : name_end + extended] if extended else b""
        if SATURATED in (packed, size, offset):
            size, packed, offset = widened(extra, size, packed, offset)
        name = data[position + 46 : name_end]
        headers.append(
            make((name, host, flags, method, crc, packed, size, attributes, offset + shift, position, extra))
        )
        position = stop
    return position


def widened(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The values with those of the zip64 extra field where 32 bits are full (APPNOTE 4.5.3)."""
    wide = memoryview(_field(extra, _ZIP64))
    values = []
    for value in (size, packed, offset):
        if value == SATURATED and len(wide) >= 8:
            values.append(int.from_bytes(wide[:8], "little"))
            wide = wide[8:]
        else:
            values.append(value)
    return values[0], values[1], values[2]


def _field(extra: bytes, wanted: int) -> bytes:
    position = 0
    while position + _EXTRA.size <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, position)
        if kind == wanted:
            return extra[position + 4 : position + 4 + length]
        position += _EXTRA.size + length
    return b""
