"""Version specifiers, of Requires-Dist and Requires-Python.

What is plain is read here; the rest is left to `packaging`, whose import costs 75 ms.
"""

from collections.abc import Sequence
from functools import cache
from operator import eq, ge, gt, le, lt, ne

from layerlint.pattern import pattern

# A final release stands on the same side of `<2.0.dev1` and `>=2.0b1` as of the bound without the mark.
_CLAUSE = pattern(r"(~=|==|!=|<=|>=|<|>)\s*(\d{1,9}(?:\.\d{1,9})*)((?<=\d)\.\*|\.?(?:a|b|rc|dev)\.?\d*)?")
_WITH_ENDING = {"==": ".*", "!=": ".*", "<": "abrd", ">=": "abrd"}
_VERSION = pattern(r"\d{1,9}(?:\.\d{1,9})*")


def accepts(requires_python: str, version: tuple[int, int]) -> bool:
    """Whether the newest micro version of a Python is admitted; what cannot be read, and "", admit every one."""
    return contains(requires_python, f"{version[0]}.{version[1]}.99")


@cache
def contains(specifier: str, version: str) -> bool:
    """Whether a version will do; one that nobody can read does."""
    if not specifier:
        return True
    clauses = [_plain_clause(clause.strip()) for clause in specifier.split(",") if clause.strip()]
    final = _final(version, [bound for _, bound in filter(None, clauses)])
    if final and all(clauses):
        return all(holds(*clause, final) for clause in clauses if clause)
    return _contains_by_the_standard(specifier, version)


def is_plain(version: str) -> bool:
    """Whether a version is numbers alone."""
    return _VERSION.fullmatch(version) is not None


def _final(version: str, bounds: Sequence[str]) -> str | None:
    """The numbers of a final release; of a post-release where it is none of a bound's, which are all they differ in."""
    numbers, _, post = version.partition(".post")
    if not is_plain(numbers) or (post and not post.isdecimal()):
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


def holds(operator: str, bound: str, version: str) -> bool:
    """Whether a final release stands so to a bound of numbers, which may end in ".*" for == and !=."""
    if bound.endswith(".*"):
        return _starts_with(version, bound.removesuffix(".*")) is (operator == "==")
    if operator == "~=":
        return _numbers(version) >= _numbers(bound) and _starts_with(version, bound.rpartition(".")[0])
    compare = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}[operator]
    return bool(compare(_numbers(version), _numbers(bound)))


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _starts_with(version: str, prefix: str) -> bool:
    have, want = ([int(part) for part in text.split(".")] if text else [] for text in (version, prefix))
    return [*have, *([0] * len(want))][: len(want)] == want


def _contains_by_the_standard(specifier: str, version: str) -> bool:
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415  # see above
    from packaging.version import Version  # noqa: PLC0415

    try:
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except ValueError:  # what is invalid, and numbers of thousands of digits
        return True
