"""A zip as an archive: its directory and local headers read, nothing unpacked, nested zips never opened."""

from collections.abc import Callable, Iterator, Sequence

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.archive.bytes_like import Data
from layerlint.archive.directory import Directory, read_directory
from layerlint.archive.end_record import End, NotAZip, find_end
from layerlint.archive.entry import Entry
from layerlint.archive.flaw import Flaw, FlawKind
from layerlint.archive.inflate import BadStream, crc32, inflate, inflate_head
from layerlint.archive.local_headers import check_locals, data_start
from layerlint.archive.members import DEFLATED, ENCRYPTED, STORED, read_members
from layerlint.archive.structure import duplicates, files_as_folders
from layerlint.archive.unreadable import UnreadableArchive

#: our own bound on memory: hardly anything this large fits in a function at all
MOST_BYTES = 192 << 20


def open_zip(data: Data, name: str) -> Archive:
    """The archive in these bytes; without entries and with one flaw that says why, where it is no zip."""
    try:
        end = find_end(data)
        directory = read_directory(data, end)
    except NotAZip as reason:
        return UnreadableArchive(name, len(data), str(reason))
    return ZipArchive(name, data, directory, end)


class ZipArchive(Archive):
    def __init__(self, name: str, data: Data, directory: Directory, end: End) -> None:
        self.name = name
        self.packed_bytes = len(data)
        self._data = data
        encrypted = zip(directory.flags, directory.offsets, strict=True)
        self._encrypted = frozenset(offset for flags, offset in encrypted if flags & ENCRYPTED)
        members = read_members(directory)
        self.entries: Sequence[Entry] = members.entries
        inside = members.inside
        last = {entry.path: entry for entry in inside}
        self._left = inside if len(last) == len(inside) else tuple(last.values())
        self.flaws: Sequence[Flaw] = (
            *directory.flaws,
            *members.flaws,
            *_byte_flaws(data, directory, members.entries, end),
            *duplicates(inside, len(last)),
            *files_as_folders(last, self.folders),
        )

    @property
    def _placed(self) -> Sequence[Entry]:
        return self._left

    def read(self, entry: Entry) -> bytes:
        if entry.size > MOST_BYTES:
            raise UnreadableMember(f"it declares {entry.size:,} bytes; no member over {MOST_BYTES:,} is read")
        out = self._unpack(entry, inflate, entry.size)
        if len(out) != entry.size:
            raise UnreadableMember(f"{len(out):,} bytes are stored where {entry.size:,} are declared")
        if crc32(out) != entry.crc:
            raise UnreadableMember("its bytes do not match their checksum")
        return out

    def head(self, entry: Entry, length: int = 64) -> bytes:
        return self._unpack(entry, inflate_head, min(length, entry.size))

    def _unpack(self, entry: Entry, decode: Callable[[memoryview, int], bytes], length: int) -> bytes:
        if entry.offset in self._encrypted:
            raise UnreadableMember("it is encrypted")
        start = data_start(self._data, entry.offset)
        if start is None or start + entry.packed > len(self._data):
            raise UnreadableMember("its bytes are not where the directory says")
        if entry.method == STORED:
            return self._data[start : start + min(length, entry.packed)]
        if entry.method != DEFLATED:
            raise UnreadableMember(f"it is compressed by method {entry.method}")
        try:
            with memoryview(self._data) as view, view[start : start + entry.packed] as packed:
                return decode(packed, length)
        except BadStream as reason:
            raise UnreadableMember(str(reason)) from None


def _byte_flaws(data: Data, directory: Directory, entries: Sequence[Entry], end: End) -> Iterator[Flaw]:
    """What the bytes around the entries show: a prefix, local headers that disagree, shared bytes."""
    first = min(directory.offsets, default=end.shift)
    if 0 < first <= end.start:
        yield Flaw(FlawKind.PREFIX, "", f"{first:,} bytes come before the first entry")
    for problem in check_locals(data, directory, end.start):
        yield Flaw(problem.kind, entries[problem.number].path, problem.detail)
