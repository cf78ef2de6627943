"""Whose file is at a path of the merged /opt or of /var/task, and whom it shadows."""

from collections import Counter

from layerlint.archive.entry import Kind
from layerlint.environment.environment import View
from layerlint.environment.overlay import Overlay
from layerlint.environment.tree import Place, Tree
from layerlint.named_tuple import NamedTuple


class Shadowed(NamedTuple):
    """A file that nobody sees."""

    copy: Place
    differs: bool  #: from the one that wins


class Share(NamedTuple):
    """What one archive has below a folder."""

    archive: str
    files: int
    shadowed: int  #: of these, how many a later archive replaces


class Whose(NamedTuple):
    path: str  #: absolute
    kind: Kind | None  #: None: nothing is there
    winner: Place | None = None  #: of a file or link
    target: str = ""  #: of a link, as stored
    shadowed: tuple[Shadowed, ...] = ()  #: what the winner hides, the last in order first
    shares: tuple[Share, ...] = ()  #: of a folder, in the order of the archives


def whose(view: View, path: str) -> Whose:
    """The answer for an absolute path, or one below whichever root has it, /opt before /var/task."""
    for tree in (view.opt, view.task):
        inside = _inside(tree, path)
        if inside is not None:
            found = _at(tree, inside)
            if found.kind is not None or path.startswith("/"):
                return found
    return Whose(path, None)


def _inside(tree: Tree, path: str) -> str | None:
    """The path relative to the tree's root; None where it is not in there."""
    if not path.startswith("/"):
        return path.removeprefix("./").strip("/")
    if path.rstrip("/") == tree.root:
        return ""
    return path[len(tree.root) + 1 :].strip("/") if path.startswith(f"{tree.root}/") else None


def _at(tree: Tree, path: str) -> Whose:
    absolute = f"{tree.root}/{path}".rstrip("/")
    overlay = Overlay(tree)
    copies = overlay.copies(path)
    if not copies:
        is_folder = path in tree.folders or (not path and bool(tree.mounts))
        return Whose(absolute, Kind.FOLDER, shares=_shares(tree, path)) if is_folder else Whose(absolute, None)
    *losers, winner = copies
    shadowed = (Shadowed(copy, overlay.differs(path, copy.mount, winner.mount)) for copy in reversed(losers))
    return Whose(absolute, winner.entry.kind, winner, tree.links.get(path, ""), tuple(shadowed))


def _shares(tree: Tree, folder: str) -> tuple[Share, ...]:
    prefix = f"{folder}/" if folder else ""
    files: Counter[str] = Counter()
    shadowed: Counter[str] = Counter()
    for mount in tree.mounts:
        for path in (*mount.contents.archive.files, *mount.contents.archive.links):
            if path.startswith(prefix):
                files[mount.name] += 1
                shadowed[mount.name] += tree.owner_of(path) is not mount
    return tuple(Share(name, number, shadowed[name]) for name, number in files.items())
