"""One Requires-Dist line. What is plain is read here; the rest is left to `packaging`, whose import costs 75 ms."""

import re
from collections.abc import Collection, Mapping
from functools import cache

from layerlint.facts.metadata import canonical
from layerlint.facts.specifier import contains, holds, is_plain
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

if TYPE_CHECKING:
    from packaging.requirements import Requirement as Parsed

_HEAD = pattern(r"\s*+([A-Za-z0-9](?:[\w.\-]*[A-Za-z0-9])?)\s*+(?:\[([^\]]*)\])?(.*)", re.DOTALL)
_GROUP = pattern(r"\((?!\s*extra\s*==[^()]*\)$)[^()]*\)")
_CONDITION = pattern(r"""\(?\s*([a-z_]+)\s*(==|!=|<=|>=|<|>)\s*["']([^"']*)["']\s*\)?""")
_VERSIONS = frozenset({"python_version", "python_full_version"})


class Requirement(NamedTuple):
    text: str  #: as METADATA has it
    name: str  #: canonical
    extras: tuple[str, ...]  #: canonical
    specifier: str  #: "" where any version will do, "@ …" for an address
    marker: str


@cache
def read_requirement(text: str) -> Requirement | None:
    """The parts of a line; None where it is none."""
    head, _, marker = text.partition(";")
    match = _HEAD.fullmatch(head)
    if match is None:
        return None
    name, extras, rest = match.groups()
    specifier = rest.strip("() \n\t")
    if specifier and specifier[0] not in "<>=!~@":
        return None
    asked = tuple(canonical(extra.strip()) for extra in (extras or "").split(",") if extra.strip())
    return Requirement(text, canonical(name), asked, specifier, marker.strip())


def admits(requirement: Requirement, version: str) -> bool:
    """Whether a version will do; one that nobody can read does, and any does where an address is named."""
    return requirement.specifier.startswith("@") or contains(requirement.specifier, version)


def applies(requirement: Requirement, variables: Mapping[str, str], extras: Collection[str]) -> bool:
    """Whether the marker is true, the extras (canonical names) being asked for. One that nobody can read is not."""
    if not requirement.marker:
        return True
    plain = _plain_marker(requirement.marker, variables, extras)
    return _applies_by_the_standard(requirement.marker, variables, extras) if plain is None else plain


def _plain_marker(marker: str, variables: Mapping[str, str], extras: Collection[str]) -> bool | None:
    """The truth of comparisons joined by `and`; None where it is not so plain.

    What stands in brackets is not looked into: often an extra beside it decides.
    """
    outside = _GROUP.sub("?", marker)
    if " or " in outside or "(" in outside:
        return None
    return _all_of([_compared(part.strip(), variables, extras) for part in outside.split(" and ")])


def _all_of(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _compared(condition: str, variables: Mapping[str, str], extras: Collection[str]) -> bool | None:
    match = _CONDITION.fullmatch(condition)
    if match is None:
        return None
    name, operator, value = match.groups()
    if name == "extra":
        return canonical(value) in extras if operator == "==" else None
    if name in _VERSIONS:
        return holds(operator, value, variables[name]) if is_plain(value) else None
    if operator not in ("==", "!=") or name not in variables:
        return None
    return (variables[name] == value) is (operator == "==")


def _applies_by_the_standard(marker: str, variables: Mapping[str, str], extras: Collection[str]) -> bool:
    parsed = _parsed(marker)
    if parsed is None or parsed.marker is None:
        return False
    try:
        return any(parsed.marker.evaluate({**variables, "extra": extra}) for extra in ("", *extras))
    except (ValueError, RecursionError):  # comparisons that mean nothing
        return False


@cache
def _parsed(marker: str) -> "Parsed | None":
    from packaging.requirements import Requirement as Parser  # noqa: PLC0415  # see above

    try:
        return Parser(f"name; {marker}")
    except (ValueError, RecursionError):
        return None
