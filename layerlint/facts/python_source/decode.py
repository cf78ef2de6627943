"""The text of a source file as Python decodes it: byte order mark, coding cookie, else UTF-8."""

import codecs

from layerlint.pattern import pattern

_MARK = codecs.BOM_UTF8
_COOKIE = pattern(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = pattern(rb"[ \t\f]*(?:#[^\r\n]*)?$")
_LINE_END = pattern(rb"\r\n?|\n")
_STRAY = pattern("[\udc80-\udcff]")  # bytes that are no UTF-8
#: text encodings that no source is written in and that cost more than their length, or are no text at all
_REFUSED = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})


class Undecodable(ValueError):
    """str() is one clause, with the line where it is known."""


def decode(data: bytes) -> str:
    """The text, every line end a line feed. Raises Undecodable."""
    marked = data.startswith(_MARK)
    cookie = _cookie(data) or "utf-8"
    if marked and not _spells_utf8(cookie):
        raise Undecodable(f"line 1: a UTF-8 mark and a coding cookie that says {cookie}")
    body = data[len(_MARK) if marked else 0 :]
    text = _utf8(body) if _spells_utf8(cookie) else _other(body, cookie)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cookie(data: bytes) -> str | None:
    """The encoding the first two lines name: the second counts only if the first holds no code."""
    if b"coding" not in (head := data[:4096]):
        return None
    lines = _LINE_END.split(head, 2)[:2]
    for line in lines:
        match = _COOKIE.match(line.removeprefix(_MARK))
        if match:
            return match[1].decode()
        if not _BLANK.match(line.removeprefix(_MARK)):
            break
    return None


def _spells_utf8(cookie: str) -> bool:
    """As the parser compares: "utf8" beside a mark is refused."""
    name = cookie.lower().replace("_", "-")
    return name == "utf-8" or name.startswith("utf-8-")


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        if not _is_commented(body):
            line = 1 + body.count(b"\n", 0, error.start)
            raise Undecodable(f"line {line}: not utf-8: {error.reason}") from error
        return body.decode(errors="replace")


def _is_commented(body: bytes) -> bool:
    """Whether every byte that is no UTF-8 stands in a comment: the parser never looks at those."""
    from layerlint.facts.python_source.tokens import Unscannable, tokens  # noqa: PLC0415 - seldom needed

    text = body.decode(errors="surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    try:
        found = tokens(text).all
    except (Unscannable, RecursionError):
        return False
    return not any(_STRAY.search(text, token.start, token.end) for token in found)


def _other(body: bytes, cookie: str) -> str:
    try:
        return body.decode(_codec(cookie))
    except UnicodeDecodeError as error:
        line = 1 + body.count(b"\n", 0, error.start)
        raise Undecodable(f"line {line}: not {error.encoding}: {error.reason}") from error
    except (LookupError, ValueError) as error:
        raise Undecodable(f"line 1: {error}") from error


def _codec(name: str) -> str:
    try:
        encoding = codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise Undecodable(f"line 1: unknown encoding {name}") from error
    if encoding.replace("-", "_") in _REFUSED:
        raise Undecodable(f"line 1: the encoding {name} is for no source")
    return encoding
