"""Archives that are made to hurt whoever reads them. Each builder returns the bytes of one file."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HH", 3, 62)
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One entry, of which anything may be a lie."""

    name: bytes
    packed: bytes = b""
    size: int = 0
    crc: int = 0
    method: int = 0
    flags: int = 0x800
    offset: int | None = None  #: None: a local header of its own
    attributes: int = 0o100644 << 16


def written(members: Iterable[Member], *, count: int | None = None) -> bytes:
    """A zip of these members, told as they say; `count` is what the end record claims."""
    body, directory, number = io.BytesIO(), io.BytesIO(), 0
    for member in members:
        number += 1
        offset = body.tell() if member.offset is None else member.offset
        if member.offset is None:
            body.write(_local(member))
        directory.write(_central(member, offset))
    told = number if count is None else count
    start, length = body.tell(), directory.tell()
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, min(told, 0xFFFF), min(told, 0xFFFF), length, start, 0)
    if told > 0xFFFF:
        end = _zip64(told, length, start) + end
    return body.getvalue() + directory.getvalue() + end


def _fields(member: Member) -> bytes:
    sizes = (member.crc, len(member.packed), member.size)
    return struct.pack("<4H3I2H", member.flags, member.method, 0, 0x21, *sizes, len(member.name), 0)


def _local(member: Member) -> bytes:
    return b"PK\3\4" + struct.pack("<H", 20) + _fields(member) + member.name + member.packed


def _central(member: Member, offset: int) -> bytes:
    tail = struct.pack("<3H2I", 0, 0, 0, member.attributes, offset)
    return b"PK\1\2" + struct.pack("<2H", 3 << 8 | 20, 20) + _fields(member) + tail + member.name


def _zip64(count: int, length: int, start: int) -> bytes:
    record = b"PK\6\6" + struct.pack("<Q2H2I4Q", 44, 45, 45, 0, 0, count, count, length, start)
    return record + b"PK\6\7" + struct.pack("<IQI", 0, start + length, 1)


def deflated(chunks: Iterable[bytes]) -> tuple[bytes, int, int]:
    """Packed bytes, size and CRC of what the chunks make, never held whole."""
    packer, packed, size, crc = zlib.compressobj(9, zlib.DEFLATED, -15), bytearray(), 0, 0
    for chunk in chunks:
        packed += packer.compress(chunk)
        size, crc = size + len(chunk), zlib.crc32(chunk, crc)
    return bytes(packed + packer.flush()), size, crc


def bomb(name: str, megabytes: int, start: bytes = b"", *, told: int | None = None) -> bytes:
    """One member of zeros after `start`; it says it has `told` bytes."""
    packed, size, crc = deflated([start, *[bytes(MIB)] * megabytes])
    return written([Member(name.encode(), packed, size if told is None else told, crc, zipfile.ZIP_DEFLATED)])


def overlapping() -> bytes:
    """Twenty thousand names for the same ten megabytes."""
    packed, size, crc = deflated([ELF, *[bytes(MIB)] * 10])
    first = Member(b"python/m.so", packed, size, crc, zipfile.ZIP_DEFLATED)
    others = (Member(f"python/m{n}.so".encode(), packed, size, crc, 8, offset=0) for n in range(20_000))
    return written([first, *others])


def nested(depth: int = 6) -> bytes:
    """Zips in zips, three in each, with a bomb in the last."""
    data = bomb("zeros", 16)
    for _ in range(depth):
        data = written(Member(f"python/{n}.zip".encode(), data, len(data), zlib.crc32(data)) for n in range(3))
    return data


def many(count: int) -> bytes:
    return written(Member(f"python/package_{n % 500}/file_{n}.py".encode()) for n in range(count))


def deep(depth: int, number: int) -> bytes:
    """Paths as deep as Linux takes, each under a root of its own."""
    return written(Member(f"python/r{n}/{'a/' * depth}x.py".encode()) for n in range(number))


def named(*names: bytes) -> bytes:
    return written([Member(b"python/good.py"), *(Member(name) for name in names)])


def cut_short() -> bytes:
    return bomb("python/zeros", 4)[:-400]


def encrypted() -> bytes:
    return written([Member(b"python/secret.py", bytes(40), 28, 1, 8, flags=0x801)])


def unknown_method() -> bytes:
    return written([Member(b"python/a.py", bytes(40), 60, 1, 93)])


def text(name: str, content: bytes) -> bytes:
    """One stored member with honest fields."""
    return written([Member(name.encode(), content, len(content), zlib.crc32(content))])


def packed_text(name: str, chunk: bytes, times: int) -> bytes:
    packed, size, crc = deflated([chunk] * times)
    return written([Member(name.encode(), packed, size, crc, zipfile.ZIP_DEFLATED)])


def record_of(lines: int) -> bytes:
    """A wheel whose RECORD is longer than all it installs."""
    packed, size, crc = deflated(f"p/file_{n}.py,sha256=x,1\n".encode() for n in range(lines))
    metadata = b"Metadata-Version: 2.1\nName: p\nVersion: 1\n\n"
    return written(
        [
            Member(b"python/p-1.dist-info/METADATA", metadata, len(metadata), zlib.crc32(metadata)),
            Member(b"python/p-1.dist-info/RECORD", packed, size, crc, zipfile.ZIP_DEFLATED),
            Member(b"python/p/__init__.py"),
        ]
    )


def link_loop() -> bytes:
    links = {b"python/a": b"b", b"python/b": b"a", b"python/self": b"self", b"python/up": b"../../../etc/passwd"}
    return written(Member(name, to, len(to), zlib.crc32(to), attributes=0o120777 << 16) for name, to in links.items())


#: What each does, and how the run must end: 0 where nothing is wrong with it but its cost.
HOSTILE: dict[str, tuple[Callable[[], bytes], int]] = {
    "ratio bomb": (lambda: bomb("python/zeros.bin", 400), 1),
    "ratio bomb that starts as a library": (lambda: bomb("python/zeros.so", 400, ELF), 1),
    "bomb that says it is small": (lambda: bomb("python/zeros.so", 400, ELF, told=4096), 1),
    "bomb that says it is empty": (lambda: bomb("python/zeros.so", 100, told=0), 1),
    "bomb as metadata": (lambda: bomb("python/p-1.dist-info/METADATA", 180), 0),
    "bomb as source": (lambda: bomb("python/p.py", 180), 0),
    "overlapping members": (overlapping, 1),
    "zips in zips": (nested, 0),
    "100,000 entries": (lambda: many(100_000), 0),
    "escape sequences": (
        lambda: named(b"python/\x1b[2J\x1b]0;x\x07.so", b"python/a\n::error::b\r.py", b"python/\x9b1m"),
        0,
    ),
    "text that runs backwards": (lambda: named("python/\u202egnp.so".encode(), b"python/\xff\xfe.py"), 0),
    "names that leave the root": (lambda: named(b"../../etc/cron.d/x", b"/etc/passwd", b"C:\\x", b"python/\0x"), 1),
    "deep paths": (lambda: deep(1_900, 2_000), 0),
    "path of 65,000 bytes": (lambda: named(b"python/" + b"a/" * 32_000 + b"x"), 1),
    "cut short": (cut_short, 1),
    "encrypted": (encrypted, 1),
    "unknown method": (unknown_method, 0),
    "empty file": (lambda: b"", 1),
    "zeros": (lambda: bytes(MIB), 1),
    "plain text": (lambda: b"this is no zip\n" * 1000, 1),
    "end record alone, claiming 65,535": (lambda: b"PK\5\6" + b"\0" * 4 + b"\xff" * 14, 1),
    "zip64 that claims 2**40 entries": (lambda: written([Member(b"python/a.py")], count=1 << 40), 1),
    "links in a circle": (link_loop, 0),
    "random bytes after an ELF magic": (lambda: text("python/x.so", ELF + bytes(range(256)) * 400), 0),
    "a million lines of RECORD": (lambda: record_of(1_000_000), 0),
    "brackets without end": (lambda: text("python/app.py", b"(" * 200_000), 0),
    "unary operators without end": (lambda: text("python/app.py", b"x = " + b"-" * 200_000 + b"1"), 0),
    "attributes without end": (lambda: text("python/app.py", b"x" + b".x" * 200_000), 0),
    "a million imports": (lambda: packed_text("python/app.py", b"import missing\n" * 1000, 1000), 0),
    "metadata of a million requirements": (
        lambda: packed_text("python/p-1.dist-info/METADATA", b"Requires-Dist: a[b]>=1; extra == 'c'\n" * 1000, 1000),
        0,
    ),
}
