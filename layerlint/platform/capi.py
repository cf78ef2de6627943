"""The C API of each Python: which symbols its interpreter exports, as measured into capi.json."""

from collections.abc import Iterable, Mapping
from functools import cache

from layerlint.hints import Any
from layerlint.platform import files

Version = tuple[int, int]


class CApi:
    """Says nothing of versions that were not measured. Made by `load_capi`."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.versions = tuple(_version(text) for text in document["versions"])
        holders = {key: self._holders(key) for key in document["symbols"]}
        self._holders_of = {name: holders[key] for key, names in document["symbols"].items() for name in names.split()}

    def lacks(self, symbol: str, version: Version) -> bool:
        """Whether the Python is known not to export a symbol that another one does."""
        return version in self.versions and version not in self._holders_of.get(symbol, self.versions)

    def needed(self, symbols: Iterable[str]) -> tuple[Version, Version]:
        """The oldest and the newest measured version that may have all the symbols."""
        held = [self._holders_of[symbol] for symbol in symbols if symbol in self._holders_of]
        oldest = max((versions[0] for versions in held), default=self.versions[0])
        return oldest, min((versions[-1] for versions in held), default=self.versions[-1])

    def change(self, symbol: str, version: Version) -> str:
        """Why a version lacks the symbol: "new in Python 3.12", "gone since Python 3.13"."""
        holders = self._holders_of[symbol]
        if holders[0] > version:
            return f"new in Python {_text(holders[0])}"
        if holders[-1] < version:
            after = self.versions[self.versions.index(holders[-1]) + 1]
            return f"gone since Python {_text(after)}"
        return f"not in Python {_text(version)}"

    def _holders(self, ranges: str) -> tuple[Version, ...]:
        """Ranges are "3.11-", "-3.9", "3.8" and several with commas between."""
        held = []
        for part in ranges.split(","):
            first, dash, last = part.partition("-")
            start = _version(first) if first else self.versions[0]
            end = _version(last) if last else self.versions[-1] if dash else start
            held += [version for version in self.versions if start <= version <= end]
        return tuple(held)


@cache
def load_capi() -> CApi:
    import json  # noqa: PLC0415  # only for extension modules that any Python picks up

    return CApi(json.loads(files.read("capi.json")))


def _text(version: Version) -> str:
    return f"{version[0]}.{version[1]}"


def _version(text: str) -> Version:
    major, minor = text.split(".")
    return int(major), int(minor)
