"""All that comes into a process with one file, in the order in which ld.so loads it."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from layerlint.environment.linker.search import Found, LibrarySearch, Object, Step, object_of
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple


class Edge(NamedTuple):
    """One need of one object and what answers it; None: nothing."""

    user: Object
    soname: str
    found: Found | None


class Closure(NamedTuple):
    """A file with everything that it needs, breadth-first; each name is searched for once, whoever asks first."""

    objects: tuple[Object, ...]
    edges: tuple[Edge, ...]

    def provider(self, user: Object, soname: str) -> Found | None:
        return next((edge.found for edge in self.edges if edge.user is user and edge.soname == soname), None)


def closure(first: Object, search: LibrarySearch, process: Callable[[str], str | None]) -> Closure:
    """`process` tells the file by which the process that loads it holds a library already, if it does."""
    walk = _Walk(first, search, process)
    return Closure(edges=tuple(walk.edges()), objects=tuple(walk.loaded.values()))


class _Walk:
    def __init__(self, first: Object, search: LibrarySearch, process: Callable[[str], str | None]) -> None:
        self.search = search
        self.process = process
        self.loaded: dict[Place, Object] = {first.place: first}
        self.names: dict[str, Found | None] = {}
        self._remember(first.elf.soname, first.path, first.place)

    def edges(self) -> Iterator[Edge]:
        queue = deque(self.loaded.values())
        while queue:
            user = queue.popleft()
            for soname in user.elf.needed:
                known = soname in self.names
                if not known:
                    queue.extend(self._load(soname, user))
                found = self.names[soname]
                yield Edge(user, soname, found._replace(step=Step.LOADED) if known and found else found)

    def _load(self, soname: str, user: Object) -> Sequence[Object]:
        """Search for a library and hold it under all of its names; the objects that are new."""
        held = self.process(soname)
        found = Found(Step.LOADED, held) if held else self.search.find(soname, user)
        self.names[soname] = found
        if found is None or found.place is None:
            return ()
        if found.place in self.loaded:
            self.names[soname] = found._replace(path=self.loaded[found.place].path)
            return ()
        item = object_of(found.place, found.path, user)
        if item is None:
            return ()
        self.loaded[found.place] = item
        self._remember(item.elf.soname, found.path, found.place)
        return (item,)

    def _remember(self, soname: str | None, path: str, place: Place) -> None:
        if soname:
            self.names.setdefault(soname, Found(Step.LOADED, path, place))
