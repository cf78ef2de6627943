"""Installed Python distributions: what a .dist-info or .egg-info folder says."""

from collections.abc import Mapping

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.facts import metadata
from layerlint.facts.endings import Endings
from layerlint.facts.malformed import Malformed
from layerlint.facts.record import read_record, rooted
from layerlint.named_tuple import NamedTuple

MOST_HEADERS = 1 << 20  # bytes read of a file whose start is all that matters
MOST_RECORD = 16 << 20  # bytes; the largest real RECORD is under 4 MiB


class Distribution(NamedTuple):
    name: str  #: canonical: lower case, "-" for runs of "-_."
    shown_name: str  #: as METADATA spells it
    version: str
    folder: str  #: the .dist-info folder (or .egg-info file), relative to the archive
    site: str  #: the folder it is installed in; "" for the root
    requires: tuple[str, ...] = ()  #: Requires-Dist, verbatim
    requires_python: str | None = None
    tags: tuple[str, ...] = ()  #: WHEEL Tag lines, verbatim
    record: tuple[str, ...] = ()  #: RECORD's paths, relative to the archive's root, those outside it left out
    entry_points: Mapping[str, tuple[str, ...]] = {}  #: group to names
    top_level: tuple[str, ...] = ()  #: top_level.txt, verbatim
    editable: bool = False  #: direct_url.json says so
    has_metadata: bool = True  #: METADATA or PKG-INFO was there and readable
    has_record: bool = False


class Distributions(NamedTuple):
    found: tuple[Distribution, ...]
    malformed: tuple[Malformed, ...]


def read_distributions(archive: Archive, endings: Endings) -> Distributions:
    """Every distribution of the archive, wherever it is installed, in the order of their paths."""
    folders = [path for path in archive.folders if path.endswith((".dist-info", ".egg-info"))]
    files = endings.having(".egg-info")
    malformed: list[Malformed] = []
    found = [_Reader(archive, path, malformed).read() for path in sorted([*folders, *files])]
    return Distributions(tuple(found), tuple(malformed))


class _Reader:
    """Reads one distribution; what cannot be read is noted in `malformed` and counts as missing."""

    def __init__(self, archive: Archive, folder: str, malformed: list[Malformed]) -> None:
        self.archive = archive
        self.folder = folder
        self.site, _, self.base = folder.rpartition("/")
        self.malformed = malformed

    def read(self) -> Distribution:
        name, _, version = self.base.rpartition(".")[0].partition("-")
        headers = metadata.read_headers(self._metadata() or b"")
        shown = metadata.first(headers, "name") or name
        record = self._record()
        return Distribution(
            name=metadata.canonical(shown),
            shown_name=shown,
            version=metadata.first(headers, "version") or version.partition("-py")[0],
            folder=self.folder,
            site=self.site,
            requires=headers.get("requires-dist", ()) or self._egg_requires(),
            requires_python=metadata.first(headers, "requires-python"),
            tags=metadata.read_headers(self._file("WHEEL") or b"").get("tag", ()),
            record=record or (),
            entry_points=metadata.read_entry_points(self._file("entry_points.txt") or b""),
            top_level=metadata.read_lines(self._file("top_level.txt") or b""),
            editable=metadata.is_editable(self._file("direct_url.json") or b""),
            has_metadata=bool(headers),
            has_record=record is not None,
        )

    @property
    def _is_egg(self) -> bool:
        return self.base.endswith(".egg-info")

    def _metadata(self) -> bytes | None:
        if self._is_egg and self.folder in self.archive.files:
            return self._member(self.folder, MOST_HEADERS)
        return self._file("PKG-INFO" if self._is_egg else "METADATA")

    def _egg_requires(self) -> tuple[str, ...]:
        return metadata.read_egg_requires(self._file("requires.txt") or b"") if self._is_egg else ()

    def _record(self) -> tuple[str, ...] | None:
        if self._is_egg:
            data = self._file("installed-files.txt", MOST_RECORD)
            return None if data is None else tuple(rooted(metadata.read_lines(data), self.folder))
        data = self._file("RECORD", MOST_RECORD)
        return None if data is None else read_record(data, self.site)

    def _file(self, name: str, limit: int = MOST_HEADERS) -> bytes | None:
        return self._member(f"{self.folder}/{name}", limit)

    def _member(self, path: str, limit: int) -> bytes | None:
        entry = self.archive.files.get(path)
        if entry is None:
            return None
        if entry.size > limit and limit == MOST_RECORD:
            self.malformed.append(Malformed(path, f"only the first {limit:,} of its {entry.size:,} bytes were read"))
        try:
            return self.archive.read(entry) if entry.size <= limit else self.archive.head(entry, limit)
        except UnreadableMember as error:
            self.malformed.append(Malformed(path, str(error), unread=True))
            return None
