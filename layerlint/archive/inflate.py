"""Bytes out of deflate streams, never more than was declared."""

import io
import zlib
from types import ModuleType

from layerlint.archive.bytes_like import Packed, Unpacked

_libdeflate: ModuleType | None
try:
    import deflate

    _libdeflate = deflate
except ImportError:  # no wheel for this platform: zlib does all the work
    _libdeflate = None

#: bytes out for one byte in: 258 for two bits is the best that deflate can do
DENSEST = 1032
#: above this, memory matters more than speed
_FAST_LIMIT = 64 << 20
#: packed bytes; streams this short hardly ever bring code tables: zlib has the fixed ones ready, libdeflate makes them
_SHORT = 100
_STEP_OUT = 1 << 20
_STEP_IN = 1 << 18


class BadStream(Exception):
    """The stream is damaged or lies about its size; str() is one clause."""


def crc32(data: Packed | Unpacked) -> int:
    return zlib.crc32(data) if _libdeflate is None else int(_libdeflate.crc32(data))


def inflate(packed: Packed, size: int) -> Unpacked:
    """Exactly `size` bytes. Raises BadStream where the stream holds fewer or more."""
    if len(packed) < _SHORT and (short := _short(packed, size)) is not None:
        return short
    if _libdeflate is None or not 0 < size <= _FAST_LIMIT:  # of nothing expected, libdeflate takes anything
        return _by_steps(packed, size)
    try:
        out: bytearray = _libdeflate.deflate_decompress(packed, size)
    except _libdeflate.DeflateError:
        return _by_steps(packed, size)  # which says what is wrong
    if len(out) < size:
        raise BadStream(f"{len(out):,} bytes come out where {size:,} are declared")
    return out


def is_sound(packed: Packed, size: int, crc: int) -> bool:
    """Whether these are plainly `size` deflated bytes with that checksum; where not, `inflate` says what is wrong."""
    if len(packed) < _SHORT:
        short = _short(packed, size)
        return short is not None and zlib.crc32(short) == crc
    if _libdeflate is None or not 0 < size <= _FAST_LIMIT:
        return False
    try:
        out = _libdeflate.deflate_decompress(packed, size)
    except _libdeflate.DeflateError:
        return False
    return len(out) == size and bool(_libdeflate.crc32(out) == crc)


def _short(packed: Packed, size: int) -> bytes | None:
    """The bytes of a short stream that is whole and holds exactly `size`; it cannot hold many."""
    if size > _SHORT * DENSEST:
        return None
    try:
        out = zlib.decompress(packed, -zlib.MAX_WBITS, size + 1)
    except zlib.error:
        return None
    return out if len(out) == size else None


def _by_steps(packed: Packed, size: int) -> bytes:
    if not packed and not size:
        return b""  # as some writers leave an empty member
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    out = io.BytesIO()  # grows in place, so the peak is one copy
    position, waiting, stuck = 0, b"", False
    try:
        while not stream.eof and out.tell() <= size and not stuck:
            if not waiting:
                waiting = bytes(packed[position : position + _STEP_IN])
                position += _STEP_IN
            piece = stream.decompress(waiting, min(_STEP_OUT, size + 1 - out.tell()))
            out.write(piece)
            waiting = stream.unconsumed_tail
            stuck = not piece and not waiting and position >= len(packed)
        _settle(out, size, whole=stream.eof)
    except zlib.error:
        raise BadStream("the compressed data is damaged") from None
    return out.getvalue()


def _settle(out: io.BytesIO, size: int, *, whole: bool) -> None:
    if out.tell() > size:
        raise BadStream(f"more bytes come out than the {size:,} declared")
    if not whole:
        raise BadStream("the compressed data is cut short")
    if out.tell() < size:
        raise BadStream(f"{out.tell():,} bytes come out where {size:,} are declared")


def inflate_head(packed: Packed, length: int) -> bytes:
    """The first `length` bytes, or all there are. Raises BadStream."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    out = b""
    position, step = 0, length + 512
    try:
        while len(out) < length and not stream.eof and position < len(packed):
            out += stream.decompress(packed[position : position + step], length - len(out))
            position += step
            step = _STEP_IN
    except zlib.error:
        raise BadStream("the compressed data is damaged") from None
    return out
