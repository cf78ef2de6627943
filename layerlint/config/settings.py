"""What a configuration may say, and the one line that a wrong one gets."""

from collections.abc import Callable, Mapping, Sequence

from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = ("error", "warning", "note")


class ConfigError(Exception):
    """A configuration that cannot be used; str() is one line."""


class Config(NamedTuple):
    file: "Path | None" = None  #: where it was read; relative paths in it start at its folder
    inputs: tuple[str, ...] = ()  #: paths or glob patterns
    runtimes: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_path_ignores: Mapping[str, tuple[str, ...]] = {}
    severities: Mapping[str, str] = {}
    fail_on: str | None = None
    rules: tuple[str, ...] = ()  #: folders
    platform: str | None = None
    functions: Mapping[str, Mapping[str, object]] = {}  #: the tables of [tool.layerlint.function.NAME]


def parse(table: Mapping[str, object], file: "Path") -> Config:
    """The record of a [tool.layerlint] table. Raises ConfigError."""
    values: dict[str, object] = {}
    for key, value in table.items():
        read = READERS.get(key)
        if read is None:
            raise ConfigError(f"{file}: unknown key {key!r}{nearest(key, READERS)}")
        try:
            values[FIELDS.get(key, key.replace("-", "_"))] = read(value)
        except ValueError as error:
            raise ConfigError(f"{file}: {key} {error}") from error
    return Config(file=file, **values)  # type: ignore[arg-type]  # READERS give each field its own type


def nearest(word: str, known: Sequence[str] | Mapping[str, object]) -> str:
    """A clause that names the word which was probably meant, "" where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"must be a list of strings, not {_shown(value)}")
    if "" in value:
        raise ValueError("has an empty string, which says nothing")
    return tuple(value)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be a string, not {_shown(value)}")  # noqa: TRY004  # one error for all that is wrong
    if not value:
        raise ValueError("is empty")
    return value


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}, not {_shown(value)}")
        return str(value)

    return read


def _architectures(value: object) -> tuple[str, ...]:
    return tuple(map(_one_of("x86_64", "arm64"), _words(value)))


def _table(read: Callable[[object], object]) -> Callable[[object], object]:
    def read_table(value: object) -> object:
        if not isinstance(value, dict):
            raise ValueError(f"must be a table, not {_shown(value)}")  # noqa: TRY004  # as above
        return {str(key): _entry(str(key), item, read) for key, item in value.items()}

    return read_table


def _entry(key: str, item: object, read: Callable[[object], object]) -> object:
    try:
        return read(item)
    except ValueError as error:
        raise ValueError(f"{key!r}: {error}") from error


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _mapping(value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError(f"must be a table, not {_shown(value)}")  # noqa: TRY004  # as above
    return value


FIELDS = {"function": "functions"}  #: keys whose fields have other names
READERS: Mapping[str, Callable[[object], object]] = {
    "inputs": _words,
    "runtimes": _words,
    "architectures": _architectures,
    "select": _words,
    "ignore": _words,
    "per-path-ignores": _table(_words),
    "severities": _table(_one_of(*LEVELS)),
    "fail-on": _one_of(*LEVELS, "never"),
    "rules": _words,
    "platform": _word,
    "function": _table(_mapping),
}
