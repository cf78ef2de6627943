"""What an image's symbols bind to: those that it leaves to others, with when they are looked for, and those it offers.

Read for single images where their headers leave a question open. Every count and offset is bounded, so a damaged or
hostile image costs no more than a sound one.
"""

import struct
from collections.abc import Iterator, Mapping

from layerlint.archive.bytes_like import Unpacked
from layerlint.facts.elf_image import (
    DT_FLAGS,
    DT_FLAGS_1,
    DT_GNU_HASH,
    DT_HASH,
    DT_SYMTAB,
    DT_VERSYM,
    PT_DYNAMIC,
    Damage,
    Dynamic,
    Image,
)
from layerlint.facts.elf_versions import numbered_definitions, numbered_needs
from layerlint.named_tuple import NamedTuple

MOST_SYMBOLS = 1 << 20  # the largest real libraries have a third of that
MOST_RELOCATIONS = 1 << 22
MOST_TEXT = 1 << 28  # bytes of names; those of the largest real libraries come to a tenth of that
DT_RELA, DT_RELASZ, DT_PLTRELSZ, DT_JMPREL, DT_BIND_NOW, DT_RELACOUNT = 7, 8, 2, 23, 24, 0x6FFFFFF9
DF_BIND_NOW, DF_1_NOW = 8, 1
STB_GLOBAL, STB_WEAK, STB_UNIQUE = 1, 2, 10
STT_TLS = 6
SHN_ABS = 0xFFF1
HIDDEN = 0x8000  # in a version's number: what names no version does not see the symbol
BASE = 2  # the lowest number of a version of its own; 0 and 1 stand for none
JUMP_SLOTS = (7, 1026)  # of x86-64 and of AArch64: relocations that may wait for a call


class Wanted(NamedTuple):
    """A symbol that must come from elsewhere."""

    name: bytes
    version: str  #: "" for none
    library: str  #: that had the version as the image was linked; "" for none
    waits: bool  #: whether only calls ask for it, so that it may be looked for as late as by the first


class Symbols(NamedTuple):
    """The dynamic symbols of an image."""

    wanted: tuple[Wanted, ...] = ()
    offered: Mapping[bytes, tuple[int, ...]] = {}  #: name to the numbers of its versions, HIDDEN added to some
    versions: Mapping[int, str] = {}  #: the versions that the image defines, by their numbers
    at_once: bool = False  #: it was linked so that nothing waits

    def has(self, name: bytes, version: str) -> bool:
        """Whether the loader would take a symbol of the image for one that is wanted; "" is no version."""
        numbers = self.offered.get(name, ())
        if not version:
            return any(number & ~HIDDEN <= BASE or not number & HIDDEN for number in numbers)
        return any(self.versions.get(number & ~HIDDEN) == version or number < BASE for number in numbers)


def read_symbols(data: Unpacked) -> Symbols | None:
    """None where the image is damaged or has no dynamic segment; never raises."""
    try:
        return _read(Image(data))
    except (Damage, struct.error, OverflowError, IndexError):
        return None


def _read(image: Image) -> Symbols | None:
    segments = image.segments()
    place = next((segment for segment in segments if segment.kind == PT_DYNAMIC), None)
    if place is None or not image.wide:
        return None
    dynamic = Dynamic(image, segments, place)
    rows = symbol_rows(dynamic)
    numbers = _numbers(dynamic, len(rows))
    names = _Names(dynamic)
    single = dynamic.single
    flags = single.get(DT_FLAGS, 0) & DF_BIND_NOW or single.get(DT_FLAGS_1, 0) & DF_1_NOW
    return Symbols(
        tuple(_wanted(dynamic, rows, numbers, names)),
        _offered(rows, numbers, names),
        numbered_definitions(dynamic),
        bool(flags or DT_BIND_NOW in single),
    )


Row = tuple[int, int, int, int, int]  # name, info, visibility, section, value


def symbol_rows(dynamic: Dynamic) -> list[Row]:
    """The dynamic symbols of an image of 64 bits. Raises Damage or struct.error where they make no sense."""
    if DT_SYMTAB not in dynamic.single or dynamic.strings is None:
        return []
    layout = struct.Struct(dynamic.image.order + "IBBHQ8x")
    start = dynamic.offset_of(dynamic.single[DT_SYMTAB], "symbol table")
    size = min(_count(dynamic), MOST_SYMBOLS) * layout.size
    return list(layout.iter_unpack(dynamic.image.slice(start, size, size, "symbol table")))


def _count(dynamic: Dynamic) -> int:
    """How many symbols there are; the GNU table tells it by the end of its last chain."""
    data, order = dynamic.image.data, dynamic.image.order
    if DT_HASH in dynamic.single:
        place = dynamic.offset_of(dynamic.single[DT_HASH], "hash table")
        return int(struct.unpack_from(order + "II", data, place)[1])
    if DT_GNU_HASH not in dynamic.single:
        return 0
    place = dynamic.offset_of(dynamic.single[DT_GNU_HASH], "hash table")
    buckets, first, words, _ = struct.unpack_from(order + "IIII", data, place)
    start = place + 16 + 8 * words
    last = max(struct.unpack_from(f"{order}{min(buckets, MOST_SYMBOLS)}I", data, start), default=0)
    if last < first:
        return int(first)
    chains = start + 4 * buckets
    while last - first < MOST_SYMBOLS and not data[chains + 4 * (last - first)] & 1:
        last += 1
    return last + 1


def _numbers(dynamic: Dynamic, count: int) -> tuple[int, ...]:
    """The number of each symbol's version; 1, which stands for none, where the image knows no versions."""
    if DT_VERSYM not in dynamic.single:
        return (1,) * count
    place = dynamic.offset_of(dynamic.single[DT_VERSYM], "list of version numbers")
    return struct.unpack_from(f"{dynamic.image.order}{count}H", dynamic.image.data, place)


def _wanted(dynamic: Dynamic, rows: list[Row], numbers: tuple[int, ...], names: "_Names") -> Iterator[Wanted]:
    """What no relocation asks for may be missing, and so may what is weak."""
    needs = numbered_needs(dynamic)
    at_once, late = _asked(dynamic)
    for index in sorted(at_once | late):
        if index >= len(rows):
            raise Damage("a relocation is of no symbol")
        name, info, _, section, _ = rows[index]
        if section == 0 and info >> 4 == STB_GLOBAL and name:
            version, library = needs.get(numbers[index] & ~HIDDEN, ("", ""))
            yield Wanted(names.at(name), version, library, index not in at_once)


def _asked(dynamic: Dynamic) -> tuple[set[int], set[int]]:
    """The symbols that relocations of data ask for, and those of calls."""
    single = dynamic.single
    calls = list(_relocations(dynamic, DT_JMPREL, single.get(DT_PLTRELSZ, 0), 0))
    data = _relocations(dynamic, DT_RELA, single.get(DT_RELASZ, 0), single.get(DT_RELACOUNT, 0))
    waiting = {info >> 32 for info in calls if info & 0xFFFFFFFF in JUMP_SLOTS}
    at_once = {info >> 32 for info in data if info & 0xFFFFFFFF not in JUMP_SLOTS}
    return at_once | {info >> 32 for info in calls} - waiting - {0}, waiting - {0}


def _relocations(dynamic: Dynamic, tag: int, size: int, skipped: int) -> Iterator[int]:
    """The symbol and kind of each; the first ones of a table, which are of no symbol, are counted in the image."""
    if tag not in dynamic.single:
        return
    layout = struct.Struct(dynamic.image.order + "8xQ8x")
    start = dynamic.offset_of(dynamic.single[tag], "list of relocations") + skipped * layout.size
    count = min(max(size // layout.size - skipped, 0), MOST_RELOCATIONS)
    body = dynamic.image.slice(start, count * layout.size, count * layout.size, "list of relocations")
    for (info,) in layout.iter_unpack(body):
        yield info


def _offered(rows: list[Row], numbers: tuple[int, ...], names: "_Names") -> dict[bytes, tuple[int, ...]]:
    found: dict[bytes, tuple[int, ...]] = {}
    for (name, info, visibility, section, value), number in zip(rows, numbers, strict=True):
        bound = info >> 4 in (STB_GLOBAL, STB_WEAK, STB_UNIQUE) and visibility & 3 in (0, 3)
        if section and bound and (value or section == SHN_ABS or info & 15 == STT_TLS):
            text = names.at(name)
            found[text] = (*found.get(text, ()), number)
    return found


class _Names:
    """The names of symbols; a table whose names overlap without end is given up."""

    def __init__(self, dynamic: Dynamic) -> None:
        self.data = dynamic.image.data
        self.start = dynamic.strings or 0
        self.end = dynamic.strings_end
        self.room = MOST_TEXT

    def at(self, offset: int) -> bytes:
        start = self.start + offset
        end = self.data.find(b"\0", start, self.end)
        self.room -= end - start
        if end < 0 or self.room < 0:
            raise Damage("the names of its symbols make no sense")
        return bytes(self.data[start:end])
