"""Member names: from bytes to paths under a root, and what is wrong with them."""

import zlib
from collections.abc import Sequence
from struct import Struct

from layerlint.archive.flaw import FlawKind
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

LONGEST_PART = 255  #: bytes; NAME_MAX of Linux
LONGEST_PATH = 4096  #: bytes; PATH_MAX of Linux
_UTF8 = 0x800
_UNIX_HOSTS = {3, 19}
_EXTRA = Struct("<HH")
_UNICODE_PATH = 0x7075
_UNICODE_PATH_SIGN = b"up"  #: the same as bytes
_DRIVE = pattern(r"[A-Za-z]:[/\\]")
#: in the parts of all names, each between slashes: the sign of one that is not a plain relative path already
_ODD = (b"//", b"/./", b"/../", b"\\", b":")


class Name(NamedTuple):
    path: str  #: relative, "/" between parts; the name as stored where it would not stay under the root
    folder: bool  #: it ends in a slash
    inside: bool  #: it can be unpacked, and to something below the root
    problem: tuple[FlawKind, str] | None = None


def plain_names(raw: Sequence[bytes], extras: Sequence[bytes]) -> list[str] | None:
    """All names decoded at once, where all are short ASCII paths that need no repair; folders keep their slash."""
    joined = b"\0".join(raw)
    if not joined.isascii() or max(map(len, raw), default=0) > LONGEST_PART or _UNICODE_PATH_SIGN in b"".join(extras):
        return None
    parts = (b"\0" + joined + b"\0").replace(b"/\0", b"\0").replace(b"\0", b"/")
    names = joined.decode("ascii").split("\0")
    return names if len(names) == len(raw) and not any(sign in parts for sign in _ODD) else None


def read_name(raw: bytes, flags: int, host: int, extra: bytes) -> Name:
    """One name, with care. Names without the UTF-8 flag are CP437, unless a Unix tool wrote plain UTF-8."""
    given = unicode_path(raw, extra)
    try:
        text = given if given is not None else _decode(raw, flags, host)
    except UnicodeDecodeError:
        name = place(raw.decode("cp437"))
        return name._replace(problem=name.problem or (FlawKind.NAME, "the name is flagged as UTF-8 and is not"))
    return place(text)


def unicode_path(raw: bytes, extra: bytes) -> str | None:
    """The name of Info-ZIP's Unicode Path field, if it belongs to this name (APPNOTE 4.6.9)."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, position)
        body = extra[position + 4 : position + 4 + length]
        if kind == _UNICODE_PATH and len(body) > 5 and int.from_bytes(body[1:5], "little") == zlib.crc32(raw):
            return body[5:].decode("utf-8", "replace")
        position += 4 + length
    return None


def place(text: str) -> Name:
    """Where a name would be unpacked: `.` and empty parts go, what leads out of the root is kept as it is."""
    parts = [part for part in text.split("/") if part not in {"", "."}]
    if (escape := _escape(text, parts)) is not None:
        return Name(text, text.endswith("/"), inside=False, problem=(FlawKind.ESCAPE, escape))
    path = "/".join(parts)
    if not path and not text.strip():
        return Name("", folder=False, inside=False, problem=(FlawKind.NAME, "the name is empty"))
    problem = _too_long(path, parts)
    if problem is not None:
        return Name(path, text.endswith("/"), inside=False, problem=problem)
    return Name(path, text.endswith(("/", "/.")) or not path, inside=bool(path), problem=_backslash(path))


def _escape(text: str, parts: list[str]) -> str | None:
    if "\0" in text:
        return "the name holds a NUL byte"
    if ".." in parts:
        return 'the name holds a ".." part'
    if _DRIVE.match(text):
        return "the name begins with a drive"
    if text.startswith("/") and parts:
        return "the name is absolute"
    return None


def _backslash(path: str) -> tuple[FlawKind, str] | None:
    if "\\" in path:
        return FlawKind.BACKSLASH, "the name holds a backslash, which is no separator on Linux"
    return None


def _too_long(path: str, parts: list[str]) -> tuple[FlawKind, str] | None:
    longest = max((len(part.encode("utf-8", "replace")) for part in parts), default=0)
    if longest > LONGEST_PART:
        return FlawKind.NAME, f"a part of the name has {longest:,} bytes; Linux takes {LONGEST_PART}"
    if len(path) > LONGEST_PATH // 4 and len(path.encode("utf-8", "replace")) >= LONGEST_PATH:
        return FlawKind.NAME, f"the name is longer than the {LONGEST_PATH:,} bytes Linux takes"
    return None


def _decode(raw: bytes, flags: int, host: int) -> str:
    if flags & _UTF8 or raw.isascii():
        return raw.decode("utf-8")
    if host in _UNIX_HOSTS:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return raw.decode("cp437")
