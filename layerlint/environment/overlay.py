"""Layers merged into one tree: who wins at each path, who loses, and what cannot be merged at all."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from layerlint.archive.archive import UnreadableMember
from layerlint.archive.entry import Entry
from layerlint.environment.tree import Place, Tree
from layerlint.named_tuple import NamedTuple
from layerlint.stack import Mount


class Clash(NamedTuple):
    """Two layers that Lambda cannot merge: they have things of different kinds at one path."""

    path: str
    one: Place  #: a file or link
    other: Mount
    kind: str  #: of what the other has there: "folder", "file" or "link"


class Loss(NamedTuple):
    """The files of one layer that another one replaces."""

    loser: Mount
    winner: Mount
    different: tuple[str, ...]
    same: tuple[str, ...]  #: the bytes are the winner's as well


class Overlay:
    """One mount point's archives, low to high. Nothing is inflated to compare what zips declare a checksum of."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.mounts = tree.mounts

    @cached_property
    def contested(self) -> Mapping[str, Sequence[Mount]]:
        """The paths at which several archives have a file or link, each with those archives; the last one wins."""
        if len(self.mounts) < 2:
            return {}
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

    def copies(self, path: str) -> tuple[Place, ...]:
        """What the archives have at a path, the winner last."""
        found = ((mount, entry_of(mount, path)) for mount in self.mounts)
        return tuple(Place(mount, entry) for mount, entry in found if entry is not None)

    def differs(self, path: str, one: Mount, other: Mount) -> bool:
        """Whether two archives that have a file or link at a path have different bytes there."""
        mine, theirs = entry_of(one, path), entry_of(other, path)
        return mine is None or theirs is None or differ(Place(one, mine), Place(other, theirs))

    @cached_property
    def losses(self) -> tuple[Loss, ...]:
        """Who replaces what of whom, in the order of the losers."""
        different: dict[tuple[Mount, Mount], list[str]] = defaultdict(list)
        same: dict[tuple[Mount, Mount], list[str]] = defaultdict(list)
        files = {mount: mount.contents.archive.files for mount in self.mounts}
        for path, mounts in self.contested.items():
            winner = mounts[-1]
            seen = files[winner].get(path)
            for loser in mounts[:-1]:
                lost = files[loser].get(path)
                unlike = seen and lost and seen.size != lost.size  # spares most questions
                group = different if unlike or self.differs(path, loser, winner) else same
                group[loser, winner].append(path)
        pairs = ((loser, winner) for loser in self.mounts for winner in self.mounts)
        return tuple(
            Loss(*pair, tuple(different.get(pair, ())), tuple(same.get(pair, ())))
            for pair in pairs
            if pair in different or pair in same
        )

    @cached_property
    def idle(self) -> tuple[Mount, ...]:
        """Archives of which nothing is left to be seen."""
        lost: Counter[Mount] = Counter()
        for loss in self.losses:
            lost[loss.loser] += len(loss.different) + len(loss.same)
        return tuple(mount for mount, number in lost.items() if number == _members(mount))

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
                        yield Clash(path, Place(mount, members[path]), other, "folder")

    def _over_kinds(self) -> Iterator[Clash]:
        """A link in one archive and a file in another."""
        linked = {path for mount in self.mounts for path in mount.contents.archive.links}
        for path in linked & self.contested.keys():
            files = [copy for copy in self.copies(path) if path in copy.mount.contents.archive.files]
            links = [copy for copy in self.copies(path) if path in copy.mount.contents.archive.links]
            if files and links:
                yield Clash(path, links[0], files[0].mount, "file")


def _members(mount: Mount) -> int:
    return len(mount.contents.archive.files) + len(mount.contents.archive.links)


def entry_of(mount: Mount, path: str) -> Entry | None:
    """The file or link that an archive leaves at a path."""
    archive = mount.contents.archive
    return archive.files.get(path) or archive.links.get(path)


def differ(one: Place, other: Place) -> bool:
    """Whether two files have different bytes; True where a folder's file cannot be read."""
    if one.entry.kind is not other.entry.kind or one.entry.size != other.entry.size:
        return True
    try:
        return one.mount.contents.archive.checksum(one.entry) != other.mount.contents.archive.checksum(other.entry)
    except UnreadableMember:
        return True
