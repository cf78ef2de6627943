"""A zip as an archive: its directory and local headers read, nothing unpacked, nested zips never opened."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import sub

from layerlint.archive.archive import Archive, DamagedMember, TooManyFolders, UnreadableMember
from layerlint.archive.bytes_like import Data, Packed, Unpacked
from layerlint.archive.directory import Directory, read_directory
from layerlint.archive.end_record import End, NotAZip, find_end
from layerlint.archive.entry import Entry, Kind
from layerlint.archive.flaw import Flaw, FlawKind
from layerlint.archive.inflate import BadStream, crc32, inflate, inflate_head, is_sound
from layerlint.archive.local_headers import NOWHERE, Locals, Problem, read_locals
from layerlint.archive.members import DEFLATED, ENCRYPTED, STORED, read_members
from layerlint.archive.structure import duplicates, files_as_folders
from layerlint.archive.unreadable import UnreadableArchive

#: our own bound on memory: hardly anything this large fits in a function at all
MOST_BYTES = 192 << 20
#: our own bound on time, for archives that declare more than four times what a function may have
MOST_BYTES_IN_ALL = 1 << 30
#: an archive that declares more is refused for its size, so its members need no check
_MOST_BYTES_CHECKED = 1 << 29
#: what a tool writes first that was ready to split the zip and had no need to (APPNOTE 8.5.4)
_SPLIT_MARKS = (b"PK00", b"PK\x07\x08")
#: an honest packer's output is longer than its input by a few bytes at most, and some more where it was often flushed
_SLACK = 1024
#: bytes; what is smaller is cheaper to copy than to look at in place, and to read whole than in part
_SMALL = 4096


def open_zip(data: Data, name: str) -> Archive:
    """The archive in these bytes; without entries and with one flaw that says why, where it is no zip."""
    try:
        end = find_end(data)
        directory = read_directory(data, end)
        return ZipArchive(name, data, directory, end)
    except (NotAZip, TooManyFolders) as reason:
        return UnreadableArchive(name, len(data), str(reason))


class ZipArchive(Archive):
    def __init__(self, name: str, data: Data, directory: Directory, end: End) -> None:
        self.name = name
        self.packed_bytes = len(data)
        self._data = data
        local = read_locals(data, directory, end.start)
        members = read_members(directory, local.starts)
        self.entries: Sequence[Entry] = members.entries
        self._last = members.last
        problems = [*local.problems, *_overfull(data, directory, local)]
        self.flaws: Sequence[Flaw] = (
            *directory.flaws,
            *_prefix(data, directory, end),
            *members.flaws,
            *(Flaw(problem.kind, self.entries[problem.number].path, problem.detail) for problem in problems),
            *duplicates(members.inside, len(self._last)),
            *files_as_folders(self._last, self.folders),
        )
        self._barred = _barred(directory, self.entries, problems)
        self._budget = MOST_BYTES_IN_ALL
        self._sound: set[int] = set()  # where the data of members begins that were read and found whole

    @property
    def _placed(self) -> Mapping[str, Entry]:
        return self._last

    def read(self, entry: Entry) -> bytes:
        return bytes(self.image(entry))

    def image(self, entry: Entry) -> Unpacked:
        if entry.size > MOST_BYTES:
            raise UnreadableMember(f"it declares {entry.size:,} bytes; no member over {MOST_BYTES:,} is read")
        if self.unpacked_bytes > MOST_BYTES_IN_ALL:
            self._budget -= entry.size
            if self._budget < 0:
                raise UnreadableMember(f"members over {MOST_BYTES_IN_ALL:,} bytes in all are not read")
        return self._whole(entry)

    def _whole(self, entry: Entry) -> Unpacked:
        out = self._unpack(entry, inflate, entry.size)
        if len(out) != entry.size:
            raise DamagedMember(f"{len(out):,} bytes are stored where {entry.size:,} are declared")
        if crc32(out) != entry.crc:
            raise DamagedMember("its bytes do not match their checksum")
        self._sound.add(entry.offset)
        return out

    @cached_property
    def damaged(self) -> Mapping[str, str]:
        if self.unpacked_bytes > _MOST_BYTES_CHECKED:
            return {}
        with memoryview(self._data) as view:
            doubtful = [entry for entry in self._last.values() if not self._is_sound(view, entry)]
        return {entry.path: reason for entry in doubtful if (reason := self._damage(entry))}

    def _is_sound(self, view: memoryview, entry: Entry) -> bool:
        """The short way to a yes, for archives of many small members."""
        _, kind, size, packed, _, crc, method, start = entry  # each by its name would cost a tenth of all this
        if not packed:
            return not crc or size > 0 or kind is Kind.FOLDER  # a size that nothing makes up is another flaw
        if start in self._sound:
            return True
        piece = self._data[start : start + packed] if packed < _SMALL else view[start : start + packed]
        if method == DEFLATED:
            return start != NOWHERE and is_sound(piece, size, crc)
        return method == STORED and start != NOWHERE and len(piece) == size and crc32(piece) == crc

    def _damage(self, entry: Entry) -> str:
        try:
            self.read(entry)
        except DamagedMember as reason:
            return str(reason)
        except UnreadableMember:
            pass  # ours, not the archive's, or told by another flaw
        return ""

    def head(self, entry: Entry, length: int = 64) -> bytes:
        if entry.size <= _SMALL:  # as cheap, and its checksum need not be looked at later
            try:
                return bytes(self._whole(entry)[:length])
            except DamagedMember:
                pass
        return bytes(self._unpack(entry, inflate_head, min(length, entry.size)))

    def _unpack(self, entry: Entry, decode: Callable[[Packed, int], Unpacked], length: int) -> Unpacked:
        path, _, _, packed, _, _, method, start = entry
        if self._barred and (reason := self._barred.get((path, start))) is not None:
            raise UnreadableMember(reason)
        if start == NOWHERE or start + packed > len(self._data):
            raise DamagedMember("its bytes are not where the directory says")
        if method == STORED:
            return self._data[start : start + min(length, packed)]
        if method != DEFLATED:
            raise UnreadableMember(f"it is compressed by method {method}")
        try:
            if packed < _SMALL:
                return decode(self._data[start : start + packed], length)
            with memoryview(self._data) as view, view[start : start + packed] as piece:
                return decode(piece, length)
        except BadStream as reason:
            raise DamagedMember(str(reason)) from None


def _prefix(data: Data, directory: Directory, end: End) -> Iterator[Flaw]:
    first = min(directory.offsets, default=end.shift)
    if 0 < first <= end.start and data[:first] not in _SPLIT_MARKS:
        yield Flaw(FlawKind.PREFIX, "", f"{first:,} bytes come before the first entry")


def _overfull(data: Data, directory: Directory, local: Locals) -> Iterator[Problem]:
    """Members without another problem whose data is far too long for what they declare."""
    if max(map(sub, directory.packed, directory.sizes), default=0) <= _SLACK:
        return
    pairs = zip(directory.packed, directory.sizes, strict=True)
    long = [number for number, (packed, size) in enumerate(pairs) if packed > 2 * size + _SLACK]
    told = {problem.number for problem in local.problems}
    for number in long:
        packed, size = directory.packed[number], directory.sizes[number]
        if number in told or directory.methods[number] != DEFLATED:
            continue
        if _yields_more(data, local.starts[number], packed, size):
            detail = f"{size:,} bytes are declared, and more come out of {packed:,} packed ones"
            yield Problem(number, FlawKind.SIZE, detail)


def _yields_more(data: Data, start: int, packed: int, size: int) -> bool:
    try:
        with memoryview(data) as view, view[start : start + packed] as piece:
            return len(inflate_head(piece, size + 1)) > size
    except BadStream:
        return False


def _barred(
    directory: Directory, entries: Sequence[Entry], problems: Sequence[Problem]
) -> Mapping[tuple[str, int], str]:
    """Entries whose bytes are not read, by path and offset, and why."""
    barred = {
        (entries[problem.number].path, entries[problem.number].offset): problem.detail
        for problem in problems
        if problem.kind in {FlawKind.OVERLAP, FlawKind.SIZE}
    }
    if any(flags & ENCRYPTED for flags in set(directory.flags)):
        for entry, flags in zip(entries, directory.flags, strict=True):
            if flags & ENCRYPTED:
                barred[entry.path, entry.offset] = "it is encrypted"
    return barred
