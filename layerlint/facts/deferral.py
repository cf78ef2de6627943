"""Whether a line of a source runs when the module is imported, told from its block headers without parsing.

Only what is plainly inside a function, under TYPE_CHECKING or for another system is deferred, and only what stands in
a `try` whose handler catches ImportError and raises nothing is guarded; whatever the text leaves open is neither.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

#: asked of every line, and so short: what kind of block it is, the next is asked for
HEADER = pattern(
    rb"\n([ \t]*+)(?=[acdefimtw])"
    rb"(def|if|el(?:if|se)|try|for|with|except|class|finally|while|async|match|case)\b"
)
KIND = pattern(
    rb"(?:async[ \t]+)?def[ \t]+(\w+)"
    rb"|((?:el)?if[ \t]+(?:(?:\w+\.)?TYPE_CHECKING"
    rb"|(?:sys\.)?platform[ \t]*==[ \t]*[\"'](?:win32|darwin|cygwin|emscripten)[\"']"
    rb"|os\.name[ \t]*==[ \t]*[\"']nt[\"'])[ \t]*:)"
)
OF_A_KIND = (b"def", b"async", b"if", b"elif")
_FAILURES = rb"ImportError|ModuleNotFoundError|Exception|BaseException"
_CATCHES = rb"except\b\*?+(?:\s*+:|(?=[^:]{0,500}?\b(?:%b)\b)[^:]{0,500}+:)"
CATCHES = pattern(_CATCHES % _FAILURES)
CATCHES_METADATA = pattern(_CATCHES % (_FAILURES + rb"|PackageNotFoundError|DistributionNotFound"))
LINE = pattern(rb"\n([ \t]*+)[^\s#)\]}]")
PLAIN_TRY = pattern(
    rb"\n[ \t]*+try[ \t]*:[ \t]*+"
    rb"(?:\n(?:[ \t]++(?:import|from[ \t]+[\w.]+[ \t]+import)[ \t][^\n(;\\]*|[ \t]*+(?:#[^\n]*)?))*+"
)
GIVES_UP = pattern(rb"\braise\b|\bexit\(")
STATEMENT_AT_MARGIN = pattern(rb"\n(?!def |async def |class |@)[^\s#]")
CALL = pattern(rb"\b(\w+)[ \t]*\(")

AT_ONCE = 2_000  # bytes looked at beyond what is asked for


class Header(NamedTuple):
    start: int  #: byte before the line
    indent: int
    function: bytes  #: the name after `def`; b"" for other blocks
    is_false: bool  #: a condition that never holds on Lambda
    word: bytes  #: its keyword


class Deferral:
    """One source, for as many questions as are asked."""

    def __init__(self, data: bytes) -> None:
        self._data = b"\n" + data
        self._called: dict[bytes, bool] = {}
        self._blocks: dict[int, list[int]] = {}
        self._held: dict[int, bool] = {}
        self._harmless: dict[int, bool] = {}
        self._read = 0  #: bytes of which the headers are known
        self._found: list[re.Match[bytes]] = []
        self._headers: dict[int, Header] = {}

    def _read_to(self, offset: int) -> None:
        """Know the headers up to the end of the line that holds a byte: most imports stand near the top."""
        if offset >= self._read:
            end = self._data.find(b"\n", offset + AT_ONCE)
            end = end if end >= 0 else len(self._data)
            self._found += HEADER.finditer(self._data, self._read, end)
            self._read = end

    def _has_header(self, index: int) -> bool:
        while index >= len(self._found) and self._read < len(self._data):
            self._read_to(self._read)
        return index < len(self._found)

    def _header(self, index: int) -> Header:
        """Made when it is asked for: of most headers only the place matters."""
        if index not in self._headers:
            margin, word = (match := self._found[index]).groups()
            kind = KIND.match(self._data, match.end(1)) if word in OF_A_KIND else None
            function, false = kind.groups(b"") if kind else (b"", b"")
            self._headers[index] = Header(match.start(), len(margin), function, bool(false), word)
        return self._headers[index]

    def holds(self, offset: int) -> bool:
        """Whether the line that holds a byte of the source is deferred."""
        if offset not in self._held:
            self._held[offset] = any(self._defers(self._header(index)) for index in self._around(offset))
        return self._held[offset]

    def function_of(self, offset: int) -> bytes:
        """The module's own function whose body holds a byte of the source; b"" where more than it defers it."""
        around = [self._header(index) for index in self._around(offset)]
        deferring = [header for header in around if self._defers(header)]
        is_own = len(deferring) == 1 and all(header.word != b"class" for header in around)
        return deferring[0].function if is_own else b""

    def calls(self, name: bytes) -> bool:
        """Whether a line at the left margin may call a function of that name."""
        if name not in self._called:
            calls = (match for match in self._spelled(name) if match and match[1] == name)
            lines = (self._data.rfind(b"\n", 0, match.start()) for match in calls)
            self._called[name] = any(STATEMENT_AT_MARGIN.match(self._data, line) for line in lines)
        return self._called[name]

    def _spelled(self, name: bytes) -> Iterator[re.Match[bytes] | None]:
        """Where the source spells a name, the call that begins there."""
        offset = self._data.find(name) if name else -1
        while offset >= 0:
            yield CALL.match(self._data, offset)
            offset = self._data.find(name, offset + len(name))

    def is_guarded(self, offset: int, catches: re.Pattern[bytes] = CATCHES) -> bool:
        """Whether a failing import in the line that holds a byte of the source is caught there, and nothing raised."""
        for index in self._around(offset):
            header = self._header(index)
            if header.function:
                return False
            if header.word == b"try" and self._catches(index, catches):
                return True
        return False

    def is_harmless(self, offset: int) -> bool:
        """Whether nothing can fail there when the module is imported: it is deferred or guarded."""
        if offset not in self._harmless:
            self._harmless[offset] = self.holds(offset) or self.is_guarded(offset)
        return self._harmless[offset]

    def tried_first(self, offset: int) -> range:
        """The bytes of the `try` that must fail before the line is run; none where it holds more than plain imports."""
        around = self._around(offset)
        handler = self._header(around[0]) if around else None
        if handler is None or handler.word != b"except":
            return range(0)
        end = 0
        for index in range(around[0], -1, -1):
            header = self._header(index)
            if header.indent == handler.indent and header.word == b"except":
                end = header.start
            elif header.indent <= handler.indent:
                is_its_own = header.indent == handler.indent and header.word == b"try"
                is_plain = is_its_own and PLAIN_TRY.fullmatch(self._data, header.start, end)
                return range(header.start, end) if is_plain else range(0)
        return range(0)

    def may_miss_metadata(self, offset: int) -> bool:
        """Whether a look-up of metadata may fail there and nothing comes of it: it is deferred, or caught."""
        return self.holds(offset) or self.is_guarded(offset, CATCHES_METADATA)

    def _around(self, offset: int) -> list[int]:
        """The headers of the blocks that hold a byte of the source, the innermost first."""
        if offset not in self._blocks:
            self._blocks[offset] = list(self._enclosing(offset))
        return self._blocks[offset]

    def _enclosing(self, offset: int) -> Iterator[int]:
        self._read_to(offset + 1)
        start = self._data.rfind(b"\n", 0, offset + 1)
        indent = _indent(self._data, start + 1)
        index = bisect_left(self._found, start, key=re.Match.start)
        while indent and index:
            index -= 1
            if len(self._found[index][1]) < indent:
                indent = len(self._found[index][1])
                yield index

    def _catches(self, index: int, catches: re.Pattern[bytes]) -> bool:
        """Whether a handler of this `try` catches a failing import and goes on."""
        indent = self._header(index).indent
        while self._has_header(index := index + 1):
            header = self._header(index)
            if header.indent < indent or (header.indent == indent and header.word != b"except"):
                return False
            if header.indent == indent and catches.match(self._data, header.start + 1 + indent):
                ends = GIVES_UP.finditer(self._data, header.start, self._end_of(header))
                return all(self.holds(end.start() - 1) for end in ends)
        return False

    def _end_of(self, header: Header) -> int:
        """Where the next line begins that stands no deeper than a block's header."""
        lines = LINE.finditer(self._data, header.start + 1)
        return next((line.start() for line in lines if line.end(1) - line.start(1) <= header.indent), len(self._data))

    def _defers(self, header: Header) -> bool:
        if header.is_false or not header.function:
            return header.is_false
        return header.indent > 0 or not self.calls(header.function)


def _indent(data: bytes, start: int) -> int:
    line = data[start : start + 200]
    return len(line) - len(line.lstrip(b" \t"))
