"""A user's platform file laid over the built-in data: Amazon ships on its own schedule.

It has a date `as_of` and tables `limits`, `system.NAME` and `runtime.NAME`, whose keys are those of fields.py. What it
does not name stays; a new runtime gives its language, version, system and architectures at least.
"""

from collections.abc import Mapping
from pathlib import Path

from layerlint.hints import Any
from layerlint.platform.build import Data
from layerlint.platform.fields import (
    COMMON,
    LANGUAGES,
    LIMITS,
    SYSTEM,
    PlatformError,
    Row,
    checked,
    from_toml,
    nearest,
    plain,
)

_LONGEST = 1 << 20  #: bytes; a file of all runtimes is 20 KB


def lay_over(data: Data, file: Path) -> Data:
    """Raises PlatformError; its text begins with the file's name."""
    try:
        return _merged(data, _parsed(file), str(file))
    except PlatformError as error:
        raise PlatformError(f"{file}: {error}") from None


def _parsed(file: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  # kept off the modules that JSON readers import

    try:
        if not file.is_file():
            raise PlatformError("no such file")
        with file.open("rb") as stream:
            text = stream.read(_LONGEST + 1)
        if len(text) > _LONGEST:
            raise PlatformError(f"larger than {_LONGEST:,} bytes, which no platform file is")
        return tomllib.loads(text.decode())
    except OSError as error:
        raise PlatformError(error.strerror or "cannot be read") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise PlatformError(f"not a TOML file: {str(error) or type(error).__name__}") from None


def _merged(data: Data, user: dict[str, Any], source: str) -> Data:
    known = ("as_of", "limits", "system", "runtime")
    for key in user:
        if key not in known:
            raise PlatformError(f"unknown key {key!a}{nearest(key, known)}")
    systems = _systems(data.systems, _tables(user, "system"))
    return data._replace(
        as_of=from_toml("date", user["as_of"], "as_of") if "as_of" in user else data.as_of,
        sources=(*data.sources, source),
        systems=systems,
        runtimes=_runtimes(data.runtimes, _tables(user, "runtime"), systems),
        limits={**data.limits, **checked(user.get("limits", {}), LIMITS, "limits")},
    )


def _tables(user: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    tables = user.get(key, {})
    if not isinstance(tables, dict):
        raise PlatformError(f"{key}: expected tables such as [{key}.NAME]")
    return tables


def _systems(rows: Mapping[str, Row], user: Mapping[str, Any]) -> Mapping[str, Row]:
    merged = {
        name: {**rows.get(name, {}), **checked(table, SYSTEM, f"system.{plain(name)}")} for name, table in user.items()
    }
    for name, row in merged.items():
        _complete(row, tuple(SYSTEM), f"system.{plain(name)}")
    return {**rows, **merged}


def _runtimes(rows: Mapping[str, Row], user: Mapping[str, Any], systems: Mapping[str, Row]) -> Mapping[str, Row]:
    return {**rows, **{name: _runtime(name, rows.get(name, {}), table, systems) for name, table in user.items()}}


def _runtime(name: str, row: Row, table: Any, systems: Mapping[str, Row]) -> Row:  # noqa: ANN401  # not yet checked
    where = f"runtime.{plain(name)}"
    language = _language(row, table, where)
    kinds = {"language": "text", **COMMON, **LANGUAGES[language]}
    merged = {**row, **checked(table, kinds, where)}
    needed = ("system", "architectures", *(() if language in ("provided", "go") else ("version",)))
    _complete(merged, needed, where)
    if merged["language"] != language:
        raise PlatformError(f"{where}.language: is {language} already")
    if language == "python" and "." not in merged["version"]:
        raise PlatformError(f'{where}.version: expected two numbers such as "3.16", found {merged["version"]!a}')
    if merged["system"] not in systems:
        system = str(merged["system"])
        raise PlatformError(f"{where}.system: no system {system!a}{nearest(system, systems)}")
    return merged


def _language(row: Row, table: Any, where: str) -> str:  # noqa: ANN401  # not yet checked
    """Known for a runtime of ours; a new one must say."""
    if not isinstance(table, dict):
        raise PlatformError(f"{where}: expected a table of its own")
    language = row.get("language") or table.get("language")
    if not isinstance(language, str) or language not in LANGUAGES:
        found = f", found {language!a}" if language is not None else ""
        raise PlatformError(f"{where}: a new runtime needs language, one of {', '.join(LANGUAGES)}{found}")
    return language


def _complete(row: Row, needed: tuple[str, ...], where: str) -> None:
    missing = [key for key in needed if row.get(key) is None]
    if missing:
        raise PlatformError(f"{where}: {' and '.join(missing)} must be given")
