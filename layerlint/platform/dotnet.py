"""What .NET's shared framework brings beside a function's own assemblies."""

from collections.abc import Mapping
from functools import cache

from layerlint.hints import Any
from layerlint.named_tuple import NamedTuple
from layerlint.platform import files

Version = tuple[int, ...]


class Shipped(NamedTuple):
    """An assembly of the framework."""

    version: Version
    build: Version  #: of its file; patches raise it


class Framework:
    """The framework of one version of .NET, as far as it was measured. Made by `load_framework`."""

    def __init__(self, version: str, table: Mapping[str, Any]) -> None:
        self.version = numbers(version)
        self.is_measured = version in table["framework"]
        self.client = frozenset(table["client"].lower().split())
        self._web = tuple(table["web"].lower().split())
        self._measured = {numbers(name): _shipped(said) for name, said in table["framework"].items()}
        older = [number for number in self._measured if number <= self.version]
        newer = [number for number in self._measured if number > self.version]
        self.assemblies: Mapping[str, Shipped] = self._measured[max(older)] if older else {}
        self._later: Mapping[str, Shipped] | None = self._measured[min(newer)] if newer else None

    def has(self, name: str, *, web: bool) -> bool | None:
        """Whether it has an assembly of the name; what a version had, later ones have. None where it is not known."""
        key = name.lower()
        if key in self.assemblies:
            return True
        if web and key.startswith(self._web):
            return None
        if self.is_measured:
            return False
        may_have = key.startswith("system.") if self._later is None else key in self._later
        return None if may_have else False

    def shipped(self, name: str) -> Shipped | None:
        """How an assembly is versioned; None where it was not measured in this version."""
        return self.assemblies.get(name.lower()) if self.is_measured else None


def numbers(text: str) -> Version:
    """The parts of a version; as the host does, nothing of one that is not all numbers."""
    parts = text.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() and len(part) < 10 for part in parts) else ()


def _shipped(said: Mapping[str, str]) -> dict[str, Shipped]:
    build = numbers(said["build"])
    return {
        name.lower(): Shipped(numbers(version), build)
        for version, names in said.items()
        if version != "build"
        for name in names.split()
    }


@cache
def load_framework(version: str) -> Framework:
    return Framework(version, files.table("dotnet.toml"))
