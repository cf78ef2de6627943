"""Local headers held against the directory, and the bytes that entries claim. APPNOTE 4.3.7."""

from collections.abc import Iterator, Sequence
from operator import add, le
from struct import Struct

from layerlint.archive.bytes_like import Data
from layerlint.archive.directory import LOCAL_SIGNATURE, SATURATED, Directory, widened
from layerlint.archive.flaw import FlawKind
from layerlint.named_tuple import NamedTuple

NOWHERE = -1  #: the start of data that has no local header
_SIZE = 30
_ENDS = Struct("<4s22xHH")  #: signature, lengths of the name and of the extra field
_HEADER = Struct("<4x2xHH4x3I2H")
_ENCRYPTED, _STREAMED, _UTF8 = 0x1, 0x8, 0x800


class Problem(NamedTuple):
    """A flaw of the entry with this number."""

    number: int
    kind: FlawKind
    detail: str


class Locals(NamedTuple):
    starts: Sequence[int]  #: where the data of each entry begins, or NOWHERE
    problems: list[Problem]


def read_locals(data: Data, directory: Directory, limit: int) -> Locals:
    """Where data begins, headers that disagree, entries that claim the same bytes; the directory begins at `limit`."""
    starts, differing = _compare(data, directory)
    stops = list(map(add, starts, directory.packed))
    problems = [
        Problem(number, FlawKind.HEADERS_DISAGREE, detail)
        for number in differing
        if (detail := _difference(data, directory, number)) is not None
    ]
    problems += _overlaps(directory.offsets, stops, limit)
    for number in differing:
        starts[number] = _data_start(data, directory.offsets[number])
    return Locals(starts, problems)


def _data_start(data: Data, offset: int) -> int:
    if offset + _SIZE > len(data):
        return NOWHERE
    signature, name, extra = _ENDS.unpack_from(data, offset)
    return offset + _SIZE + int(name) + int(extra) if signature == LOCAL_SIGNATURE else NOWHERE


def _compare(data: Data, directory: Directory) -> tuple[list[int], list[int]]:
    """Where each entry's data begins by its name in the directory, and the numbers of the headers that differ."""
    names, offsets = directory.names, directory.offsets
    heads = [data[offset : offset + _SIZE + len(name)] for offset, name in zip(offsets, names, strict=True)]
    if min(map(len, heads), default=_SIZE) < _SIZE:
        heads = [head.ljust(_SIZE, b"\0") for head in heads]
    starts = [offset + len(head) + head[28] + 256 * head[29] for offset, head in zip(offsets, heads, strict=True)]
    beginnings = directory.beginnings
    found = [head[_SIZE:] for head in heads]
    if all(map(bytes.startswith, heads, beginnings)) and found == list(names):
        return starts, []
    differing = [
        number
        for number, (head, beginning) in enumerate(zip(heads, beginnings, strict=True))
        if not head.startswith(beginning) or found[number] != names[number]
    ]
    return starts, differing


def _difference(data: Data, directory: Directory, number: int) -> str | None:
    """What the two headers say differently, of the things that readers act on."""
    offset = directory.offsets[number]
    if _data_start(data, offset) == NOWHERE:
        return "there is no local header where the directory says"
    flags, method, crc, packed, size, named, extended = _HEADER.unpack_from(data, offset)
    name = data[offset + _SIZE : offset + _SIZE + named]
    if SATURATED in (size, packed):
        extra = data[offset + _SIZE + named : offset + _SIZE + named + extended]
        size, packed, _ = widened(extra, size, packed, 0)
    if name != directory.names[number]:
        return "the local header has another name"
    if method != directory.methods[number]:
        return f"the local header says method {method}, the directory {directory.methods[number]}"
    if (flags ^ directory.flags[number]) & (_ENCRYPTED if name.isascii() else _ENCRYPTED | _UTF8):
        return "the local header has other flags"
    pairs = (
        ("CRC", crc, directory.crcs[number]),
        ("packed size", packed, directory.packed[number]),
        ("size", size, directory.sizes[number]),
    )
    for word, local, central in pairs:
        if local != central and not (flags & _STREAMED and local == 0):
            return f"the local header has another {word}"
    return None


def _overlaps(offsets: Sequence[int], stops: Sequence[int], limit: int) -> Iterator[Problem]:
    if all(map(le, stops, [*offsets[1:], limit])):
        return
    reached, owner = 0, 0
    for number in sorted(range(len(offsets)), key=offsets.__getitem__):
        if offsets[number] < reached:
            yield Problem(number, FlawKind.OVERLAP, f"its bytes belong to entry {owner + 1} too")
        elif stops[number] > limit:
            yield Problem(number, FlawKind.OVERLAP, "its data runs into the directory or past the end")
        if stops[number] > reached:
            reached, owner = stops[number], number
