"""JSON as nodes. Only what is looked at is built: the rest is passed over by the standard library's scanner."""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from layerlint.project.node import Entry, Node
from layerlint.project.records import ProjectError

MOST_BYTES = 64 << 20
MOST_LISTS = 1_000_000
MOST_COMMAS = 4_000_000
MOST_ENTRIES = 50_000  #: in one place that is looked at
SPACE = re.compile(r"[ \t\r\n]*")


def read_json(text: str, name: str) -> Node:
    """The root. Raises ProjectError, with the line where it knows one."""
    document = _Document(text, name)
    start = document.space(0)
    end = document.space(document.guarded(lambda: document.skip(start)))
    if end != len(text):
        raise document.error("more after the end of the document", end)
    return document.node(start, end)


class _Document:
    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        if len(text) > MOST_BYTES:
            raise ProjectError(f"{name}: more than {MOST_BYTES >> 20} MiB of JSON")
        if text.count("[") > MOST_LISTS or text.count(",") > MOST_COMMAS:
            raise ProjectError(f"{name}: more values than any template or plan has")
        # nothing that is passed over is kept
        nothing: Callable[[Any], None] = lambda _: None  # noqa: E731
        self._scan = json.JSONDecoder(
            object_pairs_hook=nothing, parse_float=nothing, parse_int=nothing, parse_constant=nothing
        ).raw_decode

    def space(self, at: int) -> int:
        match = SPACE.match(self._text, at)
        return match.end() if match else at

    def skip(self, at: int) -> int:
        """Behind the value that starts at `at`."""
        return self._scan(self._text, at)[1]

    def guarded(self, read: Callable[[], int]) -> int:
        """Every mistake of the text as a ProjectError."""
        try:
            return read()
        except json.JSONDecodeError as error:
            raise self.error(error.msg, error.pos) from None
        except RecursionError:
            raise ProjectError(f"{self._name}: nested too deep") from None
        except ValueError as error:
            raise ProjectError(f"{self._name}: no JSON: {error}") from None

    def error(self, what: str, at: int) -> ProjectError:
        return ProjectError(f"{self._name}:{self.place(at)[0]}: no JSON: {what}")

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    def place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def node(self, start: int, end: int) -> Node:
        line, column = self.place(start)
        first = self._text[start]
        if first in "{[":
            node = Node(line, column)
            node.last = self.place(end - 1)[0]
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
        for at in self._parts(start, "}"):
            key, behind = self._scan(self._text, at)
            value = self.space(self.space(behind) + 1)
            entries[key] = Entry(key, *self.place(at), self.node(value, self.skip(value)))
        node.holds(entries)

    def _fill_sequence(self, node: Node, start: int) -> None:
        node.holds([self.node(at, self.skip(at)) for at in self._parts(start, "]")])

    def _parts(self, start: int, close: str) -> Iterator[int]:
        """Where each entry of the collection starts. The text was scanned before: it is well-formed."""
        at = self.space(start + 1)
        number = 0
        while self._text[at] != close:
            number += 1
            if number > MOST_ENTRIES:
                line = self.place(start)[0]
                raise ProjectError(f"{self._name}:{line}: more than {MOST_ENTRIES:,} entries in one place")
            yield at
            at = self.space(self._behind(at, close))
            if self._text[at] == ",":
                at = self.space(at + 1)

    def _behind(self, at: int, close: str) -> int:
        """Behind the entry at `at`: a value, or a key with its value."""
        end = self.skip(at)
        return self.skip(self.space(self.space(end) + 1)) if close == "}" else end
