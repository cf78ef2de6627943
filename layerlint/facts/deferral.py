"""Whether a line of a source runs when the module is imported, told from its block headers without parsing.

Only what is plainly inside a function or under TYPE_CHECKING is deferred; whatever the text leaves open is not.
"""

import re
from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

HEADER = re.compile(
    rb"\n([ \t]*+)(?=[acdefimtw])(?:(?:async[ \t]+)?def[ \t]+(\w+)|((?:el)?if[ \t]+(?:\w+\.)?TYPE_CHECKING[ \t]*:)"
    rb"|(?:class|if|elif|else|try|except|finally|for|while|with|async|match|case)\b)"
)
CALL_AT_MARGIN = rb"\n(?!def |async def |class |@|#)[^\s#][^\n]*\b%s[ \t]*\("


class Header(NamedTuple):
    start: int  #: byte before the line
    indent: int
    function: bytes  #: the name after `def`; b"" for other blocks
    is_typing: bool


class Deferral:
    """One source, for as many questions as are asked."""

    def __init__(self, data: bytes) -> None:
        self._data = b"\n" + data
        self._called: dict[bytes, bool] = {}

    @cached_property
    def _headers(self) -> list[Header]:
        return [
            Header(match.start(), len(match[1]), match[2] or b"", match[3] is not None)
            for match in HEADER.finditer(self._data)
        ]

    def holds(self, offset: int) -> bool:
        """Whether the line that holds a byte of the source is deferred."""
        start = self._data.rfind(b"\n", 0, offset + 1)
        indent = _indent(self._data, start + 1)
        index = bisect_left(self._headers, start, key=lambda header: header.start)
        while indent and index:
            index -= 1
            header = self._headers[index]
            if header.indent < indent:
                indent = header.indent
                if self._defers(header):
                    return True
        return False

    def _defers(self, header: Header) -> bool:
        if header.is_typing or not header.function:
            return header.is_typing
        return header.indent > 0 or not self._is_called(header.function)

    def _is_called(self, name: bytes) -> bool:
        """Whether a line at the left margin may call the function, so that its body does run."""
        if name not in self._called:
            spelled = self._data.count(name + b"(") > 1  # the definition is one
            self._called[name] = spelled and re.search(CALL_AT_MARGIN % name, self._data) is not None
        return self._called[name]


def _indent(data: bytes, start: int) -> int:
    line = data[start : start + 200]
    return len(line) - len(line.lstrip(b" \t"))
