"""The executable that a managed assembly is wrapped in: for which processor it is, and where its metadata lies.

Sources: ECMA-335, partition II.25; dotnet/runtime, docs/design/coreclr/botr/readytorun-format.md.
"""

import struct
from collections.abc import Sequence

from layerlint.named_tuple import NamedTuple

CLI_DIRECTORY = 14
MOST_SECTIONS = 96  # as the format allows
ONLY_PORTABLE, NEEDS_32_BITS, PREFERS_32_BITS = 1, 2, 0x20000  # flags of the CLI header
PRECOMPILED = b"RTR\0"
X86 = 0x14C
PROCESSORS = {X86: "x86", 0x8664: "x86_64", 0xAA64: "arm64", 0x1C4: "32-bit ARM", 0x1C0: "32-bit ARM", 0x200: "Itanium"}
SYSTEMS = {0: "Windows", 0x7B79: "Linux", 0x4644: "macOS"}  #: what precompiled code has its machine changed by


class Damage(Exception):
    """One clause."""


class Built(NamedTuple):
    """What an assembly runs on."""

    processor: str = ""  #: as targets spell it where they can; "" is any
    system: str = ""  #: of code that was compiled ahead of time; "" is any


class Image(NamedTuple):
    built: Built
    metadata: bytes  #: from its root on


def read_image(data: bytes) -> Image:
    """Raises Damage for what is no assembly, and struct.error where it is cut short."""
    start = struct.unpack_from("<I", data, 60)[0] if data[:2] == b"MZ" else -1
    if start < 0 or data[start : start + 4] != b"PE\0\0":
        raise Damage("it is no assembly")
    machine, count, optional_size = struct.unpack_from("<HH12xH", data, start + 4)
    optional = start + 24
    wide = struct.unpack_from("<H", data, optional)[0] == 0x20B
    address = struct.unpack_from("<I", data, optional + (112 if wide else 96) + CLI_DIRECTORY * 8)[0]
    if not address:
        raise Damage("it is a native library and no assembly")
    headers = range(optional + optional_size + 8, optional + optional_size + 8 + 40 * min(count, MOST_SECTIONS), 40)
    sections = [struct.unpack_from("<IIII", data, header) for header in headers]
    header = _place(address, sections)
    root, size, flags = struct.unpack_from("<III", data, header + 8)
    native = struct.unpack_from("<I", data, header + 64)[0]
    place = _place(root, sections)
    if data[place : place + 4] != b"BSJB":
        raise Damage("its metadata does not begin as metadata does")
    return Image(_built(machine, flags, _is_precompiled(native, data, sections)), data[place : place + size])


def _place(address: int, sections: Sequence[tuple[int, ...]]) -> int:
    for virtual_size, virtual, raw_size, raw in sections:
        if virtual <= address < virtual + max(virtual_size, raw_size):
            return address - virtual + raw
    raise Damage("its metadata lies outside the file")


def _is_precompiled(address: int, data: bytes, sections: Sequence[tuple[int, ...]]) -> bool:
    if not address:
        return False
    place = _place(address, sections)
    return data[place : place + len(PRECOMPILED)] == PRECOMPILED


def _built(machine: int, flags: int, precompiled: bool) -> Built:
    if precompiled:
        for change, system in SYSTEMS.items():
            if machine ^ change in PROCESSORS:
                return Built(PROCESSORS[machine ^ change], system)
        return Built("another processor", "another system")
    wants_32_bits = flags & NEEDS_32_BITS and not flags & PREFERS_32_BITS
    if machine == X86 and flags & ONLY_PORTABLE and not wants_32_bits:
        return Built()
    return Built(PROCESSORS.get(machine, "another processor"))
