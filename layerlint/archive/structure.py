"""Flaws that only the entries together show: one path twice, files where folders are needed."""

from collections.abc import Iterator, Mapping, Sequence

from layerlint.archive.entry import Entry, Kind
from layerlint.archive.flaw import Flaw, FlawKind


def duplicates(entries: Sequence[Entry], paths: int) -> Iterator[Flaw]:
    """One flaw for each path that several entries have; `paths` is how many paths there are."""
    if len(entries) == paths:
        return
    first: dict[str, Entry] = {}
    told: set[str] = set()
    for entry in entries:
        earlier = first.setdefault(entry.path, entry)
        if earlier is not entry and entry.path not in told:
            told.add(entry.path)
            yield Flaw(FlawKind.DUPLICATE, entry.path, _compare(earlier, entry))


def _compare(one: Entry, other: Entry) -> str:
    if one.kind is not other.kind:
        return f"it is a {one.kind.value} and a {other.kind.value}"
    if one.kind is Kind.FOLDER:
        return "the folder is listed twice"
    same = one.size == other.size and one.crc == other.crc
    return "two entries with the same bytes" if same else "two entries with different bytes"


def files_as_folders(placed: Mapping[str, Entry], folders: frozenset[str]) -> Iterator[Flaw]:
    for path in sorted(folders & placed.keys()):
        kind = placed[path].kind
        if kind is not Kind.FOLDER:
            yield Flaw(FlawKind.FILE_AS_FOLDER, path, f"it is a {kind.value}, and other entries lie below it")
