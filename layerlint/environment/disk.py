"""The files of a running function, by absolute path: both mount points at once, links followed across them."""

from collections.abc import Sequence
from functools import cached_property

from layerlint.enumeration import Enum
from layerlint.environment.tree import MAX_HOPS, Place, Tree


class Stat(Enum):
    FILE = "file"
    FOLDER = "folder"


class Disk:
    def __init__(self, trees: Sequence[Tree]) -> None:
        self.trees = tuple(tree for tree in trees if tree.mounts)
        self._has_links = any(tree.links for tree in self.trees)

    def stat(self, path: str) -> Stat | None:
        """What is at a normal absolute path; None where nothing is."""
        real = self.real(path)
        return None if real is None else self._stat(real)

    def is_file(self, path: str) -> bool:
        return self.stat(path) is Stat.FILE

    def is_folder(self, path: str) -> bool:
        return self.stat(path) is Stat.FOLDER

    def place(self, path: str) -> Place | None:
        real = self.real(path)
        if real is None:
            return None
        tree, inside = self._split(real)
        return tree.file(inside) if tree and inside in tree.files else None

    def real(self, path: str) -> str | None:
        """The path with every link resolved; None where a link leads nowhere or in circles."""
        if not self._has_links:
            return path
        for _ in range(MAX_HOPS):
            moved = self._hop(path)
            if moved is None:
                return path
            path = moved
        return None

    def _stat(self, path: str) -> Stat | None:
        tree, inside = self._split(path)
        if tree is None:
            return Stat.FOLDER if path in self._parents else None
        if inside in tree.files:
            return Stat.FILE
        return Stat.FOLDER if not inside or inside in tree.folders else None

    def _hop(self, path: str) -> str | None:
        """The path after its first link; None where it holds none."""
        tree, inside = self._split(path)
        if tree is None or not tree.links:
            return None
        parts = inside.split("/")
        for count in range(1, len(parts) + 1):
            link = "/".join(parts[:count])
            if link in tree.links:
                folder = f"{tree.root}/{link}".rpartition("/")[0]
                return resolved(folder, "/".join([tree.links[link], *parts[count:]]))
        return None

    def _split(self, path: str) -> tuple[Tree | None, str]:
        for tree in self.trees:
            if path.startswith(tree.root) and path[len(tree.root) : len(tree.root) + 1] in ("", "/"):
                return tree, path[len(tree.root) + 1 :]
        return None, path

    @cached_property
    def _parents(self) -> frozenset[str]:
        """The folders above the mount points."""
        found = {"/"}
        for tree in self.trees:
            parts = tree.root.split("/")
            found.update("/".join(parts[:count]) for count in range(2, len(parts)))
        return frozenset(found)


def resolved(folder: str, path: str) -> str:
    """`path` seen from an absolute folder, without "." and ".."; the root is its own parent."""
    parts: list[str] = []
    for part in (path if path.startswith("/") else f"{folder}/{path}").split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def parents(folder: str) -> list[str]:
    """The folder and all above it up to the root, the nearest first."""
    found = [folder]
    while folder not in ("", "/"):
        folder = folder.rpartition("/")[0] or "/"
        found.append(folder)
    return found
