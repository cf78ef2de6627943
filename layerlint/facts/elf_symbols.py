"""The symbols of Python's C API that an image leaves to whoever loads it, read from its dynamic symbol table."""

import struct
from collections.abc import Iterator

from layerlint.facts.elf_image import DT_GNU_HASH, DT_HASH, DT_STRTAB, DT_SYMTAB, Damage, Dynamic

MOST_SYMBOLS = 65_536  # before the first defined one; the largest real modules leave under 10,000 to others
STB_GLOBAL = 1
PREFIXES = (b"Py", b"_Py")


def python_symbols(dynamic: Dynamic) -> tuple[str, ...]:
    """Names that start with Py or _Py and must be found, sorted; none where the table makes no sense.

    Weak ones may be missing.
    """
    try:
        return tuple(sorted({name.decode("ascii") for name in _undefined(dynamic)}))
    except (Damage, struct.error, OverflowError, UnicodeDecodeError):
        return ()


def _undefined(dynamic: Dynamic) -> Iterator[bytes]:
    if DT_SYMTAB not in dynamic.single or dynamic.strings is None:
        return
    wide = dynamic.image.wide
    layout = struct.Struct(dynamic.image.order + ("IBxH16x" if wide else "I8xBxH"))
    start = dynamic.offset_of(dynamic.single[DT_SYMTAB], "symbol table")
    size = min(_count(dynamic, start, layout.size), MOST_SYMBOLS) * layout.size
    data, strings = dynamic.image.data, dynamic.strings
    table = dynamic.image.slice(start, size, size, "symbol table")
    for name, info, section in layout.iter_unpack(table):
        place = strings + name
        if section == 0 and info >> 4 == STB_GLOBAL and data.startswith(PREFIXES, place):
            end = data.find(b"\0", place, dynamic.strings_end)
            if end >= 0:
                yield bytes(data[place:end])


def _count(dynamic: Dynamic, table: int, size: int) -> int:
    """How many symbols to look at: undefined ones come before those that the GNU hash table covers."""
    data, order = dynamic.image.data, dynamic.image.order
    if DT_HASH in dynamic.single:
        _, chains = struct.unpack_from(order + "II", data, dynamic.offset_of(dynamic.single[DT_HASH], "hash table"))
        return int(chains)
    if DT_GNU_HASH in dynamic.single:
        place = dynamic.offset_of(dynamic.single[DT_GNU_HASH], "hash table")
        _, first = struct.unpack_from(order + "II", data, place)
        if first > 1:
            return int(first)
    strings = dynamic.offset_of(dynamic.single[DT_STRTAB], "string table")
    return (strings - table) // size if strings > table else 0
