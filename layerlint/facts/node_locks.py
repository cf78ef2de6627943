"""What lock files of npm, yarn, pnpm and bun say of one package. They are large, and asked only where one is missing.

Nothing is parsed whole: the package's name is looked for in the text, and what stands there is read.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from layerlint.enumeration import Enum
from layerlint.facts.package_json import PLAIN
from layerlint.hints import Any
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

LARGEST = 32 << 20  # bytes
MOST = 1_000  # places of one name
VERSION = PLAIN.pattern.removesuffix(r"\Z")
AFTER_KEY = pattern(r"\s{0,100}:\s{0,100}(?=\{)")
HIDDEN = "node_modules/.package-lock.json"  # written into what it installs


class Role(Enum):
    """Which option of npm leaves a package out."""

    NONE = ""
    DEVELOPMENT = "dev"
    OPTIONAL = "optional"
    PEER = "peer"


class Locked(NamedTuple):
    version: str
    role: Role = Role.NONE


def locked(lock: str, text: str, places: Iterable[str]) -> Locked | None:
    """What a lock file says of a package; None where it says nothing, or several things.

    `lock` is its name, `places` are where the package may be installed, seen from its folder and the nearest first:
    "node_modules/a/node_modules/b", "node_modules/b".
    """
    places = list(places)
    if not places or _name(places[0]) not in text:
        return None
    if lock in READERS:
        found = set(READERS[lock](text, re.escape(_name(places[0]))))
        return Locked(found.pop()) if len(found) == 1 else None
    return next(filter(None, (_at(text, place) for place in places)), None) or _of_first_version(text, places)


def _name(place: str) -> str:
    return place.rpartition("node_modules/")[2]


def _at(text: str, place: str) -> Locked | None:
    """Of npm's locks since version 2, which say what is at each path."""
    return next(_objects(text, place, _name(place)), None)


def _of_first_version(text: str, places: Iterable[str]) -> Locked | None:
    """Of npm's first locks, which nest packages by their names: where all of a name are alike."""
    names = {_name(place) for place in places}
    found = {each for name in names if '"packages"' not in text for each in _objects(text, name, name)}
    return found.pop() if len(found) == 1 else None


def _objects(text: str, key: str, name: str) -> Iterator[Locked]:
    import json  # noqa: PLC0415  # for findings alone

    decoder, quoted, end = json.JSONDecoder(), json.dumps(key), 0
    for _ in range(MOST):
        start = text.find(quoted, end)
        if start < 0:
            return
        end = start + len(quoted)
        match = AFTER_KEY.match(text, end)
        if match:
            try:
                value, end = decoder.raw_decode(text, match.end())
            except (ValueError, RecursionError):
                return
            found = _of_object(value, name)
            if found:
                yield found


def _of_object(value: Mapping[str, Any], name: str) -> Locked | None:
    version = value.get("version")
    if not isinstance(version, str) or not PLAIN.match(version) or value.get("name", name) != name:
        return None
    return Locked(version, next((role for role in Role if role.value and value.get(role.value) is True), Role.NONE))


def _of_yarn(text: str, name: str) -> list[str]:
    head = rf"^\"?(?:{name}@(?!npm:@?[^@,\s\"]+@)[^\n]{{0,2000}}):\n"
    return re.findall(rf"{head}(?:  (?!version)[^\n]*\n){{0,3}}  version:? \"?({VERSION})\"?$", text, re.MULTILINE)


def _of_pnpm(text: str, name: str) -> list[str]:
    return re.findall(rf"^  '?/?{name}[@/]({VERSION})(?=['(_:])", text, re.MULTILINE)


def _of_bun(text: str, name: str) -> list[str]:
    return re.findall(rf"^\s{{1,20}}\"(?:[^\"\n]{{1,500}}/)?{name}\": \[\"{name}@({VERSION})\"", text, re.MULTILINE)


READERS: Mapping[str, Callable[[str, str], list[str]]] = {
    "yarn.lock": _of_yarn,
    "pnpm-lock.yaml": _of_pnpm,
    "bun.lock": _of_bun,
}
#: in the order in which they are believed
LOCKS = (HIDDEN, "npm-shrinkwrap.json", "package-lock.json", *READERS)
