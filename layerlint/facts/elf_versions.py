"""Symbol versions: those that an image needs of its libraries, and those that it defines itself."""

import struct
from collections.abc import Iterator
from itertools import islice

from layerlint.facts.elf_image import (
    DT_VERDEF,
    DT_VERDEFNUM,
    DT_VERNEED,
    DT_VERNEEDNUM,
    MOST_NEEDS,
    Dynamic,
)

VER_FLG_BASE, VER_FLG_WEAK = 1, 2
NUMBER = 0x7FFF  # the rest of a version's number is a mark


def version_needs(dynamic: Dynamic) -> dict[str, tuple[str, ...]]:
    """Library to the symbol versions that must be there."""
    if DT_VERNEED not in dynamic.single:
        return {}
    offset = dynamic.offset_of(dynamic.single[DT_VERNEED], "list of version needs")
    found: dict[str, list[str]] = {}
    for library, version, flags, _ in islice(_needs(dynamic, offset), MOST_NEEDS):
        if not flags & VER_FLG_WEAK:  # the loader only warns where a weak one is missing
            found.setdefault(library, []).append(version)
    return {library: tuple(versions) for library, versions in found.items()}


def numbered_needs(dynamic: Dynamic) -> dict[int, tuple[str, str]]:
    """The number by which symbols refer to a version that is needed, to the version and its library."""
    if DT_VERNEED not in dynamic.single:
        return {}
    offset = dynamic.offset_of(dynamic.single[DT_VERNEED], "list of version needs")
    needs = islice(_needs(dynamic, offset), MOST_NEEDS)
    return {number & NUMBER: (version, library) for library, version, _, number in needs}


def _needs(dynamic: Dynamic, offset: int) -> Iterator[tuple[str, str, int, int]]:
    """Library, version, flags and number; the records are the same in both classes."""
    need = struct.Struct(dynamic.image.order + "HHIII")
    item = struct.Struct(dynamic.image.order + "IHHII")
    data = dynamic.image.data
    for _ in range(min(dynamic.single.get(DT_VERNEEDNUM, 0), MOST_NEEDS)):
        _, count, file, first, following = need.unpack_from(data, offset)
        library = dynamic.text(file, "version needs")
        place = offset + first
        for _ in range(count):
            _, flags, number, name, step = item.unpack_from(data, place)
            yield library, dynamic.text(name, "version needs"), flags, number
            if not step:
                break
            place += step
        if not following:
            return
        offset += following


def versions(dynamic: Dynamic) -> tuple[str, ...]:
    """The versions that the image defines, the first of which is its own name; () where it has none at all."""
    if DT_VERDEF not in dynamic.single:
        return ()
    offset = dynamic.offset_of(dynamic.single[DT_VERDEF], "list of versions")
    return tuple(name for name, _, _ in islice(_definitions(dynamic, offset), MOST_NEEDS))


def numbered_definitions(dynamic: Dynamic) -> dict[int, str]:
    """The versions that the image defines, by the number in its symbols; without its own name, which is no version."""
    if DT_VERDEF not in dynamic.single:
        return {}
    offset = dynamic.offset_of(dynamic.single[DT_VERDEF], "list of versions")
    rows = islice(_definitions(dynamic, offset), MOST_NEEDS)
    return {number & NUMBER: name for name, flags, number in rows if not flags & VER_FLG_BASE}


def _definitions(dynamic: Dynamic, offset: int) -> Iterator[tuple[str, int, int]]:
    """Name, flags and number."""
    layout = struct.Struct(dynamic.image.order + "HHHHIII")
    name = struct.Struct(dynamic.image.order + "I")
    data = dynamic.image.data
    for _ in range(min(dynamic.single.get(DT_VERDEFNUM, 0), MOST_NEEDS)):
        _, flags, number, _, _, first, following = layout.unpack_from(data, offset)
        yield dynamic.text(name.unpack_from(data, offset + first)[0], "versions"), flags, number
        if not following:
            return
        offset += following
