"""package.json: what Node.js and npm read of it. Values of a wrong type count as absent, as they do for Node.js."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from layerlint.facts.malformed import Malformed
from layerlint.hints import Any
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

LARGEST = 4 << 20  # bytes; real ones stay below 100 KiB
MOST = 5_000  # names kept of one list
#: a version that npm can be asked for
PLAIN = pattern(r"\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][0-9A-Za-z.+-]{1,100})?\Z")
NOTHING: Mapping[str, Any] = MappingProxyType({})


class PackageJson(NamedTuple):
    path: str  #: of the file, relative to its archive
    name: str = ""
    version: str = ""
    type: str = ""  #: "module", "commonjs", or "" where it does not say
    main: str | None = None
    exports: Any = None  #: as written; None where there are none
    imports: Mapping[str, Any] = NOTHING
    node: str = ""  #: engines.node
    systems: tuple[str, ...] = ()  #: os
    processors: tuple[str, ...] = ()  #: cpu
    libraries: tuple[str, ...] = ()  #: libc
    dependencies: Mapping[str, str] = NOTHING  #: without those that are optional as well
    optional: Mapping[str, str] = NOTHING
    peers: Mapping[str, str] = NOTHING  #: without those that peerDependenciesMeta calls optional
    development: frozenset[str] = frozenset()  #: names of devDependencies

    @property
    def is_module(self) -> bool:
        """Whether its .js files are ES modules."""
        return self.type == "module"


def read_package_json(path: str, data: bytes) -> PackageJson | Malformed:
    """Never raises; Malformed where Node.js could not parse it either, or it is too large to be one."""
    import json  # noqa: PLC0415  # archives without packages do without

    if len(data) > LARGEST:
        return Malformed(path, "is too large to be a package.json")
    try:
        value = json.loads(data.decode("utf-8-sig", "replace"), parse_int=float, parse_constant=_refuse)
    except RecursionError:
        return Malformed(path, "nests too deep")
    except ValueError as error:
        return Malformed(path, f"is no JSON: {str(error).splitlines()[0]}")
    return _package(path, value) if isinstance(value, dict) else Malformed(path, "holds no JSON object")


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _package(path: str, value: dict[str, Any]) -> PackageJson:
    optional = _texts(value.get("optionalDependencies"))
    kind = value.get("type")
    main = value.get("main")
    meta = _mapping(value.get("peerDependenciesMeta"))
    peers = _texts(value.get("peerDependencies"))
    return PackageJson(
        path=path,
        name=_text(value.get("name")),
        version=_text(value.get("version")),
        type=kind if kind in ("module", "commonjs") else "",
        main=main if isinstance(main, str) and main else None,
        exports=value.get("exports"),
        imports=_mapping(value.get("imports")),
        node=_text(_mapping(value.get("engines")).get("node")),
        systems=_words(value.get("os")),
        processors=_words(value.get("cpu")),
        libraries=_words(value.get("libc")),
        dependencies={name: text for name, text in _texts(value.get("dependencies")).items() if name not in optional},
        optional=optional,
        peers={name: text for name, text in peers.items() if not _mapping(meta.get(name)).get("optional")},
        development=frozenset(_texts(value.get("devDependencies"))),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else NOTHING


def _texts(value: object) -> dict[str, str]:
    found = _mapping(value)
    return {name: text for name, text in list(found.items())[:MOST] if isinstance(text, str) and name}


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    names: Iterable[object] = value[:MOST] if isinstance(value, list) else ()
    return tuple(name for name in names if isinstance(name, str))
