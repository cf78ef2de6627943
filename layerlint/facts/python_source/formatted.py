"""f-strings and t-strings as calls, for a grammar that cannot read them."""

import re
from collections.abc import Callable, Iterator

from layerlint.facts.python_source.tokens import Field, Span, Token, Tokens
from layerlint.pattern import pattern

_UNQUOTED = pattern(r"\\(?:.|\Z)|['\n]", re.DOTALL)

Render = Callable[[Tokens, int, int], str]


def is_template(token: Token) -> bool:
    return "t" in token.text.lower()


def needs_312(text: str, token: Token) -> bool:
    """Whether only the grammar of 3.12 reads it: quotes used again, a backslash, a comment, a line end."""
    quote = token.text.lstrip("fFrRtT")
    return any(_is_newer(text, field, quote, 0) for field in _fields(token.parts))


def shows_itself(parts: tuple[Span | Field, ...]) -> bool:
    """Whether a field is `{x = }`."""
    return any(field.shown or shows_itself(field.spec or ()) for field in _fields(parts))


def arguments(text: str, token: Token, mark: str, render: Render) -> str:
    """The parts as arguments: literals, and `field(value, conversion, spec)`; as many lines as the string has."""
    raw = "r" in token.text.lower()
    written = "".join(_argument(text, part, mark, render, raw=raw) for part in token.parts)
    return written + "\n" * (text.count("\n", token.start, token.end) - written.count("\n"))


def _is_newer(text: str, field: Field, quote: str, level: int) -> bool:
    source = text[field.start : field.end]
    if level > 1 or field.spaced or "\\" in source or quote in source or _has_comment(text, field):
        return True
    if len(quote) == 1 and ("\n" in source or any(_breaks_line(text, part) for part in field.spec or ())):
        return True
    if any(needs_312(text, token) for token in field.tokens.all if token.kind == "formatted"):
        return True
    return any(_is_newer(text, inner, quote, level + 1) for inner in _fields(field.spec or ()))


def _has_comment(text: str, field: Field) -> bool:
    at = field.start
    for token in field.tokens.all:
        if "#" in text[at : token.start]:
            return True
        at = token.end
    return "#" in text[at : field.end]


def _breaks_line(text: str, part: Span | Field) -> bool:
    return isinstance(part, Span) and "\n" in text[part.start : part.end].replace("\\\n", "")


def _fields(parts: tuple[Span | Field, ...]) -> Iterator[Field]:
    return (part for part in parts if isinstance(part, Field))


def _argument(text: str, part: Span | Field, mark: str, render: Render, *, raw: bool) -> str:
    if isinstance(part, Span):
        return _literal(text[part.start : part.end], raw=raw, in_spec=part.in_spec) + ","
    conversion = part.conversion or ("r" if part.shown and part.spec is None else "")
    written = [f"{mark}field(({render(part.tokens, part.start, part.end)}),{conversion!r}"]
    if part.spec is not None:
        inner = "".join(_argument(text, piece, mark, render, raw=raw) for piece in part.spec)
        written.append(f",{mark}formatted({inner})")
    shown = f"{part.shown!r}," if part.shown else ""
    return shown + "".join(written) + "),"


def _literal(literal: str, *, raw: bool, in_spec: bool) -> str:
    if not in_spec:
        literal = literal.replace("{{", "{").replace("}}", "}")
    if raw:
        return repr(literal)
    return "'" + _UNQUOTED.sub(_escaped, literal) + "'"


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    if found == "\n":
        return "\\n"
    return found if len(found) > 1 else "\\" + found
