"""Python source cut into tokens as the newest grammar does, f-strings and t-strings with their inside.

The standard library's tokenizer reads the grammar of the Python that runs it; this one reads 3.15's on any.
It is lenient: what it lets through is parsed afterwards.
"""

import re

from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

DEEPEST_BRACKETS = 200  #: CPython's own limit
DEEPEST_STRINGS = 40  #: f-strings within f-strings; CPython allows 150
_TOKEN = pattern(
    r"""(?P<skip>[ \t\f]+|\\\n|\#[^\n]*)
    |(?P<string>(?i:rb|br|[fturb]|[ft]r|r[ft])?(?:'''|\"{3}|'|\"))
    |(?P<name>[^\W\d]\w*)
    |(?P<number>\.?\d(?:[eE][-+]|[\w.])*)
    |(?P<end>\n)
    |(?P<op>[-+*/%@&|^=<>!:]=|\*\*|//|<<|>>|->|.)""",
    re.VERBOSE,
)
_REST = {
    "'": pattern(r"(?:[^\\'\n]++|\\.)*+'", re.DOTALL),
    '"': pattern(r'(?:[^\\"\n]++|\\.)*+"', re.DOTALL),
    "'''": pattern(r"(?:[^\\']++|\\.|'(?!''))*+'''", re.DOTALL),
    '"""': pattern(r'(?:[^\\"]++|\\.|"(?!""))*+"""', re.DOTALL),
}
_PLAIN = {quote: pattern(r"[^\\{}\n" + quote[0] + r"]++") for quote in _REST}
_NAMED_CHARACTER = pattern(r"\\N\{[^{}'\"\n]*\}")
_BEHIND_EQUALS = pattern(r"=\s*+(?=[}!:])")
_CONVERSION = pattern(r"!([sra])(\s*+)(?=[:}])")
_OPENS, _CLOSES = frozenset("([{"), {")": "(", "]": "[", "}": "{"}


class Unscannable(Exception):
    """No token starts here; str() is a clause with the line."""


class Field(NamedTuple):
    """What stands between the braces of an f-string or t-string."""

    tokens: "Tokens"
    start: int
    end: int  #: of the expression
    shown: str  #: the text that `{x = }` prints before the value; "" without "="
    conversion: str  #: "r", "s", "a" or ""
    spaced: bool  #: white space behind the conversion
    spec: "tuple[Span | Field, ...] | None"


class Span(NamedTuple):
    """Literal text, still escaped, braces halved by whoever reads it."""

    start: int
    end: int
    in_spec: bool


class Token(NamedTuple):
    kind: str  #: "name", "op", "string", "formatted", "number", "end" (of a logical line)
    start: int
    end: int
    text: str  #: of names and operators; the prefix and quotes of strings
    parts: tuple[Span | Field, ...] = ()  #: of formatted strings


class Tokens(NamedTuple):
    all: list[Token]
    closers: dict[int, int]  #: index of an opening bracket to that of the closing one


def tokens(text: str) -> Tokens:
    """Every token of a module whose line ends are line feeds. Raises Unscannable, RecursionError."""
    found, _ = _Scanner(text, 0).run(0, in_field=False)
    return found


class _Scanner:
    """Reads until the text or the replacement field ends."""

    def __init__(self, text: str, level: int) -> None:
        self.text = text
        self.level = level
        self.found: list[Token] = []
        self.open: list[int] = []
        self.closers: dict[int, int] = {}

    def run(self, position: int, *, in_field: bool) -> tuple[Tokens, int]:
        text, found = self.text, self.found
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None or match.lastgroup is None:
                raise self.fault("no token", position)
            kind, start, position = match.lastgroup, position, match.end()
            if kind == "op":
                if in_field and not self.open and self.ends_field(match[0], start):
                    return Tokens(found, self.closers), start
                self.bracket(match[0], start)
                found.append(Token("op", start, position, match[0]))
            elif kind == "string":
                position = self.string(match[0], start, position)
            elif kind in {"name", "number"} or (kind == "end" and not self.open and not in_field):
                found.append(Token(kind, start, position, match[0]))
        if in_field or self.open:
            raise self.fault("a bracket is never closed", position)
        found.append(Token("end", position, position, ""))
        return Tokens(found, self.closers), position

    def ends_field(self, operator: str, start: int) -> bool:
        if operator == "=":
            return _BEHIND_EQUALS.match(self.text, start) is not None
        return operator in {"}", "!", ":", ":="}

    def bracket(self, operator: str, start: int) -> None:
        if operator in _OPENS:
            self.open.append(len(self.found))
            if len(self.open) > DEEPEST_BRACKETS:
                raise self.fault("too many nested parentheses", start)
        elif operator in _CLOSES:
            if not self.open or self.found[self.open[-1]].text != _CLOSES[operator]:
                raise self.fault(f"unmatched '{operator}'", start)
            self.closers[self.open.pop()] = len(self.found)

    def string(self, opening: str, start: int, position: int) -> int:
        prefix = opening.rstrip("'\"").lower()
        quote = opening[len(prefix) :]
        if "f" in prefix or "t" in prefix:
            parts, end = _Formatted(self.text, quote, self.level + 1, raw="r" in prefix).run(position)
            self.found.append(Token("formatted", start, end, opening, parts))
            return end
        match = _REST[quote].match(self.text, position)
        if match is None:
            raise self.fault("unterminated string literal", start)
        self.found.append(Token("string", start, match.end(), opening))
        return match.end()

    def fault(self, clause: str, position: int) -> Unscannable:
        return Unscannable(f"line {self.text.count(chr(10), 0, position) + 1}: {clause}")


class _Formatted:
    """Reads an f-string or t-string from behind its opening quote."""

    def __init__(self, text: str, quote: str, level: int, *, raw: bool) -> None:
        if level > DEEPEST_STRINGS:
            raise RecursionError
        self.text = text
        self.quote = quote
        self.level = level
        self.raw = raw

    def run(self, position: int) -> tuple[tuple[Span | Field, ...], int]:
        parts, position = self.parts(position, in_spec=0)
        return parts, position + len(self.quote)

    def parts(self, position: int, *, in_spec: int) -> tuple[tuple[Span | Field, ...], int]:
        """Literal text and fields up to the closing quote, or the brace that ends a format spec."""
        found: list[Span | Field] = []
        while True:
            end, closed = self.literal(position, in_spec=bool(in_spec))
            if end > position:
                found.append(Span(position, end, bool(in_spec)))
            if closed:
                return tuple(found), end
            field, position = self.field(end + 1, in_spec)
            found.append(field)

    def literal(self, position: int, *, in_spec: bool) -> tuple[int, bool]:
        """Where literal text ends, and whether what follows is the end rather than a field."""
        text, quote, plain = self.text, self.quote, _PLAIN[self.quote]
        while position < len(text):
            if match := plain.match(text, position):
                position = match.end()
            elif text.startswith(quote, position):
                if in_spec:
                    break
                return position, True
            elif text[position] == "\\":
                position = self.escape(position)
            elif text[position] in "{}":
                if in_spec or text[position + 1 : position + 2] != text[position]:
                    if text[position] == "}" and not in_spec:
                        break
                    return position, text[position] == "}"
                position += 2
            elif text[position] == "\n" and len(quote) == 1 and not in_spec:
                break
            else:
                position += 1
        raise Unscannable(f"line {text.count(chr(10), 0, position) + 1}: unterminated f-string literal")

    def escape(self, position: int) -> int:
        if not self.raw and (match := _NAMED_CHARACTER.match(self.text, position)):
            return match.end()
        return position + (1 if self.text[position + 1 : position + 2] in {"{", "}"} else 2)

    def field(self, start: int, in_spec: int) -> tuple[Field, int]:
        """The field whose expression starts here, and where the text behind its brace goes on."""
        if in_spec > DEEPEST_STRINGS:
            raise RecursionError
        scanner = _Scanner(self.text, self.level)
        inside, end = scanner.run(start, in_field=True)
        if not inside.all:
            raise scanner.fault("an f-string field holds no expression", start)
        position, shown, conversion, space, spec = end, "", "", "", None
        if match := _BEHIND_EQUALS.match(self.text, position):
            position = match.end()
            shown = self.text[start:position]
        if match := _CONVERSION.match(self.text, position):
            (conversion, space), position = match.groups(), match.end()
        if self.text[position : position + 1] == ":":
            spec, position = self.parts(position + 1, in_spec=in_spec + 1)
        if self.text[position : position + 1] != "}":
            raise scanner.fault("an f-string field is never closed", position)
        return Field(inside, start, end, shown, conversion, bool(space), spec), position + 1
