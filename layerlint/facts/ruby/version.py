"""Versions and requirements of gems, compared as Gem::Version and Gem::Requirement do it."""

import re
from collections.abc import Iterable
from itertools import zip_longest

from layerlint.pattern import pattern

Segments = tuple[int | str, ...]

_SEGMENT = pattern(r"[0-9]+|[a-z]+", re.IGNORECASE)
_REQUIREMENT = pattern(r"\s*(~>|>=|<=|!=|=|>|<)?\s*([0-9A-Za-z][0-9A-Za-z.\-]*)\s*")
LONGEST = 200  # characters; real ones have two dozen


def segments(version: str) -> Segments:
    """`(1, 4, "rc", 1)` for `1.4.rc1`; a dash begins a pre-release."""
    text = version[:LONGEST].replace("-", ".pre.")
    return tuple(int(part) if part.isdecimal() else part for part in _SEGMENT.findall(text))


def compare(one: Segments, other: Segments) -> int:
    """Below, at or above 0, as `one` comes before, with or after `other`. A word comes before any number."""
    for mine, theirs in zip_longest(one, other, fillvalue=0):
        if mine == theirs:
            continue
        if isinstance(mine, str) is not isinstance(theirs, str):
            return -1 if isinstance(mine, str) else 1
        return -1 if mine < theirs else 1  # type: ignore[operator]  # both are of one kind
    return 0


def meets(version: str, requirements: Iterable[str]) -> bool | None:
    """Whether a version meets all of `~> 1.4`, `>= 2`, ...; None where one of them makes no sense."""
    mine = segments(version)
    for requirement in requirements:
        parsed = _REQUIREMENT.fullmatch(requirement)
        if parsed is None:
            return None
        if not _meets(mine, parsed[1] or "=", segments(parsed[2])):
            return False
    return True


def _meets(mine: Segments, operator: str, wanted: Segments) -> bool:
    order = compare(mine, wanted)
    match operator:
        case "=":
            return order == 0
        case "!=":
            return order != 0
        case ">":
            return order > 0
        case "<":
            return order < 0
        case ">=":
            return order >= 0
        case "<=":
            return order <= 0
    return order >= 0 and compare(_release(mine), _bump(wanted)) < 0


def _release(version: Segments) -> Segments:
    """Without what makes it a pre-release."""
    words = [index for index, part in enumerate(version) if isinstance(part, str)]
    return version[: words[0]] if words else version


def _bump(version: Segments) -> Segments:
    """The first version that `~>` excludes: the last part but one, and one more."""
    numbers = [part for part in _release(version) if isinstance(part, int)]
    numbers = numbers[:-1] if len(numbers) > 1 else numbers
    return (*numbers[:-1], numbers[-1] + 1) if numbers else ()
