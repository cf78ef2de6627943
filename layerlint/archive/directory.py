"""The central directory of a zip as columns, with zip64 values in place. APPNOTE 4.3.12.

Columns, because tens of thousands of entries are common and a loop over all of them is what reading costs.
"""

from collections.abc import Sequence
from struct import Struct

from layerlint.archive.bytes_like import Data
from layerlint.archive.end_record import ENTRY_SIGNATURE, End, NotAZip
from layerlint.archive.flaw import Flaw, FlawKind
from layerlint.named_tuple import NamedTuple

#: our own bound on memory; the largest real layers have some 100,000
MOST_ENTRIES = 250_000
SATURATED = 0xFFFFFFFF
LOCAL_SIGNATURE = b"PK\x03\x04"
_HEADER = Struct("<xB2xHH4x3I3H4xII")  # without its signature
_EXTRA = Struct("<HH")
_ZIP64 = 1
_SIGNED = b"PK\x05\x05"  #: the directory may end in a digital signature


Fields = tuple[int, ...]


class Directory(NamedTuple):
    names: Sequence[bytes]
    hosts: Sequence[int]  #: the system whose attributes are stored: 0 DOS, 3 Unix, 19 macOS
    flags: Sequence[int]
    methods: Sequence[int]
    crcs: Sequence[int]
    packed: Sequence[int]
    sizes: Sequence[int]
    attributes: Sequence[int]
    offsets: Sequence[int]  #: of the local headers, from the first byte of the data
    beginnings: Sequence[bytes]  #: of the local headers: these repeat "version needed" to the length of the name
    extras: Sequence[bytes]
    flaws: Sequence[Flaw]


def read_directory(data: Data, end: End) -> Directory:
    """Every header up to the first that is none; what is missing is a flaw. Raises NotAZip where all are."""
    stored = data[end.start : end.stop]
    records = _split(stored)
    columns = _columns(records)
    if not columns:
        records = _walk(stored)
        columns = _columns(records)
    if columns:
        return _directory(records, columns, end, (*end.flaws, *_count_flaws(stored, records, end)))
    if end.entries:
        raise NotAZip("its directory is damaged, or encrypted as a whole")
    return Directory((), (), (), (), (), (), (), (), (), (), (), end.flaws)


def _split(stored: bytes) -> list[bytes]:
    """The records cut at their signatures, wherever these stand."""
    before, *records = stored.split(ENTRY_SIGNATURE, MOST_ENTRIES)
    return [] if before else records


def _columns(records: Sequence[bytes]) -> Sequence[Fields]:
    """What the records say, one after the other; nothing where one is not as long as it says."""
    if min(map(len, records), default=0) < _HEADER.size:
        return ()
    columns = tuple(zip(*map(_HEADER.unpack_from, records), strict=True))
    named, extended, commented = columns[6:9]
    lengths = named if not any(extended) and not any(commented) else map(sum, zip(*columns[6:9], strict=True))
    return columns if list(map(len, records)) == [_HEADER.size + length for length in lengths] else ()


def _walk(stored: bytes) -> list[bytes]:
    """The records one by one, as far as they go."""
    records: list[bytes] = []
    position = 0
    while stored.startswith(ENTRY_SIGNATURE, position) and len(records) < MOST_ENTRIES:
        start = position + 4
        if start + _HEADER.size > len(stored):
            break
        position = start + _HEADER.size + sum(_HEADER.unpack_from(stored, start)[6:9])
        if position > len(stored):
            break
        records.append(stored[start:position])
    return records


def _count_flaws(stored: bytes, records: Sequence[bytes], end: End) -> Sequence[Flaw]:
    found = len(records)
    stop = sum(map(len, records)) + 4 * found
    if found == MOST_ENTRIES and stop < len(stored):
        return (Flaw(FlawKind.COUNT, "", f"only the first {found:,} of {end.entries:,} entries are read"),)
    if stop < len(stored) and not stored.startswith(_SIGNED, stop):
        return (Flaw(FlawKind.DAMAGED, "", f"its directory is damaged after {found:,} of {end.entries:,} entries"),)
    if end.entries * (4 + _HEADER.size) > len(stored):
        detail = f"its directory of {len(stored):,} bytes cannot hold the {end.entries:,} entries declared"
        return (Flaw(FlawKind.DAMAGED, "", detail),)
    if found != end.entries and found & 0xFFFF != end.entries:  # 16 bits, where a writer knows no zip64
        return (Flaw(FlawKind.COUNT, "", f"{found:,} entries are there and {end.entries:,} are declared"),)
    return ()


def _directory(records: Sequence[bytes], columns: Sequence[Fields], end: End, flaws: Sequence[Flaw]) -> Directory:
    hosts, flags, methods, crcs, packed, sizes, named, extended, _, attributes, offsets = columns
    base = _HEADER.size
    names = [record[base : base + length] for record, length in zip(records, named, strict=True)]
    extras = [b""] * len(records)
    if any(extended):
        extras = [
            record[base + length : base + length + more]
            for record, length, more in zip(records, named, extended, strict=True)
        ]
    if SATURATED in sizes or SATURATED in packed or SATURATED in offsets:
        sizes, packed, offsets = zip(*map(widened, extras, sizes, packed, offsets), strict=True)
    if end.shift:
        offsets = tuple(offset + end.shift for offset in offsets)
    beginnings = [LOCAL_SIGNATURE + record[2:26] for record in records]
    return Directory(names, hosts, flags, methods, crcs, packed, sizes, attributes, offsets, beginnings, extras, flaws)


def widened(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The values, with those of the zip64 extra field where 32 bits are full (APPNOTE 4.5.3)."""
    values = [size, packed, offset]
    if SATURATED in values:
        wide = _field(extra, _ZIP64)
        for number, value in enumerate(values):
            if value == SATURATED and len(wide) >= 8:
                values[number] = int.from_bytes(wide[:8], "little")
                wide = wide[8:]
    return values[0], values[1], values[2]


def _field(extra: bytes, wanted: int) -> bytes:
    position = 0
    while position + _EXTRA.size <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, position)
        if kind == wanted:
            return extra[position + 4 : position + 4 + length]
        position += _EXTRA.size + length
    return b""
