"""Writes layerlint/platform/stable_abi.json: the symbols of Python's stable ABI, by the version that brought each.

`python scripts/measure_stable_abi.py` needs the package abi3info, which carries CPython's own list of them.
"""

import json
from importlib.metadata import version
from pathlib import Path

from abi3info import DATAS, FUNCTIONS

TABLE = Path(__file__).resolve().parent.parent / "layerlint" / "platform" / "stable_abi.json"


def main() -> None:
    found: dict[tuple[int, int], list[str]] = {}
    for symbol, row in [*FUNCTIONS.items(), *DATAS.items()]:
        found.setdefault((row.added.major, row.added.minor), []).append(symbol.name)
    table = {
        "about": {
            "confidence": "documented",
            "source": f"CPython's Misc/stable_abi.toml, as abi3info {version('abi3info')} carries it",
        },
        "symbols": {f"{major}.{minor}": " ".join(sorted(names)) for (major, minor), names in sorted(found.items())},
    }
    TABLE.write_text(json.dumps(table, indent=1, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
