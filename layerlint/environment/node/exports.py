"""The `exports` and `imports` maps of package.json, matched as Node.js matches them."""

from collections.abc import Collection, Mapping

from layerlint.hints import Any
from layerlint.named_tuple import NamedTuple

DEEPEST = 64  # conditions in conditions


class Blocked(NamedTuple):
    """The map has no answer, or one that Node.js refuses; loading ends there."""

    reason: str


class Target(NamedTuple):
    """What a map leads to: "./file" inside the package, or a name to resolve from it."""

    text: str


Answer = Target | Blocked
INVALID = ("..", ".", "node_modules")


def match_exports(exports: Any, subpath: str, conditions: Collection[str]) -> Answer:  # noqa: ANN401  # JSON
    """`subpath` is "." or "./x"."""
    table = _table(exports)
    if table is None:
        return Blocked('its "exports" mix conditions and paths')
    found = _matched(table, subpath, conditions, internal=False)
    if isinstance(found, Target | Blocked):
        return found
    what = "no main entry" if subpath == "." else f"no {subpath}"
    return Blocked(f'the "exports" of its package.json offer {what}')


def match_imports(imports: Mapping[str, Any], name: str, conditions: Collection[str]) -> Answer:
    """`name` starts with "#"."""
    found = None
    if name != "#" and not name.startswith("#/"):
        found = _matched(imports, name, conditions, internal=True)
    if isinstance(found, Target | Blocked):
        return found
    return Blocked(f'the "imports" of the package.json have no {name}')


def _table(exports: Any) -> Mapping[str, Any] | None:  # noqa: ANN401  # JSON
    if not isinstance(exports, dict):
        return {".": exports}
    dotted = [key.startswith(".") for key in exports]
    if any(dotted) and not all(dotted):
        return None
    return exports if any(dotted) else {".": exports}


def _matched(table: Mapping[str, Any], key: str, conditions: Collection[str], *, internal: bool) -> Answer | None:
    if key in table and "*" not in key and not key.endswith("/"):
        return _target(table[key], "", conditions, internal=internal)
    best, middle = "", ""
    for pattern in table:
        before, star, after = pattern.partition("*")
        fits = star and "*" not in after and key.startswith(before) and key != before
        if fits and len(key) >= len(pattern) and key.endswith(after) and (not best or _beats(pattern, best)):
            best, middle = pattern, key[len(before) : len(key) - len(after)]
    return _target(table[best], middle, conditions, internal=internal) if best else None


def _beats(pattern: str, other: str) -> bool:
    """The longer text before the star wins, then the longer pattern."""
    mine, theirs = pattern.index("*"), other.index("*")
    return (mine, len(pattern)) > (theirs, len(other))


def _target(
    value: Any,  # noqa: ANN401  # JSON
    middle: str,
    conditions: Collection[str],
    *,
    internal: bool,
    depth: int = 0,
) -> Answer | None:
    """None: no condition holds. A null blocks, and in a list the next is tried."""
    if depth > DEEPEST:
        return Blocked("its conditions nest too deep")
    if isinstance(value, str):
        return _text(value, middle, internal=internal)
    if isinstance(value, list):
        last: Answer | None = Blocked("an empty list stands there")
        for each in value:
            last = _target(each, middle, conditions, internal=internal, depth=depth + 1)
            if isinstance(last, Target):
                return last
        return last
    if isinstance(value, dict):
        for condition, inner in value.items():
            if condition == "default" or condition in conditions:
                found = _target(inner, middle, conditions, internal=internal, depth=depth + 1)
                if found is not None:
                    return found
        return None
    return Blocked("it is closed off by null" if value is None else "what stands there is no path")


def _text(value: str, middle: str, *, internal: bool) -> Answer:
    if not value.startswith("./"):
        if internal and not value.startswith(("../", "/")):
            return Target(value.replace("*", middle))
        return Blocked(f"{value!r} does not start with ./")
    parts = value[2:].replace("\\", "/").split("/")
    if any(
        part.lower() in INVALID for part in [*parts, *middle.replace("\\", "/").split("/")[: 0 if not middle else None]]
    ):
        return Blocked(f"{value!r} leaves the package")
    return Target(value.replace("*", middle))
