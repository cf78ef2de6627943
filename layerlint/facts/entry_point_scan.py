"""Which groups of entry points a Python source asks for by name, told without parsing it."""

from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

_BLANK = rb"(?:\s|#[^\n]*+\n)*+"
_GROUP = rb"(?:group\s*+=\s*+)?+[\"']([\w.\-:]{1,200})[\"']"
_ASKED = pattern(
    rb"entry_points\(" + _BLANK + rb"(?:" + _GROUP + rb"|\)\s*+(?:\.(?:get|select)\(|\[)" + _BLANK + _GROUP + rb")"
)
_FIRST_OF = pattern(rb"\bnext\(" + _BLANK + rb"iter\(" + _BLANK + rb"[\w.]*$")
_BEFORE = 120  # bytes before a call in which `next(iter(` stands


class Asked(NamedTuple):
    """One look-up of entry points."""

    group: str
    line: int
    takes_first: bool  #: the code takes the first one, so it means to find one


def asked_groups(data: bytes) -> tuple[Asked, ...]:
    """Every group that the text asks `importlib.metadata` or `pkg_resources` for, in its order."""
    if b"entry_points(" not in data:
        return ()
    return tuple(
        Asked(
            (match[1] or match[2]).decode(),
            data.count(b"\n", 0, match.start()) + 1,
            bool(_FIRST_OF.search(data[max(0, match.start() - _BEFORE) : match.start()])),
        )
        for match in _ASKED.finditer(data)
    )
