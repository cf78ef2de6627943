"""The face that zip files, folders and recipes share."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import repeat

from layerlint.archive.bytes_like import Unpacked
from layerlint.archive.entry import Entry, Kind
from layerlint.archive.flaw import Flaw, FlawKind

#: our own bound on memory: the names of all folders, in characters; the largest real archives come to a fiftieth
MOST_FOLDER_TEXT = 64 << 20


class TooManyFolders(Exception):
    """The members' paths imply more folders than we keep in mind; str() is one clause."""


class UnreadableMember(Exception):
    """The bytes of one member cannot be had; str() is one clause that says why."""


class DamagedMember(UnreadableMember):
    """What is there is not what the directory declares; unpacking fails as well."""


class Archive(ABC):
    """A read-only list of entries with a bounded way to their bytes.

    `files`, `folders` and `links` hold what unpacking would leave behind: the last of two entries at one
    path, parents that no entry names, and no member that would leave the root.
    """

    name: str  #: as the user named it
    entries: Sequence[Entry]  #: every member in directory order
    flaws: Sequence[Flaw]
    packed_bytes: int | None  #: size of the zip in bytes; None for a folder

    @abstractmethod
    def read(self, entry: Entry) -> bytes:
        """All bytes of a member; never more than it declares. Raises UnreadableMember."""

    def image(self, entry: Entry) -> Unpacked:
        """As `read`, without the copy: for large members that are looked at and let go."""
        return self.read(entry)

    @abstractmethod
    def head(self, entry: Entry, length: int = 64) -> bytes:
        """The first bytes of a member, inflating no more than needed. Raises UnreadableMember."""

    @property
    def damaged(self) -> Mapping[str, str]:
        """Members whose bytes are not what the directory declares, and what is wrong; a folder has none."""
        return {}

    def checksum(self, entry: Entry) -> int:
        """CRC-32 of a member's bytes, as the directory declares it. Raises UnreadableMember where it must be read."""
        return entry.crc

    def flaws_of(self, *kinds: FlawKind) -> Sequence[Flaw]:
        return [flaw for flaw in self.flaws if flaw.kind in kinds]

    @cached_property
    def unpacked_bytes(self) -> int:
        """The sum that Lambda's limit is about: the uncompressed sizes of all entries."""
        return sum(entry.size for entry in self.entries)

    @cached_property
    def files(self) -> Mapping[str, Entry]:
        if not self._others:
            return self._placed
        return {path: entry for path, entry in self._placed.items() if path not in self._others}

    @cached_property
    def links(self) -> Mapping[str, Entry]:
        """Symbolic links; the target is the member's text."""
        return {path: entry for path, entry in self._others.items() if entry.kind is Kind.LINK}

    @cached_property
    def _others(self) -> Mapping[str, Entry]:
        """What is no file."""
        file = Kind.FILE
        return {path: entry for path, entry in self._placed.items() if entry.kind is not file}

    @cached_property
    def file_names(self) -> Mapping[str, Sequence[str]]:
        """The names of the files directly in each folder that holds some; the root is ""."""
        return by_folder(self.files)

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder, named by an entry or implied by one below it; the root ("") is not among them.

        Raises TooManyFolders, which whoever opens an archive turns into a flaw.
        """
        named = [path for path, entry in self._others.items() if entry.kind is Kind.FOLDER]
        around = [path.rpartition("/")[0] for path in self._others]
        found: set[str] = set()
        room = MOST_FOLDER_TEXT
        for path in {*named, *around, *self.file_names}:
            folder = path
            while folder and folder not in found:
                found.add(folder)
                room -= len(folder)
                if room < 0:
                    raise TooManyFolders(f"the names of its folders come to more than {MOST_FOLDER_TEXT:,} characters")
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @property
    @abstractmethod
    def _placed(self) -> Mapping[str, Entry]:
        """The entries that stay under the root and are not overwritten by a later one, by path."""


def by_folder(paths: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The names of what lies directly in each folder."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for folder, _, name in map(str.rpartition, paths, repeat("/")):
        found[folder].append(name)
    return dict(found)
