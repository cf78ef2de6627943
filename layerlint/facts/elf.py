"""What an ELF image asks of the loader, read as the loader reads it.

Every count and offset is bounded, so a damaged or hostile image costs no more than a sound one.
"""

import struct
from collections.abc import Iterator

from layerlint.archive.bytes_like import Unpacked
from layerlint.facts.elf_image import (
    DT_FLAGS,
    DT_FLAGS_1,
    DT_NEEDED,
    DT_RPATH,
    DT_RUNPATH,
    DT_SONAME,
    DT_TEXTREL,
    PT_DYNAMIC,
    PT_GNU_PROPERTY,
    PT_GNU_STACK,
    PT_INTERP,
    PT_LOAD,
    PT_TLS,
    Damage,
    Dynamic,
    Image,
    Segment,
)
from layerlint.facts.elf_versions import version_needs, versions
from layerlint.facts.malformed import Malformed
from layerlint.facts.native import Addon, Elf

MOST_SECTIONS = 65_536
ET_DYN = 3
PF_X = 1
DF_TEXTREL, DF_STATIC_TLS = 4, 16
DF_1_NODEFLIB = 0x800
GNU_PROPERTY, X86_ISA_NEEDED = 5, 0xC0008002
MOST_NOTES = 4096  # bytes of properties; real ones take some dozens


def read_elf(path: str, data: Unpacked, *, symbols: bool = False) -> Elf | Malformed:
    """The dynamic side of the image `data`, with what it asks of Python if `symbols`; never raises."""
    try:
        return _read(Image(data), symbols=symbols, is_addon=path.endswith(".node"))
    except Damage as damage:
        return Malformed(path, str(damage))
    except (struct.error, OverflowError):
        return Malformed(path, "its ELF structures lie outside the file")


def _read(image: Image, *, symbols: bool, is_addon: bool) -> Elf:
    segments = image.segments()
    loads = [segment for segment in segments if segment.kind == PT_LOAD]
    first = {segment.kind: segment for segment in reversed(segments)}
    place = first.get(PT_DYNAMIC)
    base = Elf(
        shared=image.kind == ET_DYN,
        interpreter=_interpreter(image, first.get(PT_INTERP)),
        debug_bytes=debug_bytes(image),
        dynamic=place is not None,
        executable_stack=PT_GNU_STACK in first and bool(first[PT_GNU_STACK].flags & PF_X),
        processor_level=_processor_level(image, first.get(PT_GNU_PROPERTY)),
        alignment=min((load.alignment for load in loads), default=0),
        aligned=all(not (load.address - load.offset) & (load.alignment - 1) for load in loads if load.alignment),
    )
    if place is None or not place.size:
        return base
    dynamic = Dynamic(image, segments, place)
    thread_bytes = first[PT_TLS].memory if PT_TLS in first else 0
    return _with_needs(base, dynamic)._replace(
        static_tls=thread_bytes if dynamic.single.get(DT_FLAGS, 0) & DF_STATIC_TLS else 0,
        python_symbols=_python_symbols(dynamic) if symbols else (),
        addon=_addon(dynamic) if is_addon else None,
    )


def _python_symbols(dynamic: Dynamic) -> tuple[str, ...]:
    from layerlint.facts.elf_symbols import python_symbols  # noqa: PLC0415  # of extension modules for every Python

    return python_symbols(dynamic)


def _addon(dynamic: Dynamic) -> Addon:
    from layerlint.facts.node_addon import read_addon  # noqa: PLC0415  # few archives hold one

    return read_addon(dynamic)


def _with_needs(base: Elf, dynamic: Dynamic) -> Elf:
    return base._replace(
        soname=dynamic.last(DT_SONAME, "soname"),
        needed=dynamic.texts(DT_NEEDED, "list of needed libraries"),
        rpath=dynamic.paths(DT_RPATH, "RPATH") or (),
        runpath=dynamic.paths(DT_RUNPATH, "RUNPATH"),
        no_defaults=bool(dynamic.single.get(DT_FLAGS_1, 0) & DF_1_NODEFLIB),
        version_needs=version_needs(dynamic),
        versions=versions(dynamic),
        text_relocations=DT_TEXTREL in dynamic.single or bool(dynamic.single.get(DT_FLAGS, 0) & DF_TEXTREL),
    )


def _processor_level(image: Image, place: Segment | None) -> int:
    """The x86-64 level in the GNU property that names what the code needs; 0 where nothing says so."""
    if place is None:
        return 0
    data = bytes(image.data[place.offset : place.offset + min(place.size, MOST_NOTES)])
    if len(data) < 16 or data[12:16] != b"GNU\0":
        return 0
    _, size, kind = struct.unpack_from(image.order + "III", data)
    return _isa_level(data[16 : 16 + size], image) if kind == GNU_PROPERTY else 0


def _isa_level(data: bytes, image: Image) -> int:
    """Properties are a type, a size and a value, filled up to whole words."""
    start, word = 0, 8 if image.wide else 4
    while start + 12 <= len(data):
        kind, size, value = struct.unpack_from(image.order + "III", data, start)
        if kind == X86_ISA_NEEDED and size == 4:
            return int(value).bit_length()
        start += 8 + size + -size % word
    return 0


def _interpreter(image: Image, segment: Segment | None) -> str | None:
    if segment is None or not segment.size:
        return None
    return image.name(segment.offset, segment.offset + segment.size, "interpreter")


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
