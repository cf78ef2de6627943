"""Directory headers into entries, with the flaws that a header shows by itself."""

import stat
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from layerlint.archive.directory import Header
from layerlint.archive.entry import Entry, Kind
from layerlint.archive.flaw import Flaw, FlawKind
from layerlint.archive.inflate import DENSEST
from layerlint.archive.names import plain_names, read_name

STORED, DEFLATED = 0, 8
ENCRYPTED = 0x1
_UNIX_HOSTS = {3, 19}
_KINDS = {0: Kind.FILE, stat.S_IFREG: Kind.FILE, stat.S_IFLNK: Kind.LINK, stat.S_IFDIR: Kind.FOLDER}
_METHODS = {9: "deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd", 99: "AES"}


class Members(NamedTuple):
    entries: list[Entry]
    flaws: list[Flaw]
    outside: set[int]  #: numbers of the entries that do not stay under the root


def read_members(headers: Sequence[Header]) -> Members:
    flaws: list[Flaw] = []
    outside: set[int] = set()
    plain = plain_names([header.name for header in headers])
    if plain is not None and not any(b"up" in header.extra for header in headers if header.extra):
        paths = [name[:-1] if name[-1] == "/" else name for name in plain]
        slashed = [name[-1] == "/" for name in plain]
    else:
        names = [read_name(header.name, header.flags, header.host, header.extra) for header in headers]
        paths = [name.path for name in names]
        slashed = [name.folder for name in names]
        outside.update(number for number, name in enumerate(names) if not name.inside)
        flaws.extend(Flaw(name.problem[0], name.path, name.problem[1]) for name in names if name.problem)
    entries = _entries(headers, paths, slashed)
    flaws.extend(_flaws(headers, entries))
    return Members(entries, flaws, outside)


def _entries(headers: Sequence[Header], paths: list[str], slashed: list[bool]) -> list[Entry]:
    made, make = [], Entry._make
    for header, path, folder in zip(headers, paths, slashed, strict=True):
        _name, host, _flags, method, crc, packed, size, attributes, offset, _position, _extra = header
        kind, mode = _kind(host, attributes)
        made.append(make((path, Kind.FOLDER if folder else kind, size, packed, mode, crc, method, offset)))
    return made


@cache
def _kind(host: int, attributes: int) -> tuple[Kind, int | None]:
    """What a name without a slash stands for, and its mode: only Unix and macOS hosts store one."""
    mode = attributes >> 16 if host in _UNIX_HOSTS else None
    return _KINDS.get(stat.S_IFMT(mode or 0), Kind.DEVICE), mode or None


def _flaws(headers: Sequence[Header], entries: Sequence[Entry]) -> Iterator[Flaw]:
    for header, entry in zip(headers, entries, strict=True):
        if header.flags & ENCRYPTED:
            yield Flaw(FlawKind.ENCRYPTED, entry.path, "it is encrypted")
        elif header.method == DEFLATED:
            if header.size > header.packed * DENSEST:
                yield Flaw(FlawKind.SIZE, entry.path, _impossible(header))
        elif header.method != STORED:
            yield Flaw(FlawKind.METHOD, entry.path, f"it is compressed by {_method(header.method)}")
        elif header.size != header.packed:
            yield Flaw(FlawKind.SIZE, entry.path, _impossible(header))
        if entry.kind is Kind.DEVICE:
            yield Flaw(FlawKind.DEVICE, entry.path, "it is neither file, folder nor link")
        elif entry.mode is None and header.host in _UNIX_HOSTS:
            yield Flaw(FlawKind.MODE, entry.path, "it was packed on Unix, yet no mode is stored")


def _impossible(header: Header) -> str:
    packing = "deflated" if header.method == DEFLATED else "stored"
    return f"{header.size:,} bytes are declared, which {header.packed:,} {packing} bytes cannot hold"


def _method(number: int) -> str:
    return f"{_METHODS[number]} (method {number})" if number in _METHODS else f"method {number}"
