"""Platform data from the tables, and from a user's file laid over them."""

from collections.abc import Iterator
from functools import cache

from layerlint.hints import TYPE_CHECKING
from layerlint.platform.build import Data, build_platform
from layerlint.platform.fields import COMMON, LANGUAGES, PlatformError, Row, from_text
from layerlint.platform.records import Platform
from layerlint.platform.tables import limits, runtimes

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
    return build_platform(data)


def _built_in() -> Data:
    return Data(
        as_of=runtimes.AS_OF,
        sources=(*runtimes.SOURCES, *limits.SOURCES),
        unmanaged=frozenset(runtimes.UNMANAGED),
        systems=runtimes.SYSTEMS,
        runtimes={row["identifier"]: row for row in _rows()},
        limits=limits.LIMITS,
    )


def _rows() -> Iterator[Row]:
    """Each line of each language's table."""
    for language, table in runtimes.RUNTIMES.items():
        kinds = {"identifier": "text", **COMMON, **LANGUAGES[language]}
        columns, *lines = (line.split() for line in table.split("\n") if line)
        for words in lines:
            row = {name: from_text(kinds[name], word) for name, word in zip(columns, words, strict=True)}
            yield row | {"language": language, "preview": row["identifier"] in runtimes.PREVIEW}
