"""Python's stable ABI: the symbols that an extension module may use and work with every later version."""

from functools import cache

from layerlint.platform import files

Version = tuple[int, int]
FIRST = (3, 2)


class StableAbi:
    def __init__(self, symbols: dict[str, str]) -> None:
        self._since = {name: _version(version) for version, names in symbols.items() for name in names.split()}
        self.newest = max(self._since.values())

    def since(self, symbol: str) -> Version | None:
        """The version that brought the symbol to the stable ABI; None where it is no part of it."""
        return self._since.get(symbol)


@cache
def load_stable_abi() -> StableAbi:
    import json  # noqa: PLC0415  # only for extension modules whose names promise the stable ABI

    return StableAbi(json.loads(files.read("stable_abi.json"))["symbols"])


def _version(text: str) -> Version:
    major, minor = text.split(".")
    return int(major), int(minor)
