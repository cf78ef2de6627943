"""RECORD: which files a distribution owns."""

from collections.abc import Iterable, Iterator
from itertools import islice

from layerlint.pattern import pattern

MOST_PATHS = 60_000  # several times what the largest distribution holds

# A quoted field may hold commas, line ends and doubled quotes; the rest of the line (hash and size) is not looked at.
_FIELD = pattern(r'(?:"((?:[^"]|"")*+)"|([^,\r\n]*+))[^\r\n]*+[\r\n]*+')


def read_record(data: bytes, site: str) -> tuple[str, ...]:
    """The recorded paths from the archive's root on, normalised; those that leave the archive are left out.

    `site` is the folder that RECORD's paths are relative to, "" for the root.
    """
    text = data.decode("utf-8", "replace")
    fields = _quoted(text) if '"' in text else _plain(text)
    return tuple(rooted(fields, site))


def _plain(text: str) -> Iterator[str]:
    for line in islice(text.split("\n", MOST_PATHS), MOST_PATHS):
        yield line.partition(",")[0].rstrip("\r")


def _quoted(text: str) -> Iterator[str]:
    for match in islice(_FIELD.finditer(text), MOST_PATHS):
        quoted, plain = match.groups()
        yield plain if quoted is None else quoted.replace('""', '"')


def rooted(paths: Iterable[str], folder: str) -> Iterator[str]:
    """Each path seen from the archive's root, where it stays inside."""
    prefix = f"{folder}/" if folder else ""
    for path in paths:
        if not path or path[0] == "/":
            continue
        whole = prefix + path
        if "//" not in whole and "/." not in whole and whole[0] != "." and whole[-1] != "/":
            yield whole
            continue
        normal = normalised(whole)
        if normal:
            yield normal


def normalised(path: str) -> str | None:
    """`path` without "." and ".."; None where it climbs above its start."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
