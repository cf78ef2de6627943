"""Finds the configuration: the file that is named, or the nearest one upward."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from layerlint.config.settings import Config, ConfigError, parse

OWN = "layerlint.toml"
SHARED = "pyproject.toml"


def load_config(file: str | None, start: Path) -> Config:
    """The configuration in `file`, else the nearest one from `start` upward, else the defaults. Raises ConfigError."""
    if file is not None:
        return _read(Path(file), required=True) or Config()
    for folder in (start, *start.parents):
        for name in (OWN, SHARED):
            config = _read(folder / name, required=False)
            if config is not None:
                return config
    return Config()


def input_paths(config: Config) -> tuple[str, ...]:
    """What `inputs` names, patterns resolved and sorted. Raises ConfigError where nothing is found."""
    folder = config.file.parent if config.file else Path()
    found = [path for pattern in config.inputs for path in _matches(folder, pattern)]
    if config.inputs and not found:
        raise ConfigError(f"{config.file}: inputs name nothing that exists: {', '.join(config.inputs)}")
    return tuple(dict.fromkeys(found))


def _matches(folder: Path, pattern: str) -> Iterator[str]:
    if not any(sign in pattern for sign in "*?["):
        yield _from_here(folder / pattern)
        return
    try:
        yield from sorted(map(_from_here, folder.glob(pattern)))
    except (ValueError, NotImplementedError) as error:
        raise ConfigError(f"inputs: {pattern!r} is no pattern below the configuration's folder") from error


def _from_here(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _read(file: Path, *, required: bool) -> Config | None:
    try:
        data = file.read_bytes()
    except OSError as error:
        if required:
            raise ConfigError(f"{file} cannot be read: {error.strerror or error}") from error
        return None
    if file.name == SHARED and b"layerlint" not in data:
        return Config(file=file) if required else None
    table = _table(file, data)
    if table is None:
        return Config(file=file) if required else None
    return parse(table, file)


def _table(file: Path, data: bytes) -> Mapping[str, object] | None:
    """The table of ours: [tool.layerlint], or the whole of a layerlint.toml."""
    import tomllib  # noqa: PLC0415  # most runs have no configuration

    try:
        document = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{file} is no TOML: {error}") from error
    tool = document.get("tool")
    table = tool.get("layerlint") if isinstance(tool, dict) else None
    if table is None:
        return None if file.name == SHARED else document
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: tool.layerlint must be a table")
    return table
