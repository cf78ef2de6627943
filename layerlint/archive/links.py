"""Where symbolic links lead, as the kernel would walk them once the archive is mounted."""

from collections.abc import Iterator

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.archive.entry import Entry
from layerlint.enumeration import Enum
from layerlint.named_tuple import NamedTuple

#: the kernel gives up after this many (ELOOP)
_MOST_HOPS = 40
_LONGEST_TARGET = 4096
#: our own bound on time for all links of an archive: parts of paths walked
_MOST_STEPS = 300_000


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
    return _Walker(archive, root).walk(path)


def resolve_all(archive: Archive, root: str) -> Iterator[tuple[str, Resolution]]:
    """Every link of the archive and where it leads; of absurdly many, the first."""
    walker = _Walker(archive, root)
    for path in archive.links:
        if walker.steps > _MOST_STEPS:
            return
        yield path, walker.walk(path)


class _Walker:
    def __init__(self, archive: Archive, root: str) -> None:
        self.steps = 0
        self._archive = archive
        self._root = root
        self._texts: dict[str, str | None] = {}

    def walk(self, path: str) -> Resolution:
        here, waiting, hops = self._root, _parts(path), 0
        while waiting:
            self.steps += 1
            part = waiting.pop()
            if part == "..":
                here = here.rpartition("/")[0]
                continue
            parent, here = here, f"{here}/{part}"
            inside = self._inside(here)
            if not inside:
                continue  # above or beside the root this archive knows nothing
            if inside not in self._archive.links:
                if not self._stands(inside, last=not waiting):
                    return Resolution(Outcome.DANGLES, inside)
                continue
            hops += 1
            text = self._text(inside)
            if hops > _MOST_HOPS:
                return Resolution(Outcome.LOOPS, path)
            if text is None:
                return Resolution(Outcome.DANGLES, inside)
            here = "" if text.startswith("/") else parent
            waiting += _parts(text)
        inside = self._inside(here)
        return Resolution(Outcome.LEAVES, here or "/") if inside is None else Resolution(Outcome.FOUND, inside)

    def _inside(self, absolute: str) -> str | None:
        """The path relative to the archive; "" is its root, None is beside it."""
        if absolute == self._root:
            return ""
        return absolute[len(self._root) + 1 :] if absolute.startswith(f"{self._root}/") else None

    def _stands(self, path: str, *, last: bool) -> bool:
        return path in self._archive.folders or (last and path in self._archive.files)

    def _text(self, path: str) -> str | None:
        if path not in self._texts:
            try:
                self._texts[path] = target(self._archive, self._archive.links[path])
            except UnreadableMember:
                self._texts[path] = None
        return self._texts[path]


def _parts(path: str) -> list[str]:
    """The parts of a path, the first one last."""
    return [part for part in reversed(path.split("/")) if part not in {"", "."}]
