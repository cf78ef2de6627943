"""What is at a path once the archives are unpacked over one another."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from layerlint.archive.archive import UnreadableMember, by_folder
from layerlint.archive.entry import Entry
from layerlint.facts.endings import Endings
from layerlint.facts.record import normalised
from layerlint.named_tuple import NamedTuple
from layerlint.stack import Mount

MOST_SOURCE = 8 << 20  # bytes
MAX_HOPS = 40  # Linux gives up after 40 links


class Place(NamedTuple):
    """One file and the archive it comes from."""

    mount: Mount
    entry: Entry

    def __hash__(self) -> int:
        return hash(self.entry.path)  # all the fields would be hashed anew each time

    @property
    def path(self) -> str:
        return self.entry.path

    @property
    def absolute(self) -> str:
        return f"{self.mount.root}/{self.entry.path}"

    def read(self) -> bytes:
        """The file's bytes; empty where they cannot be had, which other rules tell, or are more than any source has."""
        mount, entry = self
        if not 0 < entry.size <= MOST_SOURCE:
            return b""
        try:
            return mount.contents.source(entry)
        except UnreadableMember:
            return b""

    @property
    def is_too_large(self) -> bool:
        return self.entry.size > MOST_SOURCE

    @property
    def can_be_read(self) -> bool:
        """Whether its bytes can be had at all; where they cannot, nothing is known of them."""
        try:
            self.mount.contents.archive.head(self.entry, 1)
        except UnreadableMember:
            return False
        return True


class Tree:
    """The merged content of one mount point: the file of the last archive wins, folders merge."""

    def __init__(self, root: str, mounts: Iterable[Mount]) -> None:
        self.root = root
        self.mounts = tuple(mounts)

    @cached_property
    def owner(self) -> Mapping[str, Mount]:
        """The archive whose file or link is at each path."""
        return {
            path: mount
            for mount in self.mounts
            for members in (mount.contents.archive.files, mount.contents.archive.links)
            for path in members
        }

    @cached_property
    def files(self) -> Mapping[str, Entry]:
        if len(self.mounts) == 1:
            return self.mounts[0].contents.archive.files
        owner = self.owner
        return {
            path: entry
            for mount in self.mounts
            for path, entry in mount.contents.archive.files.items()
            if owner[path] is mount
        }

    @cached_property
    def file_names(self) -> Mapping[str, Sequence[str]]:
        """The names of the files directly in each folder that holds some."""
        archives = [mount.contents.archive for mount in self.mounts]
        return archives[0].file_names if len(archives) == 1 else by_folder(self.files)

    @cached_property
    def endings(self) -> Endings:
        return self.mounts[0].contents.endings if len(self.mounts) == 1 else Endings(self.files)

    @cached_property
    def pth_files(self) -> tuple[str, ...]:
        return tuple(sorted(self.endings.having(".pth")))

    @cached_property
    def bytecode_files(self) -> tuple[str, ...]:
        """Those that stand in a source's place, so not the caches."""
        return tuple(path for path in self.endings.having(".pyc") if "/__pycache__/" not in f"/{path}")

    @cached_property
    def folders(self) -> frozenset[str]:
        return frozenset().union(*(mount.contents.archive.folders for mount in self.mounts))

    @cached_property
    def code_names(self) -> Mapping[str, Collection[str]]:
        """For each folder, the names in it that are Python code or hold some below them, without suffixes."""
        found: dict[str, set[str]] = {}
        for path in self.endings.having(".py", ".so"):
            _note(path, found)
        return found

    @cached_property
    def links(self) -> Mapping[str, str]:
        """Link to target text, as stored."""
        found: dict[str, str] = {}
        for mount in self.mounts:
            for path, entry in mount.contents.archive.links.items():
                if self.owner[path] is mount:
                    found[path] = _target(mount, entry)
        return found

    def file(self, path: str) -> Place | None:
        """The regular file at `path`, links followed; None where there is none."""
        entry = self.files.get(path)
        if entry is None and self.links:
            path = self.follow(path) or ""
            entry = self.files.get(path)
        return None if entry is None else Place(self.owner_of(path), entry)

    def has_folder(self, path: str) -> bool:
        if path in self.folders:
            return True
        return bool(self.links) and self.follow(path) in self.folders

    def owner_of(self, path: str) -> Mount:
        return self.mounts[0] if len(self.mounts) == 1 else self.owner[path]

    def follow(self, path: str) -> str | None:
        """`path` with every link on the way resolved inside this tree; None where it leaves or loops."""
        for _ in range(MAX_HOPS):
            hop = self._first_link(path)
            if hop is None:
                return path
            link, rest = hop
            moved = self._join(link.rpartition("/")[0], self.links[link])
            if moved is None:
                return None
            path = f"{moved}/{rest}".strip("/")
        return None

    def _first_link(self, path: str) -> tuple[str, str] | None:
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            prefix = "/".join(parts[:count])
            if prefix in self.links:
                return prefix, "/".join(parts[count:])
        return None

    def _join(self, folder: str, target: str) -> str | None:
        if target.startswith("/"):
            if target != self.root and not target.startswith(self.root + "/"):
                return None
            folder, target = "", target[len(self.root) :]
        return normalised(f"{folder}/{target}")


def _note(path: str, found: dict[str, set[str]]) -> None:
    """Each part of the path under its folder, up to the first folder that knows its part already."""
    while path:
        folder, _, last = path.rpartition("/")
        names = found.setdefault(folder, set())
        name = last.partition(".")[0]
        if name in names:
            return
        names.add(name)
        path = folder


def _target(mount: Mount, entry: Entry) -> str:
    try:
        return mount.contents.archive.read(entry).decode("utf-8", "replace")
    except UnreadableMember:
        return ""
