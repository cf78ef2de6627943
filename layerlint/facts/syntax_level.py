"""The newest syntax a source needs."""

from typing import NamedTuple

from layerlint.facts.malformed import Malformed


class Level(NamedTuple):
    version: tuple[int, int]
    feature: str
    line: int


def syntax_level(data: bytes) -> Level | Malformed:
    return Malformed("", f"{len(data)} bytes not looked at")
