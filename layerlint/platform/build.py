"""Rows of the data files to records."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from layerlint.named_tuple import NamedTuple
from layerlint.platform.fields import ARCHITECTURES, Row, release
from layerlint.platform.records import (
    Confidence,
    DotnetFacts,
    JavaFacts,
    Limits,
    NodeFacts,
    Platform,
    PythonFacts,
    RubyFacts,
    Runtime,
    Search,
    System,
)

Table = Mapping[str, Any]  #: a table of search.toml, whose shape is ours


class Data(NamedTuple):
    """All rows before they are records."""

    as_of: date
    sources: tuple[str, ...]
    unmanaged: frozenset[str]
    systems: Mapping[str, Row]
    runtimes: Mapping[str, Row]
    limits: Mapping[str, Any]


def build_platform(data: Data, search: Table) -> Platform:
    systems = {name: build_system(name, row) for name, row in data.systems.items()}
    return Platform(
        as_of=data.as_of,
        sources=(*data.sources, *search["sources"]),
        systems=systems,
        runtimes={name: build_runtime(name, row, systems, search) for name, row in data.runtimes.items()},
        unmanaged=data.unmanaged,
        limits=Limits(**data.limits),
        search=build_search(search),
    )


def build_system(name: str, row: Row) -> System:
    fields = dict(row)
    gcc = {architecture: fields.pop(f"gcc_{architecture}") for architecture in ARCHITECTURES}
    return System(name=name, gcc=gcc, **fields)


def build_search(table: Table) -> Search:
    return Search(
        path=_words(table["path"]),
        library_path=_words(table["library_path"]),
        entrypoints=_words(table["entrypoints"]),
        extensions=table["extensions"],
        free_form=frozenset(_words(table["free_form"])),
    )


def build_runtime(identifier: str, row: Row, systems: Mapping[str, System], search: Table) -> Runtime:
    """The row holds language, system, architectures and a version where the language has one; all else may miss."""
    language = row["language"]
    table = search[language]
    words = _fillings(row)
    facts = {language: _FACTS[language](row, table, words)} if language in _FACTS else {}
    preview = bool(row.get("preview"))
    return Runtime(
        identifier=identifier,
        language=language,
        version=row.get("version"),
        system=systems[row["system"]],
        architectures=row["architectures"],
        released=row.get("released"),
        deprecation=row.get("deprecation"),
        block_create=row.get("block_create"),
        block_update=row.get("block_update"),
        preview=preview,
        confidence=Confidence.REPORTED if preview else Confidence.DOCUMENTED,
        layer_folders=_words(table["layer_folders"], words),
        function_folders=tuple("" if each == "." else each for each in _words(table["function_folders"], words)),
        **facts,
    )


def _python(row: Row, table: Table, words: Mapping[str, str]) -> PythonFacts:
    version = release(row["version"])
    family = _family(table, version)
    return PythonFacts(
        version=(version[0], version[1]),
        abi=row.get("abi") or "cp{compact}".format(**words),
        pyc_magic=row.get("pyc_magic"),
        sdk_folder=_words(family["sdk_folder"], words)[0],
        suffixes={
            each: _words(family["suffixes"], {**words, "machine": table["machines"][each]}) for each in ARCHITECTURES
        },
        sys_path=_words(family["sys_path"], words),
        sys_path_given=_words(family["sys_path_given"], words),
        bundled=frozenset(_words(table["bundled"])),
        bundled_in_part=frozenset(_words(table["bundled_in_part"])),
        client=frozenset(_words(family["client"])),
        preloaded=frozenset(_words(table["preloaded"])),
        urllib3_below=family.get("urllib3_below"),
    )


def _nodejs(row: Row, table: Table, words: Mapping[str, str]) -> NodeFacts:
    version = release(row["version"])
    family = _family(table, version)
    return NodeFacts(
        major=version[0],
        modules=row.get("modules"),
        napi=row.get("napi"),
        esm_layers=row.get("esm_layers", True),
        esm_handler=row.get("esm_handler", True),
        node_path=_words(table["node_path"], words),
        bundled=_words(family["bundled"]),
        builtins=frozenset(_words(table["builtins"])),
        prefixed=frozenset(name for name, since in table["prefixed"].items() if since <= version[0]),
        require_esm=family.get("require_esm"),
        detect_module=family.get("detect_module"),
        typescript=family.get("typescript", False),
        default_export=family.get("default_export"),
        functions=_newer(table["functions"], version[0]),
    )


def _java(row: Row, table: Table, words: Mapping[str, str]) -> JavaFacts:
    return JavaFacts(class_major=row.get("class_major"), class_path=_words(table["class_path"], words))


def _ruby(_row: Row, table: Table, words: Mapping[str, str]) -> RubyFacts:
    return RubyFacts(
        gem_abi=words["abi"],
        gem_path=_words(table["gem_path"], words),
        load_path=_words(table["load_path"], words),
        bundled=frozenset(_words(table["bundled"])),
        features=frozenset(_words(table["features"])),
    )


def _dotnet(row: Row, _table: Table, _words: Mapping[str, str]) -> DotnetFacts:
    return DotnetFacts(framework=row.get("framework") or f"net{row['version']}")


_FACTS: Mapping[str, Callable[[Row, Table, Mapping[str, str]], Any]] = {
    "python": _python,
    "nodejs": _nodejs,
    "java": _java,
    "ruby": _ruby,
    "dotnet": _dotnet,
}


def _family(table: Table, version: tuple[int, ...]) -> Table:
    """The first that is not newer; the oldest stands for all before it."""
    families: list[Table] = table["families"]
    return next((each for each in families if release(each["since"]) <= version), families[-1])


def _fillings(row: Row) -> dict[str, str]:
    version = row.get("version") or ""
    return {
        "version": version,
        "compact": version.replace(".", ""),
        "major": version.partition(".")[0],
        "abi": row.get("gem_abi") or f"{version}.0",
    }


def _newer(names: Mapping[str, str], major: int) -> Mapping[str, int]:
    """The words that came after a major version, each with the one that it came with."""
    return {name: int(since) for since, text in names.items() if int(since) > major for name in _words(text)}


def _words(text: str, fillings: Mapping[str, str] | None = None) -> tuple[str, ...]:
    for name, value in (fillings or {}).items():
        text = text.replace(f"{{{name}}}", value)
    return tuple(text.split())
