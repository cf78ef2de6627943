"""How an addon registers with Node.js: which versions of its binary interface it was built for."""

import struct
from collections.abc import Iterator
from itertools import islice

from layerlint.facts.elf_image import Damage, Dynamic
from layerlint.facts.native import Addon
from layerlint.facts.node_api import api_functions, declared_version
from layerlint.pattern import pattern

DT_RELA, DT_RELASZ = 7, 8
RELATIVE = frozenset({8, 1027})  # R_X86_64_RELATIVE, R_AARCH64_RELATIVE
MOST_RELOCATIONS = 400_000
OWN_SYMBOL = pattern(rb"\0node_register_module_v(\d{1,4})(?=\0)")
VERSIONS = range(11, 1000)
MOST_FLAGS = 16
#: offsets in struct node_module, 64 bits: file name, module name, and what is never set by the linker
FILE_NAME, MODULE_NAME = 16, 40
EMPTY = (0, 8, 48, 56)
TEXT = pattern(rb"[\x20-\x7e]{1,400}\0")


def read_addon(dynamic: Dynamic) -> Addon:
    """From the names of its symbols, and from the structure that an older addon hands over when it is loaded."""
    if dynamic.strings is None:
        return Addon()
    names = dynamic.image.data[dynamic.strings : min(dynamic.strings_end, len(dynamic.image.data))]
    registers = b"\0node_module_register\0" in names
    is_found = b"\0napi_register_module_v1\0" in names
    registers_itself = b"\0napi_module_register\0" in names
    return Addon(
        versions=tuple(sorted({int(number) for number in OWN_SYMBOL.findall(names)})),
        napi=is_found or registers_itself,
        functions=api_functions(names),
        api=declared_version(dynamic) if is_found and not registers_itself else None,
        registers=registers,
        registered=_registered(dynamic) if registers else None,
    )


def _registered(dynamic: Dynamic) -> int | None:
    """The version in its struct node_module, found by the pointers that the linker sets in it."""
    try:
        pointers = dict(_pointers(dynamic))
        found = {version for place in pointers if (version := _version(dynamic, place - FILE_NAME, pointers))}
    except (Damage, struct.error, OverflowError):
        return None
    return found.pop() if len(found) == 1 else None


def _pointers(dynamic: Dynamic) -> Iterator[tuple[int, int]]:
    """Address and value of each pointer that is relative to where the image is loaded."""
    if not dynamic.image.wide or DT_RELA not in dynamic.single:
        return
    start = dynamic.offset_of(dynamic.single[DT_RELA], "relocations")
    layout = struct.Struct(dynamic.image.order + "QQq")
    size = dynamic.single.get(DT_RELASZ, 0) // layout.size * layout.size
    table = dynamic.image.slice(start, size, MOST_RELOCATIONS * layout.size, "relocations")
    for place, info, value in islice(layout.iter_unpack(table), MOST_RELOCATIONS):
        if info & 0xFFFFFFFF in RELATIVE:
            yield place, value


def _version(dynamic: Dynamic, base: int, pointers: dict[int, int]) -> int | None:
    if base + MODULE_NAME not in pointers or any(base + offset in pointers for offset in EMPTY):
        return None
    try:
        version, flags = struct.unpack_from(
            dynamic.image.order + "iI", dynamic.image.data, dynamic.offset_of(base, "module")
        )
        texts = [dynamic.offset_of(pointers[base + offset], "names") for offset in (FILE_NAME, MODULE_NAME)]
    except (Damage, struct.error):
        return None
    named = all(TEXT.match(dynamic.image.data, offset) for offset in texts)
    return version if named and version in VERSIONS and flags < MOST_FLAGS else None
