"""The names that the built-in modules of each Node.js export, as measured into node_names.json."""

from collections.abc import Mapping
from functools import cache

from layerlint.hints import Any
from layerlint.platform import files


class NodeNames:
    """Says nothing of versions that were not measured, and of names that all have. Made by `load_node_names`."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.versions = frozenset(document["versions"])
        self._held: dict[tuple[str, str], tuple[int, int]] = {}
        for module, ranges in document["names"].items():
            for text, names in ranges.items():
                first, _, last = text.partition("-")
                self._held.update(((module, name), (int(first), int(last))) for name in names.split())

    def lacking(self, module: str, name: str, major: int) -> tuple[int, int] | None:
        """The first and the last version that export it, where the version is known not to; else None."""
        held = self._held.get((module, name))
        return held if held and major in self.versions and not held[0] <= major <= held[1] else None


@cache
def load_node_names() -> NodeNames:
    import json  # noqa: PLC0415  # only for imports of built-in modules by name

    return NodeNames(json.loads(files.read("node_names.json")))
