"""RECORD: which files a distribution owns."""

from collections.abc import Iterable, Iterator
from itertools import islice

from layerlint.pattern import pattern

MOST_PATHS = 60_000  # several times what the largest distribution holds

#: what no RECORD holds whose paths can be taken as they stand, a line end put around it
_ODD = ("\r", "//", "/.", "/,", "/\n", "\n/", "\n.", "\n,")
# A quoted field may hold commas, line ends and doubled quotes; the rest of the line (hash and size) is not looked at.
_FIELD = pattern(r'(?:"((?:[^"]|"")*+)"|([^,\r\n]*+))[^\r\n]*+[\r\n]*+')


def read_record(data: bytes, site: str) -> tuple[str, ...]:
    """The recorded paths from the archive's root on, normalised; those that leave the archive are left out.

    `site` is the folder that RECORD's paths are relative to, "" for the root.
    """
    text = data.decode("utf-8", "replace")
    if '"' in text:
        return tuple(rooted(_quoted(text), site))
    text = text.replace("\r\n", "\n")
    lines = text.split("\n", MOST_PATHS)[:MOST_PATHS]
    around = f"\n{text}\n"
    if not any(odd in around for odd in _ODD):
        prefix = f"{site}/" if site else ""
        return tuple([prefix + line.partition(",")[0] for line in lines if line])
    return tuple(rooted((line.partition(",")[0].rstrip("\r") for line in lines), site))


def _quoted(text: str) -> Iterator[str]:
    for match in islice(_FIELD.finditer(text), MOST_PATHS):
        quoted, plain = match.groups()
        yield plain if quoted is None else quoted.replace('""', '"')


def rooted(paths: Iterable[str], folder: str) -> Iterator[str]:
    """Each path seen from the archive's root, where it stays inside."""
    prefix = f"{folder}/" if folder else ""
    found = (prefix + path for path in paths if path and path[0] != "/")
    for path in found:
        if "//" not in path and "/." not in path and path[0] != "." and path[-1] != "/":
            yield path
        elif normal := normalised(path):
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
