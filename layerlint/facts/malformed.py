"""A part that could not be parsed is a fact too."""

from layerlint.named_tuple import NamedTuple


class Malformed(NamedTuple):
    path: str
    reason: str  #: one clause, safe to print
    unread: bool = False  #: the bytes themselves could not be had
