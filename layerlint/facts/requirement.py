"""One Requires-Dist line. What is plain is read here; the rest is left to `packaging`, whose import costs 75 ms."""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from layerlint.facts.metadata import canonical

if TYPE_CHECKING:
    from packaging.requirements import Requirement as Parsed

_LINE = re.compile(
    r"\s*([A-Za-z0-9](?:[\w.\-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*([^;]*?)\s*(?:;\s*(.*))?", re.DOTALL
)
_CLAUSE = re.compile(r"(~=|==|!=|<=|>=|<|>)\s*(\d+(?:\.\d+)*)")
_VERSION = re.compile(r"\d+(?:\.\d+)*")
_CONDITION = re.compile(r"""([a-z_]+)\s*(==|!=|<=|>=|<|>)\s*["']([^"']*)["']""")
_VERSIONS = frozenset({"python_version", "python_full_version"})


class Requirement(NamedTuple):
    text: str  #: as METADATA has it
    name: str  #: canonical
    extras: tuple[str, ...]  #: canonical
    specifier: str  #: "" where any version will do, "@ …" for an address
    marker: str


def read_requirement(text: str) -> Requirement | None:
    """The parts of a line; None where it is none."""
    match = _LINE.fullmatch(text)
    if match is None:
        return None
    name, extras, specifier, marker = match.groups()
    asked = tuple(canonical(extra.strip()) for extra in (extras or "").split(",") if extra.strip())
    return Requirement(text, canonical(name), asked, specifier.strip("() \n\t"), (marker or "").strip())


def admits(requirement: Requirement, version: str) -> bool:
    """Whether a version will do; one that nobody can read does."""
    specifier = requirement.specifier
    if not specifier or specifier.startswith("@"):
        return True
    clauses = [_CLAUSE.fullmatch(clause.strip()) for clause in specifier.split(",") if clause.strip()]
    if _VERSION.fullmatch(version) and all(clauses):
        have = _numbers(version)
        return all(_holds(match[1], have, match[2]) for match in clauses if match)
    return _admits_by_the_standard(specifier, version)


def applies(requirement: Requirement, variables: Mapping[str, str], extras: Collection[str]) -> bool:
    """Whether the marker is true, the extras (canonical names) being asked for. One that nobody can read is not."""
    if not requirement.marker:
        return True
    plain = _plain_marker(requirement.marker, variables, extras)
    return _applies_by_the_standard(requirement.marker, variables, extras) if plain is None else plain


def _plain_marker(marker: str, variables: Mapping[str, str], extras: Collection[str]) -> bool | None:
    """The truth of comparisons joined by `and` alone; None where it is not so plain."""
    if "(" in marker or " or " in marker or " in " in marker:
        return None
    return _all_of([_compared(part.strip(), variables, extras) for part in marker.split(" and ")])


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
        return _holds(operator, _numbers(variables[name]), value) if _VERSION.fullmatch(value) else None
    if operator not in ("==", "!=") or name not in variables:
        return None
    return (variables[name] == value) is (operator == "==")


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _holds(operator: str, have: tuple[int, ...], value: str) -> bool:
    want = _numbers(value)
    match operator:
        case "==":
            return have == want
        case "!=":
            return have != want
        case "<":
            return have < want
        case "<=":
            return have <= want
        case ">":
            return have > want
        case ">=":
            return have >= want
    parts = [int(part) for part in value.split(".")]
    upper = (*parts[:-2], parts[-2] + 1) if len(parts) > 1 else ()
    return want <= have and (not upper or have < upper)


@cache
def _admits_by_the_standard(specifier: str, version: str) -> bool:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415  # see above
    from packaging.version import InvalidVersion  # noqa: PLC0415

    try:
        return SpecifierSet(specifier).contains(version, prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return True


def _applies_by_the_standard(marker: str, variables: Mapping[str, str], extras: Collection[str]) -> bool:
    parsed = _parsed(marker)
    if parsed is None or parsed.marker is None:
        return False
    return any(parsed.marker.evaluate({**variables, "extra": extra}) for extra in ("", *extras))


@cache
def _parsed(marker: str) -> "Parsed | None":
    from packaging.requirements import InvalidRequirement  # noqa: PLC0415  # see above
    from packaging.requirements import Requirement as Parser  # noqa: PLC0415

    try:
        return Parser(f"name; {marker}")
    except InvalidRequirement:
        return None
