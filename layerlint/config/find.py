"""Finds the configuration: the file that is named, or the nearest one upward."""

import os
from collections.abc import Iterator, Mapping

from layerlint.archive.paths import StrPath
from layerlint.config.settings import Config, ConfigError, parse
from layerlint.hints import TYPE_CHECKING
from layerlint.pattern import pattern

if TYPE_CHECKING:
    from pathlib import Path

OWN = "layerlint.toml"
SHARED = "pyproject.toml"
#: where a table of ours may be: `layerlint` as a key or a part of one, and not as a requirement
KEY = pattern(rb"""layerlint["']?[ \t]*(?:[.\]]|=(?!=))""")


def load_config(file: str | None, start: StrPath) -> Config:
    """The configuration in `file`, else the nearest one from `start` upward, else the defaults. Raises ConfigError."""
    if file is not None:
        return _read(file or ".", required=True) or Config()
    for folder in _upward(os.fspath(start)):
        for name in (OWN, SHARED):
            config = _read(os.path.join(folder, name), required=False)
            if config is not None:
                return config
    return Config()


def _upward(folder: str) -> Iterator[str]:
    """The folder, the one that holds it, and so on."""
    above = ""
    while folder != above:
        yield folder
        above, folder = folder, os.path.dirname(folder)


def input_paths(config: Config) -> tuple[str, ...]:
    """What `inputs` names, patterns resolved and sorted. Raises ConfigError where nothing is found."""
    from pathlib import Path  # noqa: PLC0415  # only where a configuration names something

    folder = config.file.parent if config.file else Path()
    found = [path for wanted in config.inputs for path in _matches(folder, wanted)]
    if config.inputs and not found:
        raise ConfigError(f"{config.file}: inputs name nothing that exists: {', '.join(config.inputs)}")
    return tuple(dict.fromkeys(found))


def _matches(folder: "Path", wanted: str) -> Iterator[str]:
    if not any(sign in wanted for sign in "*?["):
        yield _from_here(folder / wanted)
        return
    try:
        yield from sorted(map(_from_here, folder.glob(wanted)))
    except (ValueError, NotImplementedError) as error:
        raise ConfigError(f"inputs: {wanted!r} is no pattern below the configuration's folder") from error


def _from_here(path: "Path") -> str:
    try:
        return str(path.relative_to(path.cwd()))
    except ValueError:
        return str(path)


def _read(file: str, *, required: bool) -> Config | None:
    try:
        with open(file, "rb") as stream:
            data = stream.read()
    except OSError as error:
        if required:
            raise ConfigError(f"{file} cannot be read: {error.strerror or error}") from error
        return None
    is_shared = os.path.basename(file) == SHARED
    may_have = not is_shared or (b"layerlint" in data and KEY.search(data))
    table = _table(file, data, shared=is_shared) if may_have else None
    if table is None and not required:
        return None
    from pathlib import Path  # noqa: PLC0415  # most runs have no configuration

    return parse(table, Path(file)) if table is not None else Config(file=Path(file))


def _table(file: str, data: bytes, *, shared: bool) -> Mapping[str, object] | None:
    """The table of ours: [tool.layerlint], or the whole of a layerlint.toml."""
    import tomllib  # noqa: PLC0415  # as above

    try:
        document = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{file} is no TOML: {error}") from error
    tool = document.get("tool")
    table = tool.get("layerlint") if isinstance(tool, dict) else None
    if table is None:
        return None if shared else document
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: tool.layerlint must be a table")
    return table
