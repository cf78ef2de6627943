"""The end of a zip: where its directory is, and what else is there. APPNOTE 4.3.14 to 4.3.16."""

from collections.abc import Iterator
from struct import Struct

from layerlint.archive.bytes_like import Data
from layerlint.archive.flaw import Flaw, FlawKind
from layerlint.archive.unreadable import looks_like
from layerlint.named_tuple import NamedTuple

_SIGNATURE = b"PK\x05\x06"
_RECORD = Struct("<4x4H2IH")
_WIDE_SIGNATURE = b"PK\x06\x06"
_WIDE_RECORD = Struct("<4xQ2H2I4Q")
_LOCATOR_SIGNATURE = b"PK\x06\x07"
_LOCATOR = Struct("<4xIQI")
_LONGEST_COMMENT = 0xFFFF
ENTRY_SIGNATURE = b"PK\x01\x02"


class NotAZip(Exception):
    """There is no directory to read; str() is one clause that says why."""


class End(NamedTuple):
    start: int  #: of the directory, from the first byte of the data
    stop: int
    entries: int  #: as declared
    shift: int  #: bytes before the archive that its offsets do not count
    flaws: tuple[Flaw, ...]


class _Record(NamedTuple):
    position: int
    disk: int
    directory_disk: int
    entries_here: int
    entries: int
    size: int
    offset: int
    comment: int  #: its length

    @property
    def stop(self) -> int:
        return self.position + _RECORD.size + self.comment


def find_end(data: Data) -> End:
    """Where the directory is. Raises NotAZip."""
    records = list(_records(data))
    if not records:
        raise NotAZip(looks_like(data) or "the end record is missing: the file is cut short")
    record = next((found for found in records if found.stop == len(data)), None) or records[0]
    flaws = tuple(_flaws(data, record, records))
    wide = _widened(data, record)
    if wide.disk not in {0, 0xFFFF} or wide.directory_disk not in {0, 0xFFFF} or wide.entries_here != wide.entries:
        raise NotAZip("it is one part of a zip split over several files")
    return _placed(data, wide, flaws)


def _records(data: Data) -> Iterator[_Record]:
    """Every end record that could be the one, the last first."""
    lowest = max(0, len(data) - _RECORD.size - _LONGEST_COMMENT)
    position = data.rfind(_SIGNATURE, lowest)
    while position >= 0:
        if position + _RECORD.size <= len(data):
            yield _Record(position, *_RECORD.unpack_from(data, position))
        position = data.rfind(_SIGNATURE, lowest, position + 3) if position > lowest else -1


def _flaws(data: Data, record: _Record, records: list[_Record]) -> Iterator[Flaw]:
    rest = len(data) - record.stop
    if rest > 0:
        yield Flaw(FlawKind.TRAILING, "", f"{rest:,} bytes follow the end record")
    if rest < 0:
        yield Flaw(FlawKind.TRAILING, "", f"the comment is cut short by {-rest:,} bytes")
    if any(other.position > record.position or other.stop == len(data) for other in records if other != record):
        yield Flaw(FlawKind.SECOND_END, "", "there are two end records, and readers differ in which one they take")


def _widened(data: Data, record: _Record) -> _Record:
    """The record with the zip64 values where it leaves room for them; its position is the directory's end."""
    locator = record.position - _LOCATOR.size
    if locator < 0 or data[locator : locator + 4] != _LOCATOR_SIGNATURE:
        return record
    declared = _LOCATOR.unpack_from(data, locator)[1]
    for position in (declared, locator - _WIDE_RECORD.size):
        if 0 <= position <= locator - _WIDE_RECORD.size and data[position : position + 4] == _WIDE_SIGNATURE:
            return _merged(record, position, _WIDE_RECORD.unpack_from(data, position))
    raise NotAZip("the zip64 end record is not where its locator says")


def _merged(record: _Record, position: int, wide: tuple[int, ...]) -> _Record:
    _size, _made, _needed, disk, directory_disk, entries_here, entries, size, offset = wide
    return _Record(
        position,
        disk if record.disk == 0xFFFF else record.disk,
        directory_disk if record.directory_disk == 0xFFFF else record.directory_disk,
        entries_here if record.entries_here == 0xFFFF else record.entries_here,
        entries if record.entries == 0xFFFF else record.entries,
        size if record.size == 0xFFFFFFFF else record.size,
        offset if record.offset == 0xFFFFFFFF else record.offset,
        record.comment,
    )


def _placed(data: Data, record: _Record, flaws: tuple[Flaw, ...]) -> End:
    """Find the directory from behind, as readers do that allow data before the zip; else where it is declared."""
    before_end = record.position - record.size
    if before_end >= 0 and (record.size == 0 or data[before_end : before_end + 4] == ENTRY_SIGNATURE):
        if before_end < record.offset and record.size:
            raise NotAZip(f"{record.offset - before_end:,} bytes are missing from its beginning")
        return End(before_end, record.position, record.entries, max(0, before_end - record.offset), flaws)
    if data[record.offset : record.offset + 4] == ENTRY_SIGNATURE and record.offset < record.position:
        stop = record.offset + record.size
        if stop != record.position:
            there = record.position - record.offset
            detail = f"its directory takes {there:,} bytes and {record.size:,} are declared"
            flaws = (*flaws, Flaw(FlawKind.COUNT, "", detail))
        return End(record.offset, min(record.position, stop), record.entries, 0, flaws)
    if record.entries == 0 and record.size == 0:
        return End(record.position, record.position, 0, 0, flaws)
    raise NotAZip("its directory is not where the end record says: damaged, or encrypted as a whole")
