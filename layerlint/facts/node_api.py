"""What an addon asks of Node-API: the functions it names, and the version that it says it was built for.

Node.js 18 and later call `node_api_module_get_api_version_v1` of an addon to learn that version; what compilers make of
a function that returns a constant is a few bytes, and only those are understood.
"""

import re
import struct

from layerlint.facts.elf_bindings import symbol_rows
from layerlint.facts.elf_image import Damage, Dynamic
from layerlint.pattern import pattern

FUNCTION = pattern(rb"(?<=\0)(?:napi|node_api)_[a-z0-9_]{1,60}(?=\0)")
VERSION = b"node_api_module_get_api_version_v1"
MOST = 500  # functions; Node.js has a third of that
LONGEST = 16  # bytes of machine code looked at
X86_64, AARCH64 = 62, 183
#: endbr64; push %rbp; mov %rsp,%rbp; mov $version,%eax; pop %rbp; ret
X86_CODE = pattern(rb"(?:\xf3\x0f\x1e\xfa)?(?:\x55\x48\x89\xe5\xb8(.{4})\x5d|\xb8(.{4}))\xc3", re.DOTALL)
#: bti c; mov w0, #version; ret
ARM_CODE = pattern(rb"(?:\x5f\x24\x03\xd5)?(.{4})\xc0\x03\x5f\xd6", re.DOTALL)
MOVZ_W0, VALUE = 0x52800000, 0x001FFFE0


def api_functions(names: bytes | bytearray) -> tuple[str, ...]:
    """Those among the names of an image's symbols, its own and others', sorted."""
    found = {name.decode("ascii") for name in FUNCTION.findall(names)}
    return tuple(sorted(found)) if len(found) <= MOST else ()


def declared_version(dynamic: Dynamic) -> int | None:
    """What its function of that name returns; None where it has none, or does more than that."""
    try:
        code = _code(dynamic)
    except (Damage, struct.error, OverflowError):
        return None
    if dynamic.image.machine == X86_64:
        match = X86_CODE.match(code)
        return int.from_bytes(match[1] or match[2], "little") if match else None
    match = ARM_CODE.match(code) if dynamic.image.machine == AARCH64 else None
    word = int.from_bytes(match[1], "little") if match else 0
    return (word & VALUE) >> 5 if word & ~VALUE == MOVZ_W0 else None


def _code(dynamic: Dynamic) -> bytes:
    """The first bytes of the function; none where the image does not offer it."""
    data, strings = dynamic.image.data, dynamic.strings
    if strings is None or not dynamic.image.wide:
        return b""
    for name, _, _, section, value in symbol_rows(dynamic):
        if section and data.startswith(VERSION + b"\0", strings + name):
            start = dynamic.offset_of(value, "code")
            return bytes(data[start : start + LONGEST])
    return b""
