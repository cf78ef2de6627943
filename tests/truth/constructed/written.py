"""Reads stacks that are written as text: `=== name of the stack`, then `--- path under python/` over each source.

A path may be followed by `? why`: a model of the source is excused when it does not know about that module. `?? why`
says that any answer will do, for what decides is no import.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.truth.constructed.stack import Constructed, layer

_HEADING = re.compile(r"(.*?)(?:\s+(\?\??)\s+(.*))?")


def stacks(name: str) -> tuple[Constructed, ...]:
    """Those of one file beside this one, e.g. "guards.txt"."""
    text = Path(__file__).with_name(name).read_text("utf-8")
    return tuple(_stack(title, body) for title, body in _parts(text, "=== "))


def _stack(title: str, body: str) -> Constructed:
    files: dict[str, str] = {}
    excuses: dict[str, dict[str, str]] = {"?": {}, "??": {}, "": {}}
    for heading, source in _parts(body, "--- "):
        path, mark, why = _HEADING.fullmatch(heading.strip()).groups("")  # type: ignore[union-attr]  # matches all
        files[path] = source
        excuses[mark][path.removesuffix(".py").removesuffix("/__init__")] = why
    return layer(title, files, unknown=excuses["?"], beyond=excuses["??"])


def _parts(text: str, mark: str) -> Iterator[tuple[str, str]]:
    """Headings and what is under each; what comes before the first is a comment."""
    for part in ("\n" + text).split("\n" + mark)[1:]:
        heading, _, body = part.partition("\n")
        yield heading.strip(), body.rstrip("\n") + "\n"
