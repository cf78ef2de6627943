"""The folders that any runtime of a language searches, with the version left open."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from layerlint.pattern import pattern
from layerlint.platform.records import Platform
from layerlint.stack import Role

_NONE: frozenset[str] = frozenset()
_VERSION = pattern(r"\d+(?:\.\d+)*")


def shape(folder: str) -> str:
    """The folder with "#" for every version: "python/lib/python#/site-packages"."""
    return _VERSION.sub("#", folder)


class Known:
    """Search folders of one kind of archive, over all runtimes."""

    def __init__(self, platform: Platform, role: Role) -> None:
        self.role = role
        shapes: dict[str, set[str]] = defaultdict(set)
        for runtime in platform.runtimes.values():
            folders = runtime.layer_folders if role is Role.LAYER else runtime.function_folders
            shapes[runtime.language].update(map(shape, folders))
        self._shapes = {name: frozenset(found) for name, found in shapes.items()}
        #: names at the root of an archive that something searches: "python", "nodejs", "bin", "extensions", ...
        self.roots = _first_parts(each for found in shapes.values() for each in found) | _shared_roots(platform)
        self._firsts = {name: frozenset(each.partition("/")[0] for each in found) for name, found in shapes.items()}
        self._longest = max(each.count("/") + 1 for found in shapes.values() for each in found or {""})

    def searched(self, language: str, folder: str) -> bool:
        return shape(folder) in self._shapes.get(language, _NONE)

    def spans(self, language: str, parts: Sequence[str], least: int) -> Iterator[tuple[int, int]]:
        """Where a search folder begins and ends in a path, at `least` or later; outermost first, longest first."""
        shapes, firsts = self._shapes.get(language, _NONE), self._firsts.get(language, _NONE)
        for start in range(max(0, least - self._longest), len(parts) + 1):
            if start < len(parts) and parts[start] in firsts:
                for stop in range(min(start + self._longest, len(parts)), max(start, least - 1), -1):
                    if shape("/".join(parts[start:stop])) in shapes:
                        yield start, stop
            if start >= least and "" in shapes:
                yield start, start


def _shared_roots(platform: Platform) -> frozenset[str]:
    """What every runtime searches in a layer."""
    search = platform.search
    absolute = (*search.path, *search.library_path, *search.entrypoints, search.extensions)
    return _first_parts(path.removeprefix("/opt/") for path in absolute if path.startswith("/opt/"))


def _first_parts(folders: Iterable[str]) -> frozenset[str]:
    return frozenset(each.partition("/")[0] for each in folders if each)
