"""The smallest honest binaries: ELF images that say what they need, Mach-O and PE headers."""

import struct
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from layerlint.hints import Any
from layerlint.named_tuple import NamedTuple

MACHINES = {"x86_64": 62, "arm64": 183, "i386": 3, "arm": 40, "ppc64le": 21, "s390x": 22, "riscv64": 243}
MACHO_MACHINES = {"x86_64": 0x01000007, "arm64": 0x0100000C}
PE_MACHINES = {"x86_64": 0x8664, "arm64": 0xAA64, "i386": 0x14C}
BASE = 0x10000  # every address is its offset in the file plus this
TLS, GNU_STACK, GNU_PROPERTY = 7, 0x6474E551, 0x6474E553
PROPERTY_SIZE = 32
ADDON_NAMES = ("napi_register_module_v1", "node_api_module_get_api_version_v1")
DEFAULT_VERSIONS = {"libc.so.6": ("GLIBC_2.17",)}


class _Strings:
    """A string table that knows where each text is."""

    def __init__(self) -> None:
        self.data = b"\0"

    def add(self, text: str) -> int:
        start = len(self.data)
        self.data += text.encode() + b"\0"
        return start


def elf(machine: str = "x86_64", **options: Any) -> Callable[[], bytes]:  # noqa: ANN401  # as elf_bytes takes them
    """A recipe's content: the image is made only when it is read."""
    return partial(elf_bytes, machine=machine, **options)


def elf_bytes(
    *,
    machine: str = "x86_64",
    bits: int = 64,
    needed: Sequence[str] = (),
    soname: str | None = None,
    versions: Mapping[str, Sequence[str]] = DEFAULT_VERSIONS,
    interpreter: str | None = None,
    runpath: str | None = None,
    rpath: str | None = None,
    shared: bool = True,
    undefined: Sequence[str] = (),
    weak: Sequence[str] = (),
    defined: Sequence[str] = (),
    waits: bool = False,
    defines: Sequence[str] = (),
    debug_bytes: int = 0,
    alignment: int = 0x1000,
    executable_stack: bool = False,
    text_relocations: bool = False,
    processor_level: int = 0,
    static_tls: int = 0,
    api_version: int = 0,
) -> bytes:
    """An ELF image with a dynamic segment. Libraries of `versions` are needed too; name others in `needed`.

    `undefined` and `weak` are the symbols that it leaves to others, by calls alone if it `waits`, `defined` those that
    it offers; `defines` are the symbol versions that it has. With `api_version` it is an addon that tells Node.js so.
    """
    order, strings = ">" if machine == "s390x" else "<", _Strings()
    tags = _name_tags(strings, [*needed, *versions], {14: soname, 15: rpath, 29: runpath})
    tags += [tag for tag, wanted in (((22, 0), text_relocations), ((30, 16), static_tls)) if wanted]
    needs = _version_needs(versions, strings, order)
    rows = [*((name, 1) for name in undefined), *((name, 2) for name in weak)]
    code = _returning(api_version, machine) if api_version else b""
    symbols = _symbols(rows, (*defined, *ADDON_NAMES) if code else defined, strings, bits, order)
    definitions = _definitions(defines, strings, order)
    asked = _relocations(len(rows), machine, order, waits=waits) if bits == 64 else b""
    tables = b"".join((needs, *symbols, definitions, asked, _property(processor_level, order), code))
    kinds = {GNU_STACK: executable_stack, GNU_PROPERTY: processor_level, TLS: static_tls}
    extra = _Extra(alignment, tuple(kind for kind, wanted in kinds.items() if wanted), static_tls)
    layout = _Layout(bits, interpreter, strings.data, tables, extra, tag_count=len(tags) + 12)
    start = BASE + layout.needs + len(tables) - len(code)
    tables = _with_address(tables, len(needs + symbols[0]), start, order) if code else tables
    tags += _table_tags(layout, strings, len(versions))
    tags += _symbol_tags(BASE + layout.needs + len(needs), symbols, definitions, len(defines), asked, waits=waits)
    body = layout.interpreter_data + strings.data.ljust(layout.needs - layout.strings, b"\0") + tables
    body += _dynamic([*tags, (0, 0)], bits, order).ljust(layout.dynamic_size, b"\0")
    headers = _header(machine, bits, order, layout, shared, debug_bytes) + _segments(layout, extra, bits, order)
    return headers + body + (_sections(layout.end, debug_bytes, bits, order) if debug_bytes else b"")


def _name_tags(strings: _Strings, needed: Sequence[str], named: Mapping[int, str | None]) -> list[tuple[int, int]]:
    """The libraries that are needed, each once, and the tags that have a text."""
    tags = [(1, strings.add(name)) for name in dict.fromkeys(needed)]
    return tags + [(tag, strings.add(text)) for tag, text in named.items() if text is not None]


def _table_tags(layout: "_Layout", strings: _Strings, versions: int) -> list[tuple[int, int]]:
    """Where the strings lie, and the versions that are needed of so many libraries."""
    tags = [(5, BASE + layout.strings), (10, len(strings.data))]
    return tags + ([(0x6FFFFFFE, BASE + layout.needs), (0x6FFFFFFF, versions)] if versions else [])


def _returning(value: int, machine: str) -> bytes:
    """The machine code of a function that returns a number below 65,536."""
    if machine == "arm64":
        return struct.pack("<II", 0x52800000 | value << 5, 0xD65F03C0)
    return struct.pack("<BIB2x", 0xB8, value, 0xC3)


def _with_address(tables: bytes, end: int, address: int, order: str) -> bytes:
    """With the address of the last symbol of a table that ends at `end`."""
    return tables[: end - 16] + struct.pack(order + "Q", address) + tables[end - 8 :]


def _dynamic(tags: Sequence[tuple[int, int]], bits: int, order: str) -> bytes:
    pair = struct.Struct(order + ("qQ" if bits == 64 else "iI"))
    return b"".join(pair.pack(*tag) for tag in tags)


def _symbol_tags(
    start: int, symbols: Sequence[bytes], definitions: bytes, defined: int, asked: bytes, *, waits: bool
) -> list[tuple[int, int]]:
    """Where the tables of symbols lie that follow one another from the address `start` on."""
    end = start + sum(map(len, symbols))
    tags = list(zip((6, 4), (start, start + len(symbols[0])), strict=True)) if symbols[0] else []
    tags += [(0x6FFFFFFC, end), (0x6FFFFFFD, defined)] if defined else []
    relocations = zip((23, 2) if waits else (7, 8), (end + len(definitions), len(asked)), strict=True)
    return tags + (list(relocations) if asked else [])


class _Extra(NamedTuple):
    """What the program headers say beside where things are."""

    alignment: int  #: of the loaded segment, bytes
    kinds: tuple[int, ...]  #: further segments: PT_GNU_STACK, PT_GNU_PROPERTY, PT_TLS
    thread_bytes: int = 0


class _Layout:
    """Where the parts lie: headers, interpreter, strings, version needs, dynamic segment."""

    def __init__(
        self, bits: int, interpreter: str | None, strings: bytes, needs: bytes, extra: _Extra, *, tag_count: int
    ) -> None:
        self.interpreter_data = interpreter.encode() + b"\0" if interpreter else b""
        self.segment_count = (3 if interpreter else 2) + len(extra.kinds)
        self.interpreter = (64 if bits == 64 else 52) + self.segment_count * (56 if bits == 64 else 32)
        self.strings = self.interpreter + len(self.interpreter_data)
        self.needs = _aligned(self.strings + len(strings))
        self.dynamic = self.needs + len(needs)
        self.dynamic_size = (tag_count + 1) * (16 if bits == 64 else 8)
        self.end = self.dynamic + self.dynamic_size


def _aligned(offset: int) -> int:
    return offset + -offset % 8


def _version_needs(versions: Mapping[str, Sequence[str]], strings: _Strings, order: str) -> bytes:
    data = b""
    for position, (library, names) in enumerate(versions.items()):
        size = 16 + 16 * len(names)
        following = size if position + 1 < len(versions) else 0
        data += struct.pack(order + "HHIII", 1, len(names), strings.add(library), 16, following)
        for index, name in enumerate(names):
            step = 16 if index + 1 < len(names) else 0
            data += struct.pack(order + "IHHII", _hash(name), 0, index + 2, strings.add(name), step)
    return data


def _definitions(names: Sequence[str], strings: _Strings, order: str) -> bytes:
    """The versions that the image defines, each with its own name alone."""
    data = b""
    for index, name in enumerate(names):
        following = 28 if index + 1 < len(names) else 0
        data += struct.pack(order + "HHHHIII", 1, 0, index + 2, 1, _hash(name), 20, following)
        data += struct.pack(order + "II", strings.add(name), 0)
    return data + bytes(-len(data) % 8)


def _property(level: int, order: str) -> bytes:
    """The note that names the x86-64 level the code needs."""
    if not level:
        return b""
    return struct.pack(order + "III4sIIII", 4, 16, 5, b"GNU\0", 0xC0008002, 4, 1 << (level - 1), 0)


def _symbols(
    rows: Sequence[tuple[str, int]], defined: Sequence[str], strings: _Strings, bits: int, order: str
) -> tuple[bytes, bytes]:
    """The table of symbols, undefined ones (name, binding) first, and the hash table, which says how many there are."""
    if not rows and not defined:
        return b"", b""
    layout = struct.Struct(order + ("IBBHQ8x" if bits == 64 else "I4x4xBBH"))
    left = [(name, binding << 4, 0, 0) for name, binding in [("", 0), *rows]]
    here = [(name, 1 << 4, 1, BASE) for name in defined]
    table = b""
    for name, info, section, value in (*left, *here):
        place = strings.add(name) if name else 0
        fields = (place, info, 0, section, value) if bits == 64 else (place, info, 0, section)
        table += layout.pack(*fields)
    count = len(left) + len(here)
    hashes = struct.pack(order + "II", 1, count) + bytes(4 * (count + 1))
    return table, hashes + bytes(-(len(table) + len(hashes)) % 8)


def _relocations(count: int, machine: str, order: str, *, waits: bool) -> bytes:
    """One for each symbol that is left to others: of a slot that waits for a call, or of data."""
    kind = (1026 if waits else 1025) if machine == "arm64" else (7 if waits else 6)
    return b"".join(struct.pack(order + "QQq", BASE, index << 32 | kind, 0) for index in range(1, count + 1))


def _hash(name: str) -> int:
    """The System V hash, by which the loader compares version names."""
    value = 0
    for byte in name.encode():
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value


def _header(machine: str, bits: int, order: str, layout: _Layout, shared: bool, debug_bytes: int) -> bytes:
    wide = bits == 64
    ident = b"\x7fELF" + bytes([2 if wide else 1, 1 if order == "<" else 2, 1]) + bytes(9)
    size, segment, section = (64, 56, 64) if wide else (52, 32, 40)
    sections = (_aligned(layout.end + debug_bytes + len(_SECTION_NAMES)), 3, 2) if debug_bytes else (0, 0, 0)
    fields = (3 if shared else 2, MACHINES[machine], 1, 0, size, sections[0], 0, size, segment, layout.segment_count)
    return ident + struct.pack(order + ("HHIQQQIHHHHHH" if wide else "HHIIIIIHHHHHH"), *fields, section, *sections[1:])


def _segments(layout: _Layout, extra: _Extra, bits: int, order: str) -> bytes:
    rows = [(1, 5, 0, layout.end, layout.end, extra.alignment)]
    rows.append((2, 6, layout.dynamic, layout.dynamic_size, layout.dynamic_size, 8))
    if layout.interpreter_data:
        size = len(layout.interpreter_data)
        rows.insert(0, (3, 4, layout.interpreter, size, size, 1))
    more = {
        GNU_STACK: (7, 0, 0, 0, 16),
        GNU_PROPERTY: (4, layout.dynamic - PROPERTY_SIZE, PROPERTY_SIZE, PROPERTY_SIZE, 8),
        TLS: (4, layout.dynamic, 0, extra.thread_bytes, 8),
    }
    rows += [(kind, *more[kind]) for kind in extra.kinds]
    data = b""
    for kind, flags, offset, size, memory, align in rows:
        place = (offset, BASE + offset, BASE + offset, size, memory)
        fields = (kind, flags, *place, align) if bits == 64 else (kind, *place, flags, align)
        data += struct.pack(order + ("IIQQQQQQ" if bits == 64 else "IIIIIIII"), *fields)
    return data


_SECTION_NAMES = b"\0.debug_info\0.shstrtab\0"


def _sections(start: int, debug_bytes: int, bits: int, order: str) -> bytes:
    """Debug information of zeros, the sections' names and the three section headers."""
    names = start + debug_bytes
    rows = [(0, 0, 0, 0), (1, 1, start, debug_bytes), (13, 3, names, len(_SECTION_NAMES))]
    layout = order + ("IIQQQQIIQQ" if bits == 64 else "IIIIIIIIII")
    table = b"".join(
        struct.pack(layout, name, kind, 0, 0, offset, size, 0, 0, 1, 0) for name, kind, offset, size in rows
    )
    body = bytes(debug_bytes) + _SECTION_NAMES
    return body + bytes(_aligned(start + len(body)) - start - len(body)) + table


def macho_bytes(machine: str = "arm64") -> bytes:
    """A 64-bit Mach-O bundle without load commands."""
    return struct.pack("<IIIIIIII", 0xFEEDFACF, MACHO_MACHINES[machine], 0, 8, 0, 0, 0, 0).ljust(64, b"\0")


def fat_macho_bytes(machines: Sequence[str] = ("x86_64", "arm64")) -> bytes:
    """A universal Mach-O file with one slice a machine."""
    start = 8 + 20 * len(machines)
    slices = [macho_bytes(machine) for machine in machines]
    table = b"".join(
        struct.pack(">IIIII", MACHO_MACHINES[machine], 0, start + 64 * index, 64, 0)
        for index, machine in enumerate(machines)
    )
    return struct.pack(">II", 0xCAFEBABE, len(machines)) + table + b"".join(slices)


def pe_bytes(machine: str = "x86_64", *, managed: bool = False) -> bytes:
    """A DLL's headers; `managed` fills the directory entry that makes it a .NET assembly."""
    wide = machine != "i386"
    directories = bytearray(16 * 8)
    if managed:
        struct.pack_into("<II", directories, 14 * 8, 0x2008, 72)
    optional = struct.pack("<H", 0x20B if wide else 0x10B).ljust(112 if wide else 96, b"\0") + bytes(directories)
    header = struct.pack("<HHIIIHH", PE_MACHINES[machine], 0, 0, 0, 0, len(optional), 0x2022)
    return b"MZ".ljust(60, b"\0") + struct.pack("<I", 64) + b"PE\0\0" + header + optional
