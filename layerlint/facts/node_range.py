"""Version ranges as npm writes them, asked about whole major versions."""

from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

LONGEST = 1_000  # characters; real ranges have some dozens
PARTIAL = r"[vV=\s]*(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:[-+][\w.+-]*)?"
COMPARATOR = pattern(rf"(>=|<=|>|<|=|\^|~>?|)\s*{PARTIAL}")
HYPHEN = pattern(rf"{PARTIAL}\s+-\s+{PARTIAL}")
Version = tuple[int, int, int]
END: Version = (1 << 30, 0, 0)


class Span(NamedTuple):
    """From a version up to another that is no longer in it."""

    start: Version
    stop: Version


def admits(text: str, major: int) -> bool | None:
    """Whether some version of a major is in the range; None where the range is not understood."""
    if len(text) > LONGEST:
        return None
    spans = [_alternative(part.strip()) for part in text.split("||")]
    known = [span for span in spans if span is not None]
    if any(span.start < (major + 1, 0, 0) and span.stop > max(span.start, (major, 0, 0)) for span in known):
        return True
    return False if len(known) == len(spans) else None


def _alternative(text: str) -> Span | None:
    if text in ("", "latest", "lts", "node"):
        return Span((0, 0, 0), END)
    hyphen = HYPHEN.fullmatch(text)
    if hyphen:
        return Span(_first(hyphen.groups()[:3]), _after(hyphen.groups()[3:]))
    start, stop, position = (0, 0, 0), END, 0
    for match in COMPARATOR.finditer(text):
        if text[position : match.start()].strip(" ,"):
            return None
        span = _comparator(match[1], match.groups()[1:])
        start, stop, position = max(start, span.start), min(stop, span.stop), match.end()
    return None if text[position:].strip() or not position else Span(start, stop)


def _comparator(sign: str, parts: tuple[str | None, ...]) -> Span:
    first, after = _first(parts), _after(parts)
    match sign:
        case ">=":
            return Span(first, END)
        case ">":
            return Span(after, END)
        case "<":
            return Span((0, 0, 0), first)
        case "<=":
            return Span((0, 0, 0), after)
        case "^":
            return Span(first, _caret(parts))
        case "~" | "~>":
            return Span(first, _after((parts[0], parts[1], None)))
    return Span(first, after)


def _first(parts: tuple[str | None, ...]) -> Version:
    major, minor, patch = (_number(part) or 0 for part in parts)
    return major, minor, patch


def _after(parts: tuple[str | None, ...]) -> Version:
    """The first version after all that a partial one stands for."""
    major, minor, patch = (_number(part) for part in parts)
    if major is None:
        return END
    if minor is None:
        return major + 1, 0, 0
    return (major, minor + 1, 0) if patch is None else (major, minor, patch + 1)


def _caret(parts: tuple[str | None, ...]) -> Version:
    major, minor, _ = (_number(part) for part in parts)
    if major is None:
        return END
    if major or minor is None:
        return major + 1, 0, 0
    return (0, minor + 1, 0) if minor else _after(parts)


def _number(part: str | None) -> int | None:
    return int(part[:9]) if part is not None and part.isdecimal() else None
