"""What a member is by its first bytes: ELF, Mach-O or PE, for which machine and system."""

import struct

from layerlint.facts.native import Format
from layerlint.named_tuple import NamedTuple

HEAD = 64  # bytes that tell ELF and thin Mach-O; `wanted` says when a header lies further on
SMALLEST = 52  # a 32-bit ELF header; nothing shorter can be loaded
FURTHEST = 4096  # how far into a file we look for a PE header or a list of fat Mach-O slices

ELF_MACHINES = {3: "i386", 40: "arm", 62: "x86_64", 183: "arm64", 22: "s390x", 258: "loongarch64"}
MACHO_MACHINES = {7: "i386", 12: "arm", 18: "ppc", 0x01000007: "x86_64", 0x0100000C: "arm64", 0x01000012: "ppc64"}
PE_MACHINES = {0x14C: "i386", 0x8664: "x86_64", 0xAA64: "arm64", 0x1C0: "arm", 0x1C4: "arm"}
LINUX_ABIS = (0, 3)  # EI_OSABI: System V, which Linux writes, and GNU
MACHO_MAGICS = {
    b"\xce\xfa\xed\xfe": ("<", 32),
    b"\xcf\xfa\xed\xfe": ("<", 64),
    b"\xfe\xed\xfa\xce": (">", 32),
    b"\xfe\xed\xfa\xcf": (">", 64),
}
FAT_SLICES = {b"\xca\xfe\xba\xbe": 20, b"\xca\xfe\xba\xbf": 32}  # bytes of one slice's record
MOST_SLICES = 30  # Java class files share the magic; their version, 45 and up, stands where the count is
CLR_DIRECTORY = 14  # the PE data directory that only managed assemblies fill


class Identity(NamedTuple):
    format: Format
    system: str
    machines: tuple[str, ...]
    bits: int


def wanted(head: bytes) -> int:
    """How many bytes `identify` needs, in the light of the first 64."""
    if head[:4] in FAT_SLICES and len(head) >= 8:
        slices = int.from_bytes(head[4:8], "big")
        return max(8 + slices * FAT_SLICES[head[:4]], HEAD) if slices <= MOST_SLICES else HEAD
    if head[:2] == b"MZ" and len(head) >= 64:
        return min(int.from_bytes(head[60:64], "little") + 24 + 240, FURTHEST)
    return HEAD


def identify(head: bytes) -> Identity | None:
    """The binary that `head` begins, or None for everything else."""
    if head[:4] == b"\x7fELF":
        return _elf(head)
    if head[:4] in MACHO_MAGICS:
        return _macho(head)
    if head[:4] in FAT_SLICES:
        return _fat(head)
    return _pe(head) if head[:2] == b"MZ" else None


def _elf(head: bytes) -> Identity | None:
    if len(head) < 20 or head[4] not in (1, 2) or head[5] not in (1, 2):
        return None
    bits = 64 if head[4] == 2 else 32
    little = head[5] == 1
    number = int.from_bytes(head[18:20], "little" if little else "big")
    system = "linux" if head[7] in LINUX_ABIS else "other"
    return Identity(Format.ELF, system, (_elf_machine(number, bits, little),), bits)


def _elf_machine(number: int, bits: int, little: bool) -> str:
    if number == 21:
        return "ppc64le" if little else "ppc64"
    if number == 243:
        return f"riscv{bits}"
    return ELF_MACHINES.get(number, f"machine-{number}")


def _macho(head: bytes) -> Identity | None:
    if len(head) < 28:
        return None
    order, bits = MACHO_MAGICS[head[:4]]
    return Identity(Format.MACHO, "macos", (_macho_machine(struct.unpack_from(order + "I", head, 4)[0]),), bits)


def _macho_machine(number: int) -> str:
    return MACHO_MACHINES.get(number, f"machine-{number}")


def _fat(head: bytes) -> Identity | None:
    if len(head) < 8:
        return None
    step = FAT_SLICES[head[:4]]
    count = int.from_bytes(head[4:8], "big")
    if not 0 < count <= MOST_SLICES or len(head) < 8 + count * step:
        return None
    numbers = [int.from_bytes(head[start : start + 4], "big") for start in range(8, 8 + count * step, step)]
    bits = 64 if any(number & 0x01000000 for number in numbers) else 32
    return Identity(Format.MACHO, "macos", tuple(dict.fromkeys(map(_macho_machine, numbers))), bits)


def _pe(head: bytes) -> Identity | None:
    if len(head) < 64:
        return None
    start = int.from_bytes(head[60:64], "little")
    if head[start : start + 4] != b"PE\0\0" or len(head) < start + 26:
        return None
    machine, kind = struct.unpack_from("<H", head, start + 4)[0], struct.unpack_from("<H", head, start + 24)[0]
    bits = 64 if kind == 0x20B else 32
    system = "any" if _is_managed(head, start + 24, bits) else "windows"
    return Identity(Format.PE, system, (PE_MACHINES.get(machine, f"machine-{machine}"),), bits)


def _is_managed(head: bytes, optional_header: int, bits: int) -> bool:
    directory = optional_header + (112 if bits == 64 else 96) + CLR_DIRECTORY * 8
    return len(head) >= directory + 8 and head[directory : directory + 8] != bytes(8)
