"""Zips that no honest writer makes, for the examples of the rules about archives."""

import zlib
from collections.abc import Mapping
from struct import pack

from layerlint.named_tuple import NamedTuple

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


class Raw(NamedTuple):
    """One member. `local` and `central` replace numbers of one header: flags, method, crc, packed, size."""

    name: str | bytes
    data: bytes = b""
    mode: int = 0o100644
    host: int = 3
    flags: int = 0
    method: int = 8
    extra: bytes = b""
    local: Mapping[str, int] = {}
    central: Mapping[str, int] = {}
    local_name: str | bytes | None = None
    at: int | None = None  #: offset of another member's local header, to share its bytes


def raw_zip(*members: Raw, before: bytes = b"", comment: bytes = b"", **end: int) -> bytes:
    """The members as they say, lies included. `end` replaces fields of the end record: count, size, offset, disk."""
    body, directory = bytearray(before), bytearray()
    for member in members:
        offset = len(body) if member.at is None else member.at
        if member.at is None:
            body += _local(member)
        directory += _central(member, offset)
    count = end.get("count", len(members))
    size, offset = end.get("size", len(directory)), end.get("offset", len(body))
    disk = end.get("disk", 0)
    tail = END + pack("<4H2IH", disk, disk, count, count, size, offset, len(comment)) + comment
    return bytes(body + directory) + tail


def _packed(member: Raw) -> bytes:
    if member.method != 8:
        return member.data
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(member.data) + stream.flush()


def _bytes(name: str | bytes) -> bytes:
    return name.encode() if isinstance(name, str) else name


def _shared(member: Raw, name: bytes, lies: Mapping[str, int]) -> bytes:
    """The part that both headers have, up to the lengths."""
    truth = {
        "flags": member.flags | (0 if name.isascii() else 0x800),
        "method": member.method,
        "time": 0,
        "date": 0x21,
        "crc": zlib.crc32(member.data),
        "packed": len(_packed(member)),
        "size": len(member.data),
    }
    return pack("<5H3I2H", 20, *(truth | dict(lies)).values(), len(name), len(member.extra))


def _local(member: Raw) -> bytes:
    name = _bytes(member.name if member.local_name is None else member.local_name)
    return LOCAL + _shared(member, name, member.local) + name + member.extra + _packed(member)


def _central(member: Raw, offset: int) -> bytes:
    name = _bytes(member.name)
    rest = pack("<3H2I", 0, 0, 0, member.mode << 16, offset)
    return CENTRAL + bytes([20, member.host]) + _shared(member, name, member.central) + rest + name + member.extra
