"""Where symbolic links lead, as the kernel would walk them once the archive is mounted."""

from enum import Enum
from typing import NamedTuple

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.archive.entry import Entry

#: the kernel gives up after this many (ELOOP)
_MOST_HOPS = 40
_LONGEST_TARGET = 4096


class Outcome(Enum):
    FOUND = "found"  #: a file or folder of this archive
    DANGLES = "dangles"  #: nothing of this archive, though below its root
    LEAVES = "leaves"  #: below another root: only the whole environment can tell
    LOOPS = "loops"


class Resolution(NamedTuple):
    outcome: Outcome
    path: str  #: where the walk ended: relative to the archive; absolute where it leaves


def target(archive: Archive, link: Entry) -> str:
    """The text of a link. Raises UnreadableMember."""
    if not 0 < link.size < _LONGEST_TARGET:
        raise UnreadableMember(f"its target has {link.size:,} bytes")
    text = archive.read(link).decode("utf-8", "replace")
    if "\0" in text:
        raise UnreadableMember("its target holds a NUL byte")
    return text


def resolve(archive: Archive, path: str, root: str) -> Resolution:
    """Follow every link in `path` (relative to the archive) with the archive mounted at `root`, such as "/opt"."""
    base = [part for part in root.split("/") if part]
    done: list[str] = list(base)
    waiting = [part for part in reversed(path.split("/")) if part]
    hops = 0
    while waiting:
        part = waiting.pop()
        if part in {"", "."}:
            continue
        if part == "..":
            done = done[:-1]
            continue
        done.append(part)
        if done[: len(base)] != base:
            continue  # above or beside the root, where this archive knows nothing
        here = "/".join(done[len(base) :])
        link = archive.links.get(here)
        if link is None:
            if here and not _stands(archive, here, last=not waiting):
                return Resolution(Outcome.DANGLES, here)
            continue
        hops += 1
        if hops > _MOST_HOPS:
            return Resolution(Outcome.LOOPS, path)
        try:
            text = target(archive, link)
        except UnreadableMember:
            return Resolution(Outcome.DANGLES, here)
        done = [] if text.startswith("/") else done[:-1]
        waiting.extend(reversed(text.split("/")))
    if done[: len(base)] != base:
        return Resolution(Outcome.LEAVES, "/" + "/".join(done))
    return Resolution(Outcome.FOUND, "/".join(done[len(base) :]))


def _stands(archive: Archive, path: str, *, last: bool) -> bool:
    return path in archive.folders or (last and path in archive.files)
