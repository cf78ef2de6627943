"""Which modules a Python source may import, told without parsing it.

The word "import" is searched for, and the statement it stands in is read: about 7 ms a megabyte. The answer is a
superset: text that looks like an import inside a docstring is mentioned too, a static import statement is not missed.
Every pattern is possessive or bounded, so that the work is linear in the input whatever it holds.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from layerlint.hints import AnyStr
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

#: all that stands before the "import" of a statement, its joined lines parted by blanks
_ORIGIN = pattern(
    rb"\s*+(?:lazy\s++)?+(?:from(?=[\s.])([\s.]*+(?:[\w\x80-\xff]++(?:\s*+\.[\s.]*+[\w\x80-\xff]++)*+)?+)\s*+)?+"
    rb"(?<![\w\x80-\xff])"
)
_BRACKETED = rb"\((?:[\w\x80-\xff\s,\\]++|#[^\n]*+)*+"
_LISTED = rb"(?:[\w\x80-\xff., \t\f\r*]++|\\\r?\n)*+"
_TAKEN = pattern(rb"(?:[ \t\f]++|\\\r?\n)*+(?:" + _BRACKETED + rb"|" + _LISTED + rb")")
_MODULES = pattern(_LISTED)
_WORD_ITSELF = b"import"
_IMPORT = pattern(
    rb"import(?:(?=[ \t\f\\(*])"
    rb"|(?:_module|__)\s*+\(\s*+(?:name\s*+=\s*+)?+[rRuU]?+([\"'])([\w.\x80-\xff]++)\1)"
)
MOST_MENTIONS = 20_000  #: of one source
_LOOK_BACK = 1024  # bytes between where a statement starts and its "import"; bounds the work
_JOINED = 4  # lines joined by backslashes in the same stretch
_LONE_RETURN = pattern(rb"\r(?!\n)")
_COMMENT = pattern(rb"#[^\n]*+")
_WHITE = (b" ", b"\t", b"\f")
_HASH, _BACKSLASH = b"#\\"  # numbers: looked for faster than bytes are
_MARK = b"\xef\xbb\xbf"


class Mention(NamedTuple):
    """One module that a source names in an import."""

    module: str  #: dotted, without the leading dots; "" for `from . import x`
    level: int  #: leading dots
    names: tuple[str, ...]  #: what `from module import` takes, "*" among them; empty for `import module` and for calls
    indented: bool  #: not at the left margin, or behind a colon: may not be a top-level statement
    offset: int  #: byte where the line or the call begins; `line_at` gives its number


_Fields = tuple[str, int, tuple[str, ...], bool, int]  # of a mention


def scan(data: bytes) -> tuple[Mention, ...]:
    """Every import that the text may hold, in its order: statements, `import_module("x")` and `__import__("x")`.

    A text with more than MOST_MENTIONS of them is no module that anyone wrote; the others are left out.
    """
    skipped = len(_MARK) if data.startswith(_MARK) else 0
    text = data[skipped:]
    if b"\r" in text:
        text = _LONE_RETURN.sub(b"\n", text)
    return tuple(islice(_mentions(text, skipped), MOST_MENTIONS))


def line_at(data: bytes, offset: int) -> int:
    """The number, from 1, of the line that holds a byte."""
    before = data[:offset]
    return 1 + before.count(b"\n") + len(_LONE_RETURN.findall(before))


def _mentions(text: bytes, skipped: int) -> Iterator[Mention]:
    make: partial[Mention] = partial(tuple.__new__, Mention)  # a third of the cost of calling Mention
    passed = 0  # the end of the last statement: names in it may spell "import"
    at = text.find(_WORD_ITSELF)  # many times as fast as to search for the expression
    while at >= 0:
        match = _IMPORT.match(text, at)
        found: list[_Fields] = []
        if match and match[2]:
            found = [(*_split(match[2]), (), _is_indented(_line_up_to(text, at), b""), at)]
        elif match and at >= passed:
            passed, found = _statement(text, at, match.end())
        for module, level, names, indented, offset in found:
            yield make((module, level, names, indented, offset + skipped))
        at = text.find(_WORD_ITSELF, match.end() if match else at + len(_WORD_ITSELF))


def _statement(text: bytes, at: int, behind: int) -> tuple[int, list[_Fields]]:
    """Where the statement ends whose "import" stands between two bytes, and the mentions in it."""
    line = _line_up_to(text, at)
    head = line.rpartition(b":")[2].rpartition(b";")[2]
    statement = _ORIGIN.fullmatch(head.replace(b"\\", b" "))
    if statement is None:
        return at, []
    listed = (_MODULES if statement[1] is None else _TAKEN).match(text, behind)
    named = _named(statement[1], listed[0] if listed else b"")
    indented = _is_indented(line[: len(line) - len(head)], head)
    found = [(module, level, names, indented, at - len(head)) for module, level, names in named]
    return listed.end() if listed else behind, found


def _line_up_to(text: bytes, at: int) -> bytes:
    """What stands in the line before a byte, with the lines that backslashes join to it."""
    above, _, line = text[at - _LOOK_BACK if at > _LOOK_BACK else 0 : at].rpartition(b"\n")
    for _ in range(_JOINED):
        if above[-1:] != b"\\" and above[-2:] != b"\\\r":
            break
        above, _, before = above.rpartition(b"\n")
        line = before + b"\n" + line
    return line


def _is_indented(before: bytes, statement: bytes) -> bool:
    """Whether the line starts with white space, or something with a colon stands before the statement."""
    return before[-1:] == b":" or (before.rpartition(b"\n")[2] or statement)[:1] in _WHITE


def _named(origin: bytes | None, listed: bytes) -> list[tuple[str, int, tuple[str, ...]]]:
    """Module, level and names of each module that a statement imports or, with an origin, takes names from."""
    if origin is None:
        return [(module, 0, ()) for module in _names(listed)]
    return [(*_split(b"".join(origin.split())), tuple(_names(listed.replace(b"(", b""))))]


def _split(dotted: bytes) -> tuple[str, int]:
    module = dotted.lstrip(b".")
    return _text(module), len(dotted) - len(module)


def _names(listed: bytes) -> list[str]:
    if _HASH in listed:
        listed = _COMMENT.sub(b"", listed)
    if _BACKSLASH in listed:
        listed = listed.replace(b"\\", b" ")
    if listed.isascii():
        return _taken(listed.decode("ascii"), ",", "as")
    return [_text(name) for name in _taken(listed, b",", b"as")]


def _taken(listed: AnyStr, comma: AnyStr, renaming: AnyStr) -> list[AnyStr]:
    """What stands between the commas, without what it is called instead."""
    if renaming not in (words := listed.split()):
        return list(filter(None, comma[:0].join(words).split(comma)))
    found = []
    for part in listed.split(comma):
        words = part.split()
        if len(words) == 1:
            found.append(words[0])
        elif words:  # renamed, or with blanks around its dots
            found.append(comma[:0].join(words[: words.index(renaming, 1)] if renaming in words[1:] else words))
    return found


def _text(name: bytes) -> str:
    if name.isascii():
        return name.decode("ascii")
    import unicodedata  # noqa: PLC0415 - seldom needed

    return unicodedata.normalize("NFKC", name.decode("utf-8", "replace"))
