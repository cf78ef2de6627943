"""The fields of the data files: what each is called, what it may hold, and how its text is read."""

import re
from collections.abc import Iterable, Mapping

from layerlint.hints import Any

Row = Mapping[str, Any]  #: values of the kinds below


class PlatformError(Exception):
    """Platform data that cannot be used; str() is one line that says where and why."""


COMMON = {
    "version": "version",
    "system": "text",
    "architectures": "words",
    "released": "date",
    "deprecation": "date",
    "block_create": "date",
    "block_update": "date",
    "preview": "flag",
}
LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "python": {"abi": "text", "pyc_magic": "number"},
    "nodejs": {"modules": "number", "napi": "number", "esm_layers": "flag", "esm_handler": "flag"},
    "java": {"class_major": "number"},
    "ruby": {"gem_abi": "text"},
    "dotnet": {"framework": "text"},
    "provided": {},
    "go": {},
}
SYSTEM = {
    "title": "text",
    "glibc": "release",
    "glibcxx": "release",
    "glibcxx_newest": "release",
    "cxxabi": "release",
    "cxxabi_newest": "release",
    "gcc_x86_64": "release",
    "gcc_arm64": "release",
    "gcc_newest": "release",
}
LIMITS = dict.fromkeys(
    ("unpacked_bytes", "packed_bytes", "layers", "extensions", "extension_name", "name_bytes", "path_bytes"), "number"
)
ARCHITECTURES = ("x86_64", "arm64")

_EXPECTED = {
    "text": "text in quotes",
    "version": 'a version in quotes such as "3.16"',
    "words": f"a list of {' and '.join(ARCHITECTURES)}",
    "date": "a date such as 2027-06-30",
    "flag": "true or false",
    "number": "a whole number",
    "release": 'a version in quotes such as "2.34"',
}


def release(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def from_text(kind: str, word: str) -> Any:  # noqa: ANN401  # as the kind says
    """One cell of a built-in table; "-" is nothing."""
    if word == "-":
        return None
    match kind:
        case "number":
            return int(word)
        case "flag":
            return word == "yes"
        case "words":
            return tuple(word.split(","))
    return word


def from_toml(kind: str, value: object, where: str) -> Any:  # noqa: ANN401  # as the kind says
    """One value of a TOML file. Raises PlatformError."""
    match kind, value:
        case ("text", str()) | ("flag", bool()):
            return value
        case "number", int() if not isinstance(value, bool) and value >= 0:
            return value
        case "date", _ if day := _day(value):
            return day
        case "version", str() if re.fullmatch(r"\d{1,4}(\.\d{1,4})?", value):
            return value
        case "release", str() if re.fullmatch(r"\d{1,4}(\.\d{1,4}){1,3}", value):
            return release(value)
        case "words", list() if value and set(map(str, value)) <= set(ARCHITECTURES):
            return tuple(value)
    raise PlatformError(f"{where}: expected {_EXPECTED[kind]}, found {_shown(value)}")


def _day(value: object) -> str | None:
    from datetime import date  # noqa: PLC0415  # built-in tables hold days as they are written

    return value.isoformat() if type(value) is date else None


def checked(table: object, kinds: Mapping[str, str], where: str) -> Row:
    """A table of a TOML file with every key known and every value of its kind. Raises PlatformError."""
    if not isinstance(table, dict):
        raise PlatformError(f"{where}: expected a table, found {_shown(table)}")
    for key in table:
        if key not in kinds:
            raise PlatformError(f"{where}: unknown key {_shown(key)}{nearest(key, kinds)}")
    return {key: from_toml(kinds[key], value, f"{where}.{key}") for key, value in table.items()}


def nearest(word: str, known: Iterable[str]) -> str:
    """A clause that names the closest known word, or all of them."""
    from difflib import get_close_matches  # noqa: PLC0415  # for errors alone

    names = list(known)
    close = get_close_matches(word, names, n=1)
    return f", did you mean {close[0]!r}?" if close else f"; known are {', '.join(names)}"


def plain(name: str) -> str:
    """A name from a file, fit for one line."""
    return name.encode("unicode_escape").decode()


def _shown(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
