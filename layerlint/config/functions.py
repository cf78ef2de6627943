"""[tool.layerlint.function.NAME]: functions and their layers, for those whose project files nobody else reads."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from layerlint.config.settings import ConfigError, nearest
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.project.ignores import comments
from layerlint.project.origin import Origin
from layerlint.project.records import FunctionResource, LayerUse, Project, Source, Text

KEYS = ("package", "layers", "runtime", "architecture", "handler", "environment")
ARCHITECTURES = ("x86_64", "arm64")
HEAD = pattern(r"""^\s*\[\s*(?:tool\s*\.\s*layerlint\s*\.\s*)?function\s*\.\s*["']?([^"'\]]+?)["']?\s*\]""")
INNER = pattern(r"^\s*\[[^\]]*\.\s*environment\s*\]")  #: a table below one of ours
KEY = pattern(r"""^\s*["']?([\w-]+)["']?\s*[.=]""")


class Block(NamedTuple):
    """Where a table stands in the file."""

    first: int
    last: int
    keys: Mapping[str, int]


def functions_project(tables: Mapping[str, Mapping[str, object]], file: Path, shown: str) -> Project:
    """The tables of a configuration as a project; relative paths start at its folder. Raises ConfigError."""
    text = file.read_text("utf-8", "replace")
    blocks = dict(_blocks(text.split("\n")))
    whole = Block(1, 1, {})
    return Project(
        file=shown,
        files=(shown,),
        kind="a configuration",
        functions=tuple(_function(name, table, blocks.get(name, whole), file, shown) for name, table in tables.items()),
        ignores=tuple(comments(text, shown, {block.first: block.last for block in blocks.values()})),
    )


def _function(name: str, table: Mapping[str, object], block: Block, file: Path, shown: str) -> FunctionResource:
    def origin(key: str) -> Origin:
        return Origin(shown, block.keys.get(key, block.first), 1, name)

    def text(key: str) -> Text | None:
        value = table.get(key)
        if value is not None and not isinstance(value, str):
            raise ConfigError(f"{shown}: function.{name}: {key} must be a string")
        if value == "":
            raise ConfigError(f"{shown}: function.{name}: {key} is empty")
        return Text(value, origin(key)) if value is not None else None

    for key in table:
        if key not in KEYS:
            raise ConfigError(f"{shown}: function.{name}: unknown key {key!r}{nearest(key, KEYS)}")
    architecture = text("architecture")
    if architecture is not None and architecture.value not in ARCHITECTURES:
        raise ConfigError(f"{shown}: function.{name}: architecture must be one of {', '.join(ARCHITECTURES)}")
    package = text("package")
    nowhere = Source(origin=origin("package"), elsewhere="no package is named")
    layers = _strings(table.get("layers", []), f"{shown}: function.{name}: layers")
    return FunctionResource(
        key=name,
        name=name,
        origin=Origin(shown, block.first, 1, name),
        source=Source(origin=package.origin, path=file.parent / package.value) if package is not None else nowhere,
        runtime=text("runtime"),
        handler=text("handler"),
        architectures=(architecture,) if architecture is not None else (),
        layers=tuple(_use(layer, origin("layers"), file.parent) for layer in layers),
        variables=_environment(table.get("environment", {}), origin("environment"), f"{shown}: function.{name}"),
    )


def _use(layer: str, origin: Origin, folder: Path) -> LayerUse:
    text = Text(layer, origin)
    if layer.startswith("arn:"):
        return LayerUse(text)
    return LayerUse(text, source=Source(origin=origin, path=folder / layer))


def _strings(value: object, what: str) -> Sequence[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{what} must be a list of strings")
    return value


def _environment(value: object, origin: Origin, what: str) -> Mapping[str, Text]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise ConfigError(f"{what}: environment must be a table of strings")
    return {str(name): Text(text, origin) for name, text in value.items()}


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, Block]]:
    heads = [(number, match[1]) for number, line in enumerate(lines, 1) if (match := HEAD.match(line))]
    for number, name in heads:
        last = number
        keys: dict[str, int] = {}
        for below in range(number + 1, len(lines) + 1):
            line = lines[below - 1]
            if line.lstrip().startswith("[") and not INNER.match(line):
                break
            match = KEY.match(line)
            if match is not None:
                keys.setdefault(match[1], below)
            last = below if line.strip() else last
        yield name, Block(number, last, keys)
