"""The zips of a stack, which code may put on sys.path, or unpack to a folder that it puts there."""

from collections.abc import Iterable, Iterator, Sequence

from layerlint.archive.archive import UnreadableMember
from layerlint.archive.flaw import FlawKind
from layerlint.archive.zip_reader import open_zip
from layerlint.environment.python.finder import Folder
from layerlint.environment.python.paths import ZIPPED
from layerlint.environment.tree import Place, Tree
from layerlint.facts.contents import Contents
from layerlint.stack import Mount

WITHIN = ("", "python")  #: the folders of a zip that are searched: its root, and a layer's
MOST = 262_144_000  # bytes of zips: Lambda unpacks no more


def zipped_folders(trees: Iterable[Tree]) -> Sequence[Folder]:
    """The folders to search in, of every zip that can be read."""
    opened = map(_opened, _places(trees))
    return [Folder(tree, path) for tree in opened if tree for path in WITHIN if not path or tree.has_folder(path)]


def _places(trees: Iterable[Tree]) -> Iterator[Place]:
    room = MOST
    for tree in trees:
        for path in (path for path in tree.files if path.endswith(ZIPPED)):
            place = tree.file(path)
            room -= place.entry.size if place else 0
            if place is not None and room >= 0:
                yield place


def _opened(place: Place) -> Tree | None:
    """What the zip unpacks to; None where it cannot be read, which other rules tell."""
    try:
        archive = open_zip(place.mount.contents.archive.read(place.entry), place.path)
    except UnreadableMember:
        return None
    if any(True for _ in archive.flaws_of(FlawKind.UNREADABLE)):
        return None
    return Tree(place.absolute, [Mount(Contents(archive), place.mount.role)])
