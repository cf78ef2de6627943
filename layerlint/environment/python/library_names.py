"""Names that modules take with a dot from parts of the standard library that not every Python has alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from layerlint.environment.python.mentions import Edge, Graph, Mentions
from layerlint.environment.tree import Place
from layerlint.pattern import pattern
from layerlint.platform.stdlib import Stdlib

WORD = pattern(rb"[\w.]")
NAME = pattern(rb"\w+")
RENAMED = pattern(rb"([\w.]++) +as +(\w++)")
LONGEST = 300  # bytes of a statement


class LibraryNames:
    """Told from the texts of what imports such a module, the same for every target."""

    def __init__(self, graph: Graph, mentions: Mentions, stdlib: Stdlib) -> None:
        self._graph = graph
        self._mentions = mentions
        self._stdlib = stdlib

    @cached_property
    def taken(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """Pairs of a library module and a name, where nothing catches a failure; by the module that takes them."""
        found: dict[str, set[tuple[str, str]]] = {}
        for library, edges in self._graph.importers.items():
            if library in self._mentions.modules or not self._stdlib.has_changed(library):
                continue
            for importer, statements in _plain_imports(edges).items():
                names = set(self._names(importer, library, statements))
                if names:
                    found.setdefault(importer, set()).update((library, name) for name in names)
        return {importer: frozenset(pairs) for importer, pairs in found.items()}

    def _names(self, importer: str, library: str, statements: Iterable[int]) -> Iterator[str]:
        place = self._mentions.modules[importer]
        data, changed = place.read(), self._stdlib.changing_names(library)
        for word in _spellings(library.encode(), data, statements):
            for offset, name in _taken(word + b".", data):
                if name in changed and self._runs(place, data, offset):
                    yield name

    def _runs(self, place: Place, data: bytes, offset: int) -> bool:
        """Whether a name stands by itself, where the module's import runs it and nothing catches its failure."""
        follows = offset > 0 and WORD.match(data, offset - 1) is not None
        return not follows and not self._mentions.catches(place, offset)


def _plain_imports(edges: Iterable[Edge]) -> Mapping[str, Sequence[int]]:
    """Importer to where its text imports the module itself, not names from it."""
    found: dict[str, list[int]] = {}
    for edge in edges:
        if edge.is_start and not edge.mention.names:
            found.setdefault(edge.importer, []).append(edge.mention.offset)
    return found


def _spellings(library: bytes, data: bytes, statements: Iterable[int]) -> frozenset[bytes]:
    """A module's dotted name, and what the statements that import it call it instead."""
    lines = (data[offset : offset + LONGEST].partition(b"\n")[0] for offset in statements)
    renamed = (pair for line in lines if b" as " in line for pair in RENAMED.findall(line))
    return frozenset({library, *(other for module, other in renamed if module == library)})


def _taken(prefix: bytes, data: bytes) -> Iterator[tuple[int, str]]:
    """Where a text spells a prefix, and the name that follows it."""
    offset = data.find(prefix)
    while offset >= 0:
        name = NAME.match(data, offset + len(prefix))
        if name:
            yield offset, name[0].decode("utf-8", "replace")
        offset = data.find(prefix, name.end() if name else offset + 1)
