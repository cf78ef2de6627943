"""Layers merged into one tree: who wins at each path, who loses, and what cannot be merged at all."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from layerlint.archive.archive import UnreadableMember
from layerlint.archive.entry import Entry
from layerlint.environment.tree import Tree
from layerlint.stack import Mount


class Copy(NamedTuple):
    """What one archive has at a path."""

    mount: Mount
    entry: Entry


class Clash(NamedTuple):
    """Two layers that Lambda cannot merge: they have things of different kinds at one path."""

    path: str
    one: Copy  #: a file or link
    other: Mount
    kind: str  #: of what the other has there: "folder", "file" or "link"


class Overlay:
    """One mount point's archives, low to high. Nothing is inflated to compare what zips declare a checksum of."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.mounts = tree.mounts

    @cached_property
    def contested(self) -> Mapping[str, Sequence[Mount]]:
        """The paths at which several archives have a file or link, each with those archives; the last one wins."""
        first: dict[str, Mount] = {}
        found: dict[str, list[Mount]] = {}
        for mount in self.mounts:
            for members in (mount.contents.archive.files, mount.contents.archive.links):
                if not first:
                    first = dict.fromkeys(members, mount)
                    continue
                for path in members:
                    earlier = first.setdefault(path, mount)
                    if earlier is not mount:
                        found.setdefault(path, [earlier]).append(mount)
        return found

    def copies(self, path: str) -> tuple[Copy, ...]:
        """What the archives have at a path, the winner last."""
        found = ((mount, entry_of(mount, path)) for mount in self.mounts)
        return tuple(Copy(mount, entry) for mount, entry in found if entry is not None)

    def differs(self, path: str, one: Mount, other: Mount) -> bool:
        """Whether two archives have different bytes at a path; True where a folder's file cannot be read."""
        return _differ(entry_of(one, path), one, entry_of(other, path), other)

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        return (*self._over_folders(), *self._over_kinds())

    def _over_folders(self) -> Iterator[Clash]:
        for mount in self.mounts:
            archive = mount.contents.archive
            for members in (archive.files, archive.links):
                for path in self.tree.folders & members.keys():
                    other = next((each for each in self.mounts if path in each.contents.archive.folders), mount)
                    if other is not mount:
                        yield Clash(path, Copy(mount, members[path]), other, "folder")

    def _over_kinds(self) -> Iterator[Clash]:
        """A link in one archive and a file in another."""
        linked = {path for mount in self.mounts for path in mount.contents.archive.links}
        for path in linked & self.contested.keys():
            files = [copy for copy in self.copies(path) if path in copy.mount.contents.archive.files]
            links = [copy for copy in self.copies(path) if path in copy.mount.contents.archive.links]
            if files and links:
                yield Clash(path, links[0], files[0].mount, "file")


def entry_of(mount: Mount, path: str) -> Entry | None:
    """The file or link that an archive leaves at a path."""
    archive = mount.contents.archive
    return archive.files.get(path) or archive.links.get(path)


def _differ(one: Entry | None, mine: Mount, other: Entry | None, theirs: Mount) -> bool:
    if one is None or other is None or one.kind is not other.kind or one.size != other.size:
        return True
    try:
        return mine.contents.archive.checksum(one) != theirs.contents.archive.checksum(other)
    except UnreadableMember:
        return True
