"""Calls of the standard library that are refused by some Pythons: keywords that came later, and the grammar of `re`."""

import re
from collections.abc import Mapping, Sequence

from layerlint.environment.python.values import Value
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

Version = tuple[int, int]

#: Parameters that code passes by name where it is imported, and the Python that brought them.
NEW_KEYWORDS: Mapping[str, Mapping[str, Version]] = {
    "builtins.zip": {"strict": (3, 10)},
    "dataclasses.dataclass": {"kw_only": (3, 10), "match_args": (3, 10), "slots": (3, 10), "weakref_slot": (3, 11)},
    "dataclasses.field": {"kw_only": (3, 10)},
    "dataclasses.make_dataclass": {"kw_only": (3, 10), "match_args": (3, 10), "slots": (3, 10)},
    "inspect.signature": {"eval_str": (3, 10), "globals": (3, 10), "locals": (3, 10)},
    "itertools.batched": {"strict": (3, 13)},
    "logging.Formatter": {"defaults": (3, 10)},
    "typing.ParamSpec": {"default": (3, 13)},
    "typing.TypeVar": {"default": (3, 13), "infer_variance": (3, 12)},
    "typing.TypeVarTuple": {"default": (3, 13)},
}
#: Classes that took a subclass with `_root=True` until they were written in C; measured.
SEALED_SINCE: Mapping[str, Version] = dict.fromkeys(
    (f"typing.{name}" for name in ("ParamSpec", "ParamSpecArgs", "ParamSpecKwargs", "TypeVar", "TypeVarTuple")), (3, 12)
)
#: What may be a base class from a Python on; measured.
OPENED_SINCE: Mapping[str, Version] = {"typing.Any": (3, 11), "typing.NewType": (3, 10)}
PATTERN_FUNCTIONS = frozenset(
    f"re.{name}" for name in ("compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")
)
NEW_GRAMMAR = (3, 11)  # possessive repeats and atomic groups came, global flags may stand first only
LONGEST_PATTERN = 10_000
_TOKEN = pattern(
    r"\\."
    r"|(?P<remark>\(\?\#[^)]*+\))"
    r"|\[\^?\]?(?:\\.|[^\]\\])*+\]"
    r"|(?P<blank>\s|\#[^\n]*+)"  # a comment, were the pattern a verbose one
    r"|(?P<new>(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})\+|\(\?>)"
    r"|(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})\??"
    r"|(?P<flags>\(\?[aiLmsux]+\))"
    r"|.",
    re.DOTALL,
)


class Refusal(NamedTuple):
    exception: str
    message: str


def refusal(path: str, arguments: Sequence[Value], named: Mapping[str, Value], version: Version) -> Refusal | None:
    """Why a Python does not take a call of something in its standard library; None where nothing speaks against it."""
    for word, since in NEW_KEYWORDS.get(path, {}).items():
        if word in named and version < since:
            came = "{}.{}".format(*since)
            return Refusal("TypeError", f"{path}() takes {word}= from Python {came} on")
    expression = arguments[0] if arguments else named.get("pattern")
    if path in PATTERN_FUNCTIONS and isinstance(expression, str) and len(expression) <= LONGEST_PATTERN:
        return _refused_pattern(expression, version, may_be_verbose=len(arguments) > 1 or "flags" in named)
    return None


def refused_base(path: str, keywords: Sequence[str | None], version: Version) -> Refusal | None:
    """Why a class with that base and these keywords cannot be made; None where it can."""
    if version < OPENED_SINCE.get(path, version):
        came = "{}.{}".format(*OPENED_SINCE[path])
        return Refusal("TypeError", f"{path} takes no subclass before Python {came}")
    if path not in SEALED_SINCE or (version < SEALED_SINCE[path] and "_root" in keywords):
        return None
    return Refusal("TypeError", f"{path} takes no subclass")


def _refused_pattern(expression: str, version: Version, *, may_be_verbose: bool) -> Refusal | None:
    at_start = True
    for token in _TOKEN.finditer(expression):
        if token["new"] and version < NEW_GRAMMAR:
            return Refusal("error", f"re takes {token['new']!r} in a pattern from Python 3.11 on")
        if token["flags"] and not at_start and version >= NEW_GRAMMAR:
            return Refusal("error", f"re takes {token['flags']!r} at the start of a pattern only, from Python 3.11 on")
        may_be_verbose = may_be_verbose or "x" in (token["flags"] or "")
        is_nothing = token["flags"] or token["remark"] or (token["blank"] and may_be_verbose)
        at_start = at_start and bool(is_nothing)
    return None
