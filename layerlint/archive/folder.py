"""An unpacked layer or function: a folder as an archive. Links are never followed."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from layerlint.archive.archive import Archive, TooManyFolders, UnreadableMember
from layerlint.archive.entry import Entry, Kind
from layerlint.archive.flaw import Flaw, FlawKind
from layerlint.archive.inflate import crc32
from layerlint.archive.paths import StrPath
from layerlint.archive.unreadable import UnreadableArchive

#: our own bounds on time and memory
MOST_ENTRIES = 250_000
MOST_BYTES = 192 << 20
_KINDS = {stat.S_IFREG: Kind.FILE, stat.S_IFDIR: Kind.FOLDER, stat.S_IFLNK: Kind.LINK}
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_HAS_MODES = os.name == "posix"


def open_folder(path: StrPath, name: str) -> Archive:
    """The tree below `path`, in the order of its names."""
    archive = FolderArchive(path, name)
    try:
        archive.folders  # noqa: B018  # needed by everyone later
    except TooManyFolders as reason:
        return UnreadableArchive(name, None, str(reason))
    return archive


class FolderArchive(Archive):
    def __init__(self, path: StrPath, name: str) -> None:
        self.name = name
        self.packed_bytes = None
        self._root = os.fspath(path)
        flaws: list[Flaw] = []
        self.entries: Sequence[Entry] = tuple(_walk(self._root, flaws))
        self.flaws: Sequence[Flaw] = tuple(flaws)

    @cached_property
    def _placed(self) -> Mapping[str, Entry]:
        return {entry.path: entry for entry in self.entries}

    def read(self, entry: Entry) -> bytes:
        if entry.kind is Kind.LINK:
            return self._target(entry)
        if entry.size > MOST_BYTES:
            raise UnreadableMember(f"it has {entry.size:,} bytes; no member over {MOST_BYTES:,} is read")
        out = self.head(entry, entry.size + 1)
        if len(out) != entry.size:
            raise UnreadableMember("it changed while it was read")
        return out

    def head(self, entry: Entry, length: int = 64) -> bytes:
        if entry.kind is Kind.LINK:
            return self._target(entry)[:length]
        if entry.kind is not Kind.FILE:
            raise UnreadableMember(f"it is a {entry.kind.value}")
        try:
            descriptor = os.open(self._place(entry), _OPEN)
            with open(descriptor, "rb") as file:
                return file.read(length)
        except (OSError, ValueError) as error:
            raise UnreadableMember(f"it cannot be read: {_reason(error)}") from None

    def checksum(self, entry: Entry) -> int:
        return crc32(self.read(entry))

    def _place(self, entry: Entry) -> str:
        return os.path.join(self._root, entry.path)

    def _target(self, entry: Entry) -> bytes:
        try:
            return os.fsencode(os.readlink(self._place(entry)))
        except (OSError, ValueError) as error:
            raise UnreadableMember(f"the link cannot be read: {_reason(error)}") from None


def _walk(root: str, flaws: list[Flaw]) -> Iterator[Entry]:
    waiting, count = [""], 0
    while waiting:
        folder = waiting.pop()
        below = []
        for entry in _children(root, folder, flaws):
            if count >= MOST_ENTRIES:
                flaws.append(Flaw(FlawKind.COUNT, "", f"only the first {count:,} entries are read"))
                return
            count += 1
            yield entry
            if entry.kind is Kind.FOLDER:
                below.append(entry.path)
        waiting.extend(reversed(below))


def _children(root: str, folder: str, flaws: list[Flaw]) -> Iterator[Entry]:
    try:
        with os.scandir(os.path.join(root, folder)) as found:
            children = sorted(found, key=lambda child: child.name)
    except OSError as error:
        flaws.append(Flaw(FlawKind.UNREADABLE, folder, f"the folder cannot be read: {_reason(error)}"))
        return
    for child in children:
        path = f"{folder}/{child.name}" if folder else child.name
        try:
            status = child.stat(follow_symlinks=False)
        except OSError as error:
            flaws.append(Flaw(FlawKind.UNREADABLE, path, _reason(error)))
            continue
        yield _entry(path, status, flaws)


def _entry(path: str, status: os.stat_result, flaws: list[Flaw]) -> Entry:
    kind = _KINDS.get(stat.S_IFMT(status.st_mode), Kind.DEVICE)
    if "\\" in path:
        flaws.append(Flaw(FlawKind.BACKSLASH, path, "the name holds a backslash, which is no separator on Linux"))
    if not path.isascii():
        path = _sound(path, flaws)
    if kind is Kind.DEVICE:
        flaws.append(Flaw(FlawKind.DEVICE, path, "it is neither file, folder nor link"))
    size = status.st_size if kind in {Kind.FILE, Kind.LINK} else 0
    return Entry(path, kind, size, size, status.st_mode if _HAS_MODES else None, 0, 0, 0)


def _sound(path: str, flaws: list[Flaw]) -> str:
    try:
        path.encode()
    except UnicodeEncodeError:
        path = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        flaws.append(Flaw(FlawKind.NAME, path, "the name is not UTF-8"))
    return path


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
