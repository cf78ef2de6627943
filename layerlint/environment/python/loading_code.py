"""Modules that load shared libraries themselves, told from their texts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from layerlint.environment.python.mentions import Edge, Graph, Mentions
from layerlint.environment.tree import Place
from layerlint.pattern import pattern

LOADING = pattern(rb"\b(?:CDLL|PyDLL|LoadLibrary|dlopen|find_library)\b")
ASKED = pattern(rb"\b(?:CDLL|PyDLL|LoadLibrary|dlopen|find_library)\(\s*[\"']([\w.+-]{1,80})[\"']")
SEARCHING = pattern(rb"(?m)^[^#\n]*(?:\bfind_library|\.dlopen)\(\s*[^)\s]")
COMPUTED = pattern(rb"(?m)^[^#\n]*\bfind_library\(\s*[A-Za-z_]")
LITERAL = pattern(rb"[\"']([\w.+/\\-]{1,80})[\"']")


class LoadingCode:
    """Of the sources that importing something may run."""

    def __init__(self, graph: Graph, modules: Mapping[str, Place]) -> None:
        self._graph = graph
        self._modules = modules
        self._names: dict[Place, Sequence[str]] = {}

    @cached_property
    def modules(self) -> Mapping[str, Place]:
        """Modules that import ctypes or an FFI of cffi, and call a loader."""
        names = (name for name in self._graph.importers if _is_ffi(name))
        importers = sorted({edge.importer for name in names for edge in self._graph.importers[name]})
        places = ((importer, self._modules[importer]) for importer in importers)
        return {importer: place for importer, place in places if _calls_loader(place.read())}

    def importers(self, name: str) -> Sequence[Edge]:
        return self._graph.importers.get(name, ())

    def names(self, place: Place) -> Sequence[str]:
        """What the text of one spells that may be a library's name or path, each once."""
        if place not in self._names:
            self._names[place] = tuple(_literals(place.read()))
        return self._names[place]

    def searches(self, place: Place) -> bool:
        """Whether it looks for libraries by their short names."""
        return SEARCHING.search(place.read()) is not None

    def asked(self, place: Place) -> frozenset[str]:
        """Of these, what stands in a loader's call itself, or all that may come to it."""
        if COMPUTED.search(data := place.read()):
            return frozenset(self.names(place))
        return frozenset(name.decode("utf-8", "replace") for name in ASKED.findall(data))


def unled(mentions: Mentions, tops: Iterable[str]) -> Iterator[str]:
    """The modules that load libraries in packages which import nothing of their own: people import what is below."""
    for top in tops:
        if top in mentions.modules and not any(edge.name.startswith(f"{top}.") for edge in mentions.edges(top)):
            for name in mentions.below(top):
                if _calls_loader(mentions.modules[name].read()):
                    yield name


def _calls_loader(data: bytes) -> bool:
    may_call = b"DLL" in data or b"ibrary" in data or b"dlopen" in data  # parts of all their names
    return may_call and LOADING.search(data) is not None


def _is_ffi(name: str) -> bool:
    """ctypes, cffi, _cffi_backend, and what a generated module of cffi is called, or the object it holds."""
    top, last = name.partition(".")[0], name.rpartition(".")[2]
    return top in ("ctypes", "_cffi_backend") or last.endswith("ffi")


def _literals(source: bytes) -> Iterator[str]:
    for name in dict.fromkeys(LITERAL.findall(source)):
        yield name.decode("utf-8", "replace")
