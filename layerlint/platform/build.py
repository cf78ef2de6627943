"""Rows of the data files to records."""

from collections.abc import Callable, Mapping
from functools import cache

from layerlint.hints import Any
from layerlint.named_tuple import NamedTuple
from layerlint.platform.fields import ARCHITECTURES, Row, release
from layerlint.platform.records import (
    Confidence,
    Day,
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
from layerlint.platform.tables import search

Table = Mapping[str, Any]  #: of one language in tables/search.py


class Data(NamedTuple):
    """All rows before they are records."""

    as_of: Day
    sources: tuple[str, ...]
    unmanaged: frozenset[str]
    systems: Mapping[str, Row]
    runtimes: Mapping[str, Row]
    limits: Mapping[str, Any]


def build_platform(data: Data) -> Platform:
    systems = {name: build_system(name, row) for name, row in data.systems.items()}
    return Platform(
        as_of=data.as_of,
        sources=(*data.sources, *search.SOURCES),
        systems=systems,
        runtimes={name: build_runtime(name, row, systems) for name, row in data.runtimes.items()},
        unmanaged=data.unmanaged,
        limits=Limits(**data.limits),
        search=build_search(),
    )


def build_system(name: str, row: Row) -> System:
    fields = dict(row)
    gcc = {architecture: fields.pop(f"gcc_{architecture}") for architecture in ARCHITECTURES}
    return System(name=name, gcc=gcc, **fields)


def build_search() -> Search:
    return Search(
        path=_words(search.PATH),
        library_path=_words(search.LIBRARY_PATH),
        entrypoints=_words(search.ENTRYPOINTS),
        extensions=search.EXTENSIONS,
        free_form=_names(search.FREE_FORM),
    )


def build_runtime(identifier: str, row: Row, systems: Mapping[str, System]) -> Runtime:
    """The row holds language, system, architectures and a version where the language has one; all else may miss."""
    language = row["language"]
    table: Table = search.LANGUAGES[language]
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
        bundled=_names(table["bundled"]),
        bundled_in_part=_names(table["bundled_in_part"]),
        client=_names(family["client"]),
        preloaded=_names(table["preloaded"]),
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
        builtins=_names(table["builtins"]),
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
        bundled=_names(table["bundled"]),
        features=_names(table["features"]),
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
    families: tuple[Table, ...] = table["families"]
    return next((each for each in families if each["since"] <= version), families[-1])


def _fillings(row: Row) -> dict[str, str]:
    version = row.get("version") or ""
    return {
        "version": version,
        "compact": version.replace(".", ""),
        "major": version.partition(".")[0],
        "abi": row.get("gem_abi") or f"{version}.0",
        "PYTHONPATH": "{PYTHONPATH}",  # the function's own, which is filled in later
    }


def _newer(names: Mapping[int, str], major: int) -> Mapping[str, int]:
    """The words that came after a major version, each with the one that it came with."""
    return {name: since for since, text in names.items() if since > major for name in text.split()}


def _words(text: str, fillings: Mapping[str, str] | None = None) -> tuple[str, ...]:
    return tuple((text.format_map(fillings) if fillings else text).split())


@cache
def _names(text: str) -> frozenset[str]:
    """Of one text always the same set, since a dozen runtimes share it."""
    return frozenset(text.split())
