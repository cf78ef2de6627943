"""One Requires-Dist line. What is plain is read here; the rest is left to `packaging`, whose import costs 75 ms."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from operator import eq, ge, gt, le, lt, ne

from layerlint.facts.metadata import canonical
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

if TYPE_CHECKING:
    from packaging.requirements import Requirement as Parsed

_HEAD = pattern(r"\s*+([A-Za-z0-9](?:[\w.\-]*[A-Za-z0-9])?)\s*+(?:\[([^\]]*)\])?(.*)", re.DOTALL)
# A final release stands on the same side of `<2.0.dev1` and `>=2.0b1` as of the bound without the mark.
_CLAUSE = pattern(r"(~=|==|!=|<=|>=|<|>)\s*(\d{1,9}(?:\.\d{1,9})*)((?<=\d)\.\*|\.?(?:a|b|rc|dev)\.?\d*)?")
_WITH_ENDING = {"==": ".*", "!=": ".*", "<": "abrd", ">=": "abrd"}
_VERSION = pattern(r"\d{1,9}(?:\.\d{1,9})*")
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
    """Whether a version will do; one that nobody can read does."""
    specifier = requirement.specifier
    if not specifier or specifier.startswith("@"):
        return True
    clauses = [_plain_clause(clause.strip()) for clause in specifier.split(",") if clause.strip()]
    final = _final(version, [bound for _, bound in filter(None, clauses)])
    if final and all(clauses):
        return all(_holds(*clause, final) for clause in clauses if clause)
    return _admits_by_the_standard(specifier, version)


def _final(version: str, bounds: Sequence[str]) -> str | None:
    """The numbers of a final release; of a post-release where it is none of a bound's, which are all they differ in."""
    numbers, _, post = version.partition(".post")
    if not _VERSION.fullmatch(numbers) or (post and not post.isdecimal()):
        return None
    is_of_bound = post and any(_numbers(numbers) == _numbers(bound.removesuffix(".*")) for bound in bounds)
    return None if is_of_bound else numbers


def _plain_clause(clause: str) -> tuple[str, str] | None:
    """Operator and bound, ".*" kept; None where the bound is not so plain."""
    match = _CLAUSE.fullmatch(clause)
    if match is None:
        return None
    operator, bound, ending = match.groups()
    if ending and ending.lstrip(".")[:1] not in _WITH_ENDING.get(operator, ""):
        return None
    return operator, f"{bound}.*" if ending == ".*" else bound


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
        return _holds(operator, value, variables[name]) if _VERSION.fullmatch(value) else None
    if operator not in ("==", "!=") or name not in variables:
        return None
    return (variables[name] == value) is (operator == "==")


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _holds(operator: str, bound: str, version: str) -> bool:
    """Whether a final release stands so to a bound of numbers, which may end in ".*" for == and !=."""
    if bound.endswith(".*"):
        return _starts_with(version, bound.removesuffix(".*")) is (operator == "==")
    if operator == "~=":
        return _numbers(version) >= _numbers(bound) and _starts_with(version, bound.rpartition(".")[0])
    compare = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}[operator]
    return bool(compare(_numbers(version), _numbers(bound)))


def _starts_with(version: str, prefix: str) -> bool:
    have, want = ([int(part) for part in text.split(".")] if text else [] for text in (version, prefix))
    return [*have, *([0] * len(want))][: len(want)] == want


@cache
def _admits_by_the_standard(specifier: str, version: str) -> bool:
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415  # see above
    from packaging.version import Version  # noqa: PLC0415

    try:
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except ValueError:  # what is invalid, and numbers of thousands of digits
        return True


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
