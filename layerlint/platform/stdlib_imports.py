"""What modules of the standard library import as they are loaded: a file of such a name in the stack is what they get.

Only what stands at the left margin counts, so that all of it is sure to run.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from layerlint.hints import Any
from layerlint.named_tuple import NamedTuple
from layerlint.platform import files

Version = tuple[int, int]


class Need(NamedTuple):
    """One import of a module of the standard library."""

    module: str
    name: str  #: what it takes from there; "" where it takes the module

    @property
    def names(self) -> tuple[str, ...]:
        return (self.module, f"{self.module}.{self.name}") if self.name else (self.module,)


class StdlibImports:
    """Of one version; those that were not measured count as the nearest that was. Made by `load_stdlib_imports`."""

    def __init__(self, imports: Mapping[str, tuple[Need, ...]]) -> None:
        self._imports = imports

    def of(self, module: str) -> tuple[Need, ...]:
        return self._imports.get(module, ())

    def coming_to(self, names: Iterable[str]) -> frozenset[str]:
        """The modules from whose import one of the names may be imported, the names left out."""
        given = frozenset(names)
        reached = set(given)
        pending = True
        while pending:
            found = {each for each in self._imports if each not in reached and self._comes_to(each, reached)}
            reached |= found
            pending = bool(found)
        return frozenset(reached - given)

    def _comes_to(self, module: str, names: set[str]) -> bool:
        parents = module.rpartition(".")[0]
        return parents in names or any(name in names for need in self.of(module) for name in _with_parents(need))


def _with_parents(need: Need) -> Iterable[str]:
    return (*need.names, need.module.partition(".")[0])


@cache
def load_stdlib_imports(version: Version) -> StdlibImports:
    """What each module imports on one version of Python."""
    import json  # noqa: PLC0415  # only stacks that shadow the standard library come here

    document: dict[str, Any] = json.loads(files.read("stdlib_imports.json"))
    versions = [_version(text) for text in document["versions"]]
    nearest = min(max(version, versions[0]), versions[-1])
    return StdlibImports(
        {
            module: tuple(
                Need(name, taken)
                for key, words in ranges.items()
                if _within(key, nearest, versions)
                for name, _, taken in (word.partition(":") for word in words.split())
            )
            for module, ranges in document["imports"].items()
        }
    )


def _within(ranges: str, version: Version, versions: list[Version]) -> bool:
    for part in ranges.split(","):
        first, dash, last = part.partition("-")
        start = _version(first) if first else versions[0]
        end = _version(last) if last else versions[-1] if dash or not part else start
        if start <= version <= end:
            return True
    return False


def _version(text: str) -> Version:
    major, minor = text.split(".")
    return int(major), int(minor)
