"""What a publish leaves beside the assemblies: NAME.deps.json and NAME.runtimeconfig.json."""

from collections.abc import Iterator, Mapping
from typing import Any

from layerlint.facts.malformed import Malformed
from layerlint.named_tuple import NamedTuple

LARGEST = 32 << 20  # bytes
MOST_ASSETS = 50_000


class Asset(NamedTuple):
    """A file that a package brings."""

    package: str  #: "Npgsql/8.0.1"
    path: str  #: in the package, "lib/net8.0/Npgsql.dll"
    local: str = ""  #: where the publish put it; "" where that is not said
    rid: str = ""  #: the platform that it is for, "linux-x64"; "" is any
    native: bool = False


class Dependencies(NamedTuple):
    path: str
    rid: str  #: the platform of the publish; "" for any
    assets: tuple[Asset, ...]


class RuntimeConfig(NamedTuple):
    path: str
    frameworks: tuple[tuple[str, str], ...]  #: names and versions that the host has to have
    roll_forward: str  #: as written; "" where it does not say
    self_contained: bool


def read_dependencies(path: str, data: bytes) -> Dependencies | Malformed:
    """Never raises."""
    value = _json(path, data)
    if isinstance(value, Malformed):
        return value
    name = _text(_table(value.get("runtimeTarget")).get("name"))
    target = _table(_table(value.get("targets")).get(name))
    assets: list[Asset] = []
    for package, entry in target.items():
        assets += _assets(package, _table(entry))
        if len(assets) > MOST_ASSETS:
            return Malformed(path, f"it names more than {MOST_ASSETS:,} files")
    return Dependencies(path, name.partition("/")[2], tuple(assets))


def _assets(package: str, entry: Mapping[str, Any]) -> Iterator[Asset]:
    for kind in ("runtime", "native"):
        for path, said in _table(entry.get(kind)).items():
            yield Asset(package, path, _text(_table(said).get("localPath")), native=kind == "native")
    for path, said in _table(entry.get("runtimeTargets")).items():
        rid, kind = _text(_table(said).get("rid")), _text(_table(said).get("assetType"))
        yield Asset(package, path, _text(_table(said).get("localPath")), rid, native=kind == "native")


def read_runtime_config(path: str, data: bytes) -> RuntimeConfig | Malformed:
    """Never raises. Comments are not taken, though the host does."""
    value = _json(path, data)
    if isinstance(value, Malformed):
        return value
    options = _table(value.get("runtimeOptions"))
    listed = options.get("frameworks")
    frameworks = [options.get("framework"), *(listed if isinstance(listed, list) else [])]
    named = [(_text(_table(each).get("name")), _text(_table(each).get("version"))) for each in frameworks]
    return RuntimeConfig(
        path,
        tuple(pair for pair in named if all(pair)),
        _text(options.get("rollForward")),
        isinstance(options.get("includedFrameworks"), list),
    )


def _json(path: str, data: bytes) -> dict[str, Any] | Malformed:
    import json  # noqa: PLC0415  # only .NET asks for it

    if len(data) > LARGEST:
        return Malformed(path, "it is too large for such a file")
    try:
        value = json.loads(data.decode("utf-8-sig", "replace"))
    except RecursionError:
        return Malformed(path, "it nests too deep")
    except ValueError as error:
        return Malformed(path, f"it is no JSON: {str(error).splitlines()[0]}")
    return value if isinstance(value, dict) else Malformed(path, "it holds no JSON object")


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
