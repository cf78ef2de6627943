"""The directory's columns into entries, with the flaws that a header shows by itself."""

import stat
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from operator import gt, itemgetter, mul

from layerlint.archive.directory import Directory
from layerlint.archive.entry import Entry, Kind
from layerlint.archive.flaw import Flaw, FlawKind
from layerlint.archive.inflate import DENSEST
from layerlint.archive.names import plain_names, read_name
from layerlint.named_tuple import NamedTuple

STORED, DEFLATED = 0, 8
ENCRYPTED = 0x1
_UNIX_HOSTS = {3, 19}
_KINDS = {0: Kind.FILE, stat.S_IFREG: Kind.FILE, stat.S_IFLNK: Kind.LINK, stat.S_IFDIR: Kind.FOLDER}
_METHODS = {9: "deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd", 99: "AES"}


class Members(NamedTuple):
    entries: Sequence[Entry]
    inside: Sequence[Entry]  #: those that stay under the root
    last: Mapping[str, Entry]  #: of these, by path; the last of two at one path
    flaws: list[Flaw]


class _Paths(NamedTuple):
    paths: list[str]
    folders: list[int]  #: numbers of the names that end in a slash
    outside: set[int]  #: numbers of the names that leave the root
    flaws: list[Flaw]


def read_members(directory: Directory, starts: Sequence[int]) -> Members:
    """The entries of a directory; `starts` is where the archive finds the data of each."""
    paths, folders, outside, flaws = _paths(directory)
    attributes = list(zip(directory.hosts, directory.attributes, strict=True))
    known = {pair: _kind_and_mode(*pair) for pair in set(attributes)}
    kinds, modes = map(list, zip(*map(known.__getitem__, attributes), strict=True)) if attributes else ([], [])
    for number in folders:
        kinds[number] = Kind.FOLDER
    columns = (paths, kinds, directory.sizes, directory.packed, modes, directory.crcs, directory.methods)
    make: partial[Entry] = partial(tuple.__new__, Entry)  # a third of the cost of calling Entry
    entries = list(map(make, zip(*columns, starts, strict=True)))
    flaws += _packing_flaws(directory, paths)
    if any(kind is Kind.DEVICE or mode is None for kind, mode in known.values()):
        flaws += _mode_flaws(directory.hosts, entries)
    inside = [entry for number, entry in enumerate(entries) if number not in outside] if outside else entries
    last = dict(zip(map(itemgetter(0), inside), inside, strict=True))
    return Members(entries, inside, last, flaws)


def _paths(directory: Directory) -> _Paths:
    plain = plain_names(directory.names, directory.extras)
    if plain is not None:
        folders = [number for number, name in enumerate(plain) if name[-1] == "/"]
        for number in folders:
            plain[number] = plain[number][:-1]
        return _Paths(plain, folders, set(), [])
    names = list(map(read_name, directory.names, directory.flags, directory.hosts, directory.extras))
    return _Paths(
        [name.path for name in names],
        [number for number, name in enumerate(names) if name.folder],
        {number for number, name in enumerate(names) if not name.inside},
        [Flaw(name.problem[0], name.path, name.problem[1]) for name in names if name.problem],
    )


def _kind_and_mode(host: int, attributes: int) -> tuple[Kind, int | None]:
    """What a name without a slash stands for, and its mode: only Unix and macOS hosts store one."""
    mode = attributes >> 16 if host in _UNIX_HOSTS else 0
    return _KINDS.get(stat.S_IFMT(mode), Kind.DEVICE), mode or None


def _packing_flaws(directory: Directory, paths: Sequence[str]) -> Iterator[Flaw]:
    flags, methods, packed, sizes = directory.flags, directory.methods, directory.packed, directory.sizes
    if any(flag & ENCRYPTED for flag in set(flags)):
        for number, flag in enumerate(flags):
            if flag & ENCRYPTED:
                yield Flaw(FlawKind.ENCRYPTED, paths[number], "it is encrypted")
    others = [number for number, method in enumerate(methods) if method != DEFLATED]
    suspects = [number for number in others if methods[number] != STORED or sizes[number] != packed[number]]
    if any(map(gt, sizes, map(mul, packed, repeat(DENSEST)))):
        suspects = list(range(len(paths)))
    for number in suspects:
        flaw = _packing_flaw(methods[number], sizes[number], packed[number], sealed=bool(flags[number] & ENCRYPTED))
        if flaw is not None:
            yield Flaw(flaw[0], paths[number], flaw[1])


def _packing_flaw(method: int, size: int, packed: int, *, sealed: bool) -> tuple[FlawKind, str] | None:
    if method not in {STORED, DEFLATED}:
        return FlawKind.METHOD, f"it is compressed by {_method(method)}"
    if method == DEFLATED and size > packed * DENSEST:
        return FlawKind.SIZE, f"{size:,} bytes are declared, and {packed:,} deflated bytes cannot hold so many"
    if method == STORED and size != packed and not sealed:
        return FlawKind.SIZE, f"{size:,} bytes are declared, and {packed:,} are stored"
    return None


def _mode_flaws(hosts: Sequence[int], entries: Sequence[Entry]) -> Iterator[Flaw]:
    for host, entry in zip(hosts, entries, strict=True):
        if entry.kind is Kind.DEVICE:
            yield Flaw(FlawKind.DEVICE, entry.path, "it is neither file, folder nor link")
        elif entry.mode is None and host in _UNIX_HOSTS:
            yield Flaw(FlawKind.MODE, entry.path, "it was packed on Unix, yet no mode is stored")


def _method(number: int) -> str:
    return f"{_METHODS[number]} (method {number})" if number in _METHODS else f"method {number}"
