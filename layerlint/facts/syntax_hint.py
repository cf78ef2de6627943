"""A cheap guess at how new a Python a source is for, by its text alone; `syntax_level` gives the verdict on syntax.

Every pattern is possessive, bounded or held to one line's start, so that the work is linear in the input.
"""

import re
from collections.abc import Callable
from functools import cache

Version = tuple[int, int]

# What begins with plain letters or a quote is found five times as fast, so what stands before it is looked at last.
_PLAIN_FIELD = rb"\{[^{}%(quote)s\\\n#:!]++(?:![rsa])?+(?::(?:[^{}%(quote)s\n]|\{[^{}%(quote)s\\\n#:!]++\})*+)?+\}"
_PREFIXED = rb"%(quote)s(?:(?<=\b[fF]%(quote)s)|(?<=\b[fF][rR]%(quote)s)|(?<=\b[rR][fF]%(quote)s))"
_ODD_STRING = (  # an f-string of one line that holds more than plain fields
    _PREFIXED + rb"(?!%(quote)s%(quote)s)"
    rb"(?:[^%(quote)s{}\\\n]|\\.|\{\{|\}\}|" + _PLAIN_FIELD + rb")*+(?!%(quote)s)"
)
_TEMPLATE = rb"[\"'](?:(?<=(?<![\w\"'])[tT].)|(?<=(?<![\w\"'])(?:[tT][rR]|[rR][tT]).))"
_BRACKETS = rb"\([^()]*+\)|\[[^\[\]]*+\]|\{[^{}]*+\}"
_UNPACKING = rb"[\[{(][ \t\n]*+\*\*?+(?:[^,\[\](){}]|" + _BRACKETS + rb")*?\bfor\b"
_HINTS: tuple[tuple[Version, bytes], ...] = (  # the newest first
    ((3, 15), rb"lazy(?<=[\n;: \t]lazy)[ \t]++(?:import|from)\b"),
    ((3, 15), _UNPACKING),
    ((3, 14), _TEMPLATE),
    ((3, 14), rb"\n[ \t]*+except\b\*?+[ \t]*+[^(:\n \t*][^:,\n]*+,"),
    ((3, 13), rb"def(?<!\wdef)[ \t]++\w++[ \t]*+\["),
    ((3, 13), rb"class(?<!\wclass)[ \t]++\w++[ \t]*+\["),
    ((3, 13), rb"type(?<=[\n;: \t]type)[ \t]++\w++[ \t]*+[=\[]"),
    *(((3, 12), _ODD_STRING % {b"quote": quote}) for quote in (b'"', b"'")),
    *(((3, 12), _PREFIXED % {b"quote": quote}) for quote in (b'"""', b"'''")),
    (
        (3, 11),
        rb"\bexcept[ \t]*+\*|[\[\]][^\[\]\n]*(?:(?<=[\[,])|(?<=, ))\*\w|[(,][ \t\n]*+\*\w++[ \t]*+:[ \t]*+\*",
    ),
    ((3, 11), rb"[*+?}]\+|\(\?>"),  # no syntax, but patterns that only its `re` takes
    ((3, 10), rb"(?:slots|kw_only|match_args|weakref_slot|strict|eval_str)[ \t]*+="),  # arguments that came with it
    ((3, 10), rb"\n[ \t]*+match\b[^\n]*:|[\[\]][^\[\]\n]*:="),
    ((3, 9), rb"\n[ \t]*+@[^\n]*[\[)]|\bwith[ \t]*+\(|\bin[ \t]++[^\n:]{0,200}\*\w|[{}][^{}\n]*:="),
    ((3, 8), rb":=|[,(][ \t\n]*+/[ \t\n]*+[,):]|\{[^{}\n]*=[ \t]*+[!:}]|\b(?:return|yield)\b[^\n]{0,200}\*"),
    ((3, 8), rb"\bfinally[ \t]*+:|\n[ \t]*+[\w.]++[ \t]*+:[^=\n]++=[^=\n]*,"),
    ((3, 7), rb"\nfrom[ \t]++__future__\b"),
)


class Hints:
    """One source, for as many versions as are asked about; the text is looked through once for each pattern."""

    __slots__ = ("_newest", "_read", "_tried")

    def __init__(self, read: Callable[[], bytes]) -> None:
        self._read = read
        self._newest: Version = (0, 0)
        self._tried = 0  # patterns, the newest syntax first

    def newer_than(self, version: Version) -> bool:
        """Whether the text seems to use what came after a version; wrong often, in this direction only."""
        text = b"\n" + self._read() if self._is_open(version) else b""
        while self._is_open(version):
            if _pattern(self._tried).search(text):
                self._newest = _HINTS[self._tried][0]
            self._tried += 1
        return self._newest > version

    def _is_open(self, version: Version) -> bool:
        return self._newest <= version and self._tried < len(_HINTS) and _HINTS[self._tried][0] > version


@cache
def _pattern(number: int) -> re.Pattern[bytes]:
    return re.compile(_HINTS[number][1])  # 3 ms for all of them, and few layers ask
