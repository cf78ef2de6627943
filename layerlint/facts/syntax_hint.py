"""A cheap guess at how new the syntax of a source is, by its text alone; `syntax_level` gives the verdict.

Every pattern is possessive, bounded or held to one line's start, so that the work is linear in the input.
"""

import re
from collections.abc import Callable
from functools import cache

Version = tuple[int, int]

_TYPE_PARAMETERS = rb"\b(?:def|class)[ \t]++\w++[ \t]*+\[|[\n;:][ \t]*+type[ \t]++\w++[ \t]*+[=\[]"
_PLAIN_FIELD = rb"\{[^{}%(quote)s\\\n#:!]++(?:![rsa])?+(?::(?:[^{}%(quote)s\n]|\{[^{}%(quote)s\\\n#:!]++\})*+)?+\}"
_ODD_STRING = (  # an f-string of one line that holds more than plain fields
    rb"\b[rR]?+[fF][rR]?+%(quote)s(?!%(quote)s%(quote)s)"
    rb"(?:[^%(quote)s{}\\\n]|\\.|\{\{|\}\}|" + _PLAIN_FIELD + rb")*+(?!%(quote)s)"
)
_STRINGS = b"|".join(_ODD_STRING % {b"quote": quote} for quote in (b'"', b"'"))
_LONG_STRINGS = rb"\b[rR]?+[fF][rR]?+(?:\"\"\"|''')"
_BRACKETS = rb"\([^()]*+\)|\[[^\[\]]*+\]|\{[^{}]*+\}"
_UNPACKING = rb"[\[{(][ \t\n]*+\*\*?+(?:[^,\[\](){}]|" + _BRACKETS + rb")*?\bfor\b"
_HINTS: tuple[tuple[Version, bytes], ...] = (  # the newest first
    ((3, 15), rb"[\n;:][ \t]*+lazy[ \t]++(?:import|from)\b|" + _UNPACKING),
    ((3, 14), rb"(?<![\w\"'])(?:[tT][rR]?+|[rR][tT])[\"']"),
    ((3, 14), rb"\n[ \t]*+except\b\*?+[ \t]*+[^(:\n \t*][^:,\n]*+,"),
    ((3, 13), _TYPE_PARAMETERS),
    ((3, 12), rb"|".join((_TYPE_PARAMETERS, _STRINGS, _LONG_STRINGS))),
    (
        (3, 11),
        rb"\bexcept[ \t]*+\*|[\[\]][^\[\]\n]*(?:(?<=[\[,])|(?<=, ))\*\w|[(,][ \t\n]*+\*\w++[ \t]*+:[ \t]*+\*",
    ),
    ((3, 10), rb"\n[ \t]*+match\b[^\n]*:|[\[\]][^\[\]\n]*:="),
    ((3, 9), rb"\n[ \t]*+@[^\n]*[\[)]|\bwith[ \t]*+\(|\bin[ \t]++[^\n:]{0,200}\*\w|[{}][^{}\n]*:="),
    ((3, 8), rb":=|[,(][ \t\n]*+/[ \t\n]*+[,):]|\{[^{}\n]*=[ \t]*+[!:}]|\b(?:return|yield)\b[^\n]{0,200}\*"),
    ((3, 8), rb"\bfinally[ \t]*+:|\n[ \t]*+[\w.]++[ \t]*+:[^=\n]++=[^=\n]*,"),
    ((3, 7), rb"\nfrom[ \t]++__future__\b"),
)


class Hints:
    """One source, for as many versions as are asked about; the text is looked through once for each pattern."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read
        self._newest: Version = (0, 0)
        self._tried = 0  # patterns, the newest syntax first

    def newer_than(self, version: Version) -> bool:
        """Whether the text seems to use syntax that came after a version; wrong often, in this direction only."""
        while self._newest <= version and self._tried < len(_HINTS) and _HINTS[self._tried][0] > version:
            if _pattern(self._tried).search(b"\n" + self._read()):
                self._newest = _HINTS[self._tried][0]
            self._tried += 1
        return self._newest > version


@cache
def _pattern(number: int) -> re.Pattern[bytes]:
    return re.compile(_HINTS[number][1])  # 3 ms for all of them, and few layers ask
