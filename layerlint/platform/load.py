"""Platform data from the files beside this module, and from a user's file laid over them."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from layerlint.platform import files
from layerlint.platform.build import Data, build_platform
from layerlint.platform.fields import COMMON, LANGUAGES, LIMITS, SYSTEM, PlatformError, Row, checked, from_text
from layerlint.platform.records import Platform

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PlatformError", "load_platform"]


@cache
def load_platform(file: "Path | None" = None) -> Platform:
    """What Amazon ships as far as the built-in data knows, with a user's TOML file over it.

    Raises PlatformError: the file cannot be read, or says something that has no meaning here.
    """
    data = _built_in()
    if file is not None:
        from layerlint.platform.override import lay_over  # noqa: PLC0415  # not on the start-up path

        data = lay_over(data, file)
    return build_platform(data, files.table("search.toml"))


def _built_in() -> Data:
    runtimes = files.table("runtimes.toml")
    limits = files.table("limits.toml")
    return Data(
        as_of=runtimes["as_of"],
        sources=(*runtimes["sources"], *limits["sources"]),
        unmanaged=frozenset(runtimes["unmanaged"]),
        systems={name: checked(table, SYSTEM, name) for name, table in runtimes["system"].items()},
        runtimes={row["identifier"]: row for row in _rows(runtimes)},
        limits={name: limits[name] for name in LIMITS},
    )


def _rows(runtimes: Mapping[str, Any]) -> Iterator[Row]:
    """Each line of each language's table."""
    for language, fields in LANGUAGES.items():
        kinds = {"identifier": "text", **COMMON, **fields}
        columns, *lines = (line.split() for line in runtimes[language]["runtimes"].split("\n") if line)
        for words in lines:
            row = {name: from_text(kinds[name], word) for name, word in zip(columns, words, strict=True)}
            yield row | {"language": language, "preview": row["identifier"] in runtimes["preview"]}
