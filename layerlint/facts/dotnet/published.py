"""What a publish leaves beside the assemblies: NAME.deps.json and NAME.runtimeconfig.json."""

import re
from collections.abc import Iterator, Mapping

from layerlint.facts.malformed import Malformed
from layerlint.hints import Any
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

LARGEST = 8 << 20  # bytes; the largest real ones have a fifth
#: a text, which is kept, or a comment; neither has to end
COMMENT = pattern(r'"(?:\\.|[^"\\])*+(?:"|\\?\Z)|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
MOST_ASSETS = 50_000


class Asset(NamedTuple):
    """A file that a package brings."""

    package: str  #: "Npgsql/8.0.1"
    path: str  #: in the package, "lib/net8.0/Npgsql.dll"
    local: str = ""  #: where the publish put it; "" where that is not said
    rid: str = ""  #: the platform that it is for, "linux-x64"; "" is any
    native: bool = False
    version: str = ""  #: of the assembly
    build: str = ""  #: of its file
    folder: str = ""  #: the package's in a store, "npgsql/8.0.1"

    @property
    def file(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def name(self) -> str:
        """What the host knows it by."""
        return self.file.rpartition(".")[0] or self.file

    @property
    def is_placeholder(self) -> bool:
        """It stands for a folder that is empty on purpose."""
        return self.path.endswith("/_._")


class Dependencies(NamedTuple):
    path: str
    rid: str  #: the platform of the publish; "" for any
    assets: tuple[Asset, ...]  #: of the packages that are listed, in that order; those of others do not count


class RuntimeConfig(NamedTuple):
    path: str
    frameworks: tuple[tuple[str, str], ...]  #: names and versions that the host has to have
    roll_forward: str  #: as written; "" where it does not say
    self_contained: bool
    moniker: str = ""  #: "net8.0"; "" where it does not say, and then no store is searched
    probed: tuple[str, ...] = ()  #: more folders that are laid out as stores are
    takes_unlisted: bool = False  #: assemblies beside the function are found even where no manifest lists them


def read_dependencies(path: str, data: bytes) -> Dependencies | Malformed:
    """Never raises."""
    value = _json(path, data)
    if isinstance(value, Malformed):
        return value
    said = value.get("runtimeTarget")
    name = said if isinstance(said, str) else _text(_table(said).get("name"))
    target = _table(_table(value.get("targets")).get(name))
    assets: list[Asset] = []
    for package, library in _table(value.get("libraries")).items():
        folder = _text(_table(library).get("path")) or package
        assets += (asset._replace(folder=folder) for asset in _assets(package, _table(target.get(package))))
        if len(assets) > MOST_ASSETS:
            return Malformed(path, f"it names more than {MOST_ASSETS:,} files")
    return Dependencies(path, name.partition("/")[2], tuple(assets))


def _assets(package: str, entry: Mapping[str, Any]) -> Iterator[Asset]:
    for kind in ("runtime", "native"):
        for path, said in _table(entry.get(kind)).items():
            yield _asset(package, path, _table(said), native=kind == "native")
    for path, said in _table(entry.get("runtimeTargets")).items():
        kind = _text(_table(said).get("assetType")).lower()
        if kind in ("runtime", "native"):
            yield _asset(package, path, _table(said), native=kind == "native")


def _asset(package: str, path: str, said: Mapping[str, Any], *, native: bool) -> Asset:
    local, rid, version, build = (
        _text(said.get(name)) for name in ("localPath", "rid", "assemblyVersion", "fileVersion")
    )
    return Asset(package, path, local, rid, native, version, build)


def read_runtime_config(path: str, data: bytes) -> RuntimeConfig | Malformed:
    """Never raises."""
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
        _text(options.get("tfm")),
        _probed(options.get("additionalProbingPaths")),
        _is_set(_table(options.get("configProperties")).get("Microsoft.NETCore.DotNetHostPolicy.SetAppPaths")),
    )


def _probed(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value]
    return tuple(each for each in given if isinstance(each, str))


def _is_set(value: object) -> bool:
    return value is True or _text(value).lower() in ("true", "1")


def _json(path: str, data: bytes) -> dict[str, Any] | Malformed:
    """As the host reads it: comments are left out, and what stands behind the object."""
    import json  # noqa: PLC0415  # only .NET asks for it

    if len(data) > LARGEST:
        return Malformed(path, "it is too large for such a file")
    text = COMMENT.sub(_kept, data.decode("utf-8-sig", "replace")).lstrip()
    try:
        value, _ = json.JSONDecoder().raw_decode(text)
    except RecursionError:
        return Malformed(path, "it nests too deep")
    except ValueError as error:
        return Malformed(path, f"it is no JSON: {str(error).splitlines()[0]}")
    return value if isinstance(value, dict) else Malformed(path, "it holds no JSON object")


def _kept(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith('"') else " "


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
