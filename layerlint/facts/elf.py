"""What an ELF image asks of the loader, read as the loader reads it.

Every count and offset is bounded, so a damaged or hostile image costs no more than a sound one.
"""

import struct
from collections.abc import Iterator
from itertools import islice

from layerlint.facts.elf_image import (
    DT_NEEDED,
    DT_RPATH,
    DT_RUNPATH,
    DT_SONAME,
    DT_VERNEED,
    DT_VERNEEDNUM,
    MOST_NEEDS,
    PT_DYNAMIC,
    PT_INTERP,
    Damage,
    Dynamic,
    Image,
    Segment,
)
from layerlint.facts.elf_symbols import python_symbols
from layerlint.facts.malformed import Malformed
from layerlint.facts.native import Elf

MOST_SECTIONS = 65_536
ET_DYN = 3
VER_FLG_WEAK = 2


def read_elf(path: str, data: bytes, *, symbols: bool = False) -> Elf | Malformed:
    """The dynamic side of the image `data`, with what it asks of Python if `symbols`; never raises."""
    try:
        return _read(Image(data), symbols=symbols)
    except Damage as damage:
        return Malformed(path, str(damage))
    except (struct.error, OverflowError):
        return Malformed(path, "its ELF structures lie outside the file")


def _read(image: Image, *, symbols: bool) -> Elf:
    segments = image.segments()
    first = {segment.kind: segment for segment in reversed(segments)}
    place = first.get(PT_DYNAMIC)
    base = Elf(
        shared=image.kind == ET_DYN,
        interpreter=_interpreter(image, first.get(PT_INTERP)),
        debug_bytes=debug_bytes(image),
        dynamic=place is not None,
    )
    if place is None or not place.size:
        return base
    dynamic = Dynamic(image, segments, place)
    return _with_needs(base, dynamic)._replace(python_symbols=python_symbols(dynamic) if symbols else ())


def _with_needs(base: Elf, dynamic: Dynamic) -> Elf:
    return base._replace(
        soname=dynamic.last(DT_SONAME, "soname"),
        needed=dynamic.texts(DT_NEEDED, "list of needed libraries"),
        rpath=dynamic.paths(DT_RPATH, "RPATH"),
        runpath=dynamic.paths(DT_RUNPATH, "RUNPATH"),
        version_needs=_version_needs(dynamic),
    )


def _interpreter(image: Image, segment: Segment | None) -> str | None:
    if segment is None or not segment.size:
        return None
    return image.name(segment.offset, segment.offset + segment.size, "interpreter")


def _version_needs(dynamic: Dynamic) -> dict[str, tuple[str, ...]]:
    if DT_VERNEED not in dynamic.single:
        return {}
    offset = dynamic.offset_of(dynamic.single[DT_VERNEED], "list of version needs")
    found: dict[str, list[str]] = {}
    for library, version, flags in islice(_needs(dynamic, offset), MOST_NEEDS):
        if not flags & VER_FLG_WEAK:  # the loader only warns where a weak one is missing
            found.setdefault(library, []).append(version)
    return {library: tuple(versions) for library, versions in found.items()}


def _needs(dynamic: Dynamic, offset: int) -> Iterator[tuple[str, str, int]]:
    """Library, version and flags; the records are the same in both classes."""
    need = struct.Struct(dynamic.image.order + "HHIII")
    item = struct.Struct(dynamic.image.order + "IHHII")
    data = dynamic.image.data
    for _ in range(min(dynamic.single.get(DT_VERNEEDNUM, 0), MOST_NEEDS)):
        _, count, file, first, following = need.unpack_from(data, offset)
        library = dynamic.text(file, "version needs")
        place = offset + first
        for _ in range(count):
            _, flags, _, name, step = item.unpack_from(data, place)
            yield library, dynamic.text(name, "version needs"), flags
            if not step:
                break
            place += step
        if not following:
            return
        offset += following


SHT_SYMTAB, SHT_STRTAB, SHT_NOBITS = 2, 3, 8
SHF_ALLOC = 2
STRIPPED_NAMES = (b".debug_", b".zdebug_", b".stab", b".gdb_index", b".gnu.debuglto_")


def debug_bytes(image: Image) -> int:
    """Bytes that `strip` would remove; 0 where the section headers, which the loader never reads, make no sense."""
    try:
        return min(sum(_stripped(image)), len(image.data))
    except (struct.error, OverflowError):
        return 0


def _stripped(image: Image) -> Iterator[int]:
    offset, step, count, names_index = image.section_headers
    layout = struct.Struct(image.order + ("IIQQQQIIQQ" if image.wide else "IIIIIIIIII"))
    if not offset or step != layout.size or offset + step > len(image.data):
        return
    zeroth = layout.unpack_from(image.data, offset)
    names_index = zeroth[6] if names_index == 0xFFFF else names_index
    count = min(count or zeroth[5], (len(image.data) - offset) // step, MOST_SECTIONS)
    rows = list(layout.iter_unpack(image.data[offset : offset + count * step]))
    names = rows[names_index][4] if names_index < count else len(image.data)
    for index, (name, kind, flags, _, _, size, _, _, _, _) in enumerate(rows):
        if flags & SHF_ALLOC or kind == SHT_NOBITS or index == names_index:
            continue
        if kind in (SHT_SYMTAB, SHT_STRTAB) or image.data.startswith(STRIPPED_NAMES, names + name):
            yield size
