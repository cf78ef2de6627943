"""JSON as nodes. Only what is looked at is built: the rest is passed over by the standard library's scanner."""

import json
import re
from bisect import bisect_right
from functools import cached_property

from layerlint.hints import Any
from layerlint.pattern import pattern
from layerlint.project.node import Entry, Node
from layerlint.project.records import ProjectError

MOST_BYTES = 64 << 20
MOST_LISTS = 1_000_000
MOST_COMMAS = 4_000_000
MOST_ENTRIES = 50_000  #: in one place that is looked at
SPACE = pattern(r"[ \t\r\n]*")


def read_json(text: str, name: str) -> Node:
    """The root. Raises ProjectError, with the line where it knows one."""
    document = _Document(text, name)
    return document.root()


class _Document:
    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        if len(text) > MOST_BYTES:
            raise ProjectError(f"{name}: more than {MOST_BYTES >> 20} MiB of JSON")
        if text.count("[") > MOST_LISTS or text.count(",") > MOST_COMMAS:
            raise ProjectError(f"{name}: more values than any template or plan has")

        # nothing that is passed over is kept
        def nothing(_: Any) -> None:  # noqa: ANN401  # whatever the scanner has read
            return None

        self._scan = json.JSONDecoder(
            object_pairs_hook=nothing, parse_float=nothing, parse_int=nothing, parse_constant=nothing
        ).raw_decode

    def root(self) -> Node:
        start = self._space(0)
        end = self._space(self._guarded(start))
        if end != len(self._text):
            raise self._error("more after the end of the document", end)
        return self.node(start, end)

    def _space(self, at: int) -> int:
        match = SPACE.match(self._text, at)
        return match.end() if match else at

    def skip(self, at: int) -> int:
        """Behind the value that starts at `at`."""
        return self._scan(self._text, at)[1]

    def _guarded(self, start: int) -> int:
        """Behind the value, with every mistake in it as a ProjectError."""
        try:
            return self.skip(start)
        except json.JSONDecodeError as error:
            raise self._error(error.msg, error.pos) from None
        except RecursionError:
            raise ProjectError(f"{self._name}: nested too deep") from None
        except ValueError as error:
            raise ProjectError(f"{self._name}: no JSON: {error}") from None

    def _error(self, what: str, at: int) -> ProjectError:
        return ProjectError(f"{self._name}:{self._place(at)[0]}: no JSON: {what}")

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def node(self, start: int, end: int) -> Node:
        line, column = self._place(start)
        first = self._text[start]
        if first in "{[":
            node = Node(line, column)
            node.last = self._place(end - 1)[0]
            fill = self._fill_mapping if first == "{" else self._fill_sequence
            node.grows(lambda node: fill(node, start))
            return node
        return Node(line, column, scalar=self._scalar(start, end))

    def _scalar(self, start: int, end: int) -> str | None:
        if self._text[start] == '"':
            return str(self._scan(self._text, start)[0])
        spelled = self._text[start:end].rstrip()
        return None if spelled == "null" else spelled

    def _fill_mapping(self, node: Node, start: int) -> None:
        entries: dict[str, Entry] = {}
        at = self._space(start + 1)
        while self._text[at] != "}":
            key, behind = self._scan(self._text, at)
            value = self._space(self._space(behind) + 1)
            end = self.skip(value)
            entries[key] = Entry(key, *self._place(at), self.node(value, end))
            self._within_bounds(len(entries), start)
            at = self._next(end)
        node.holds(entries)

    def _fill_sequence(self, node: Node, start: int) -> None:
        items: list[Node] = []
        at = self._space(start + 1)
        while self._text[at] != "]":
            end = self.skip(at)
            items.append(self.node(at, end))
            self._within_bounds(len(items), start)
            at = self._next(end)
        node.holds(items)

    def _next(self, end: int) -> int:
        """Where the next entry starts, or the bracket that closes. The text was scanned before: it is well-formed."""
        at = self._space(end)
        return self._space(at + 1) if self._text[at] == "," else at

    def _within_bounds(self, number: int, start: int) -> None:
        if number > MOST_ENTRIES:
            raise ProjectError(f"{self._name}:{self._place(start)[0]}: more than {MOST_ENTRIES:,} entries in one place")
