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

VER_FLG_WEAK = 2


def version_needs(dynamic: Dynamic) -> dict[str, tuple[str, ...]]:
    """Library to the symbol versions that must be there."""
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


def versions(dynamic: Dynamic) -> tuple[str, ...]:
    """The versions that the image defines, the first of which is its own name; () where it has none at all."""
    if DT_VERDEF not in dynamic.single:
        return ()
    offset = dynamic.offset_of(dynamic.single[DT_VERDEF], "list of versions")
    return tuple(islice(_definitions(dynamic, offset), MOST_NEEDS))


def _definitions(dynamic: Dynamic, offset: int) -> Iterator[str]:
    layout = struct.Struct(dynamic.image.order + "HHHHIII")
    name = struct.Struct(dynamic.image.order + "I")
    data = dynamic.image.data
    for _ in range(min(dynamic.single.get(DT_VERDEFNUM, 0), MOST_NEEDS)):
        *_, first, following = layout.unpack_from(data, offset)
        yield dynamic.text(name.unpack_from(data, offset + first)[0], "versions")
        if not following:
            return
        offset += following
