"""An ELF image's headers, segments and dynamic segment, by program headers, never by sections.

Every count and offset is bounded, so a damaged or hostile image costs no more than a sound one.
"""

import struct
from itertools import islice, takewhile

from layerlint.archive.bytes_like import Unpacked
from layerlint.named_tuple import NamedTuple

MOST_SEGMENTS = 4096
MOST_TAGS = 65_536
MOST_NEEDS = 4096  # libraries, and versions; several times what the largest real image names
LONGEST_NAME = 4096  # bytes; Linux takes no longer path

PT_LOAD, PT_DYNAMIC, PT_INTERP, PT_TLS = 1, 2, 3, 7
PT_GNU_STACK, PT_GNU_PROPERTY = 0x6474E551, 0x6474E553
DT_NULL, DT_NEEDED, DT_STRTAB, DT_STRSZ, DT_SONAME, DT_RPATH, DT_RUNPATH = 0, 1, 5, 10, 14, 15, 29
DT_TEXTREL, DT_FLAGS, DT_FLAGS_1 = 22, 30, 0x6FFFFFFB
DT_VERDEF, DT_VERDEFNUM, DT_VERNEED, DT_VERNEEDNUM = 0x6FFFFFFC, 0x6FFFFFFD, 0x6FFFFFFE, 0x6FFFFFFF
DT_HASH, DT_SYMTAB, DT_GNU_HASH, DT_VERSYM = 4, 6, 0x6FFFFEF5, 0x6FFFFFF0


class Damage(Exception):
    """The image contradicts itself; str() is one clause."""


class Segment(NamedTuple):
    kind: int
    offset: int
    address: int
    size: int  # bytes in the file
    flags: int
    alignment: int  # bytes
    memory: int  # bytes once loaded


class Image:
    """An ELF image's bytes with its header fields."""

    def __init__(self, data: Unpacked) -> None:
        if len(data) < 52 or data[:4] != b"\x7fELF" or data[4] not in (1, 2) or data[5] not in (1, 2):
            raise Damage("the ELF header is cut off or wrong")
        self.data = data
        self.wide = data[4] == 2
        self.order = "<" if data[5] == 1 else ">"
        if self.wide and len(data) < 64:
            raise Damage("the ELF header is cut off")
        layout = struct.Struct(self.order + ("HHIQQQIHHHHHH" if self.wide else "HHIIIIIHHHHHH"))
        fields = layout.unpack_from(data, 16)
        self.kind: int = fields[0]
        self.machine: int = fields[1]
        self.program_headers: tuple[int, int, int] = (fields[4], fields[8], fields[9])  # offset, size of one, count
        self.section_headers: tuple[int, int, int, int] = (fields[5], *fields[10:13])  # and the names' index

    def segments(self) -> list[Segment]:
        offset, step, count = self.program_headers
        layout = struct.Struct(self.order + ("IIQQQQQQ" if self.wide else "IIIIIIII"))
        if count and step < layout.size:
            raise Damage("its program headers are too small")
        if offset + count * step > len(self.data):
            raise Damage("its program headers lie outside the file")
        rows = (layout.unpack_from(self.data, offset + index * step) for index in range(min(count, MOST_SEGMENTS)))
        if self.wide:
            return [Segment(row[0], row[2], row[3], row[5], row[1], row[7], row[6]) for row in rows]
        return [Segment(row[0], row[1], row[2], row[4], row[6], row[7], row[5]) for row in rows]

    def slice(self, offset: int, size: int, most: int, what: str) -> bytes:
        """The first `most` bytes of a part that must lie inside the file as a whole."""
        if offset + size > len(self.data):
            raise Damage(f"its {what} lies outside the file")
        return bytes(self.data[offset : offset + min(size, most)])

    def name(self, offset: int, end: int, what: str) -> str:
        """The text from `offset` to the next NUL, which must come before `end`."""
        end = min(end, len(self.data), offset + LONGEST_NAME)
        stop = self.data.find(b"\0", offset, end) if offset < end else -1
        if stop < 0:
            raise Damage(f"its {what} has no end")
        return self.data[offset:stop].decode("utf-8", "backslashreplace")


def _is_tag(pair: tuple[int, int]) -> bool:
    return pair[0] != DT_NULL


class Dynamic:
    """The dynamic segment: tags, the strings they name, and where addresses lie in the file."""

    def __init__(self, image: Image, segments: list[Segment], place: Segment) -> None:
        self.image = image
        self.loads = [segment for segment in segments if segment.kind == PT_LOAD]
        layout = struct.Struct(image.order + ("qQ" if image.wide else "iI"))
        size = place.size - place.size % layout.size
        body = image.slice(place.offset, size, MOST_TAGS * layout.size, "dynamic segment")
        self.pairs = list(takewhile(_is_tag, layout.iter_unpack(body)))
        self.single = dict(self.pairs)
        self.strings = self.offset_of(self.single[DT_STRTAB], "string table") if DT_STRTAB in self.single else None
        self.strings_end = (self.strings or 0) + self.single.get(DT_STRSZ, 0)

    def offset_of(self, address: int, what: str) -> int:
        for load in self.loads:
            if load.address <= address < load.address + load.size:
                return address - load.address + load.offset
        raise Damage(f"its {what} is in no loaded segment")

    def text(self, offset: int, what: str) -> str:
        if self.strings is None:
            raise Damage("it names libraries but has no string table")
        return self.image.name(self.strings + offset, self.strings_end, what)

    def texts(self, wanted: int, what: str) -> tuple[str, ...]:
        offsets = (value for tag, value in self.pairs if tag == wanted)
        return tuple(self.text(offset, what) for offset in islice(offsets, MOST_NEEDS))

    def last(self, wanted: int, what: str) -> str | None:
        """The text of a tag that counts once: the loader keeps the last."""
        return self.text(self.single[wanted], what) if wanted in self.single else None

    def paths(self, wanted: int, what: str) -> tuple[str, ...] | None:
        """The folders of a search path, "" for the working folder; None where the tag is not there."""
        text = self.last(wanted, what)
        return None if text is None else tuple(text.split(":")) if text else ()
