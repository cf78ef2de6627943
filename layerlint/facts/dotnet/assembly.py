"""A managed assembly: the types that it defines and their methods, read from its metadata.

Every offset is checked against the bytes that are there; what is damaged or hostile costs no more than what is sound.
"""

import struct
from collections.abc import Mapping, Sequence
from itertools import islice

from layerlint.facts.dotnet.tables import ASSEMBLY, EXPORTED, METHOD, NESTED, TYPE_DEF, TYPE_REF, Tables
from layerlint.facts.malformed import Malformed
from layerlint.named_tuple import NamedTuple

CLI_DIRECTORY = 14
MOST_SECTIONS = 96  # as the format allows
MOST_STREAMS = 32
LONGEST_NAME = 1024  # bytes, as the specification says
MOST_DEPTH = 50  # of nested types


class TypeFact(NamedTuple):
    name: str  #: "My.App.Function", and "My.App.Function+Inner" for one inside
    parent: str  #: of this assembly or another; "" where it has none, or one made of type parameters
    methods: tuple[str, ...]  #: names, one for each overload


class Assembly(NamedTuple):
    name: str
    types: Mapping[str, TypeFact]
    forwarded: frozenset[str]  #: types that another assembly has in its place


class _Damage(Exception):
    """One clause."""


def read_assembly(path: str, data: bytes) -> Assembly | Malformed:
    """Never raises; Malformed for native libraries as well."""
    try:
        root = _metadata(data)
        return _Reader(root).read()
    except _Damage as damage:
        return Malformed(path, str(damage))
    except (struct.error, OverflowError, IndexError):
        return Malformed(path, "its metadata is cut short")


def _metadata(data: bytes) -> bytes:
    """From the metadata's root on."""
    start = struct.unpack_from("<I", data, 60)[0] if data[:2] == b"MZ" else -1
    if start < 0 or data[start : start + 4] != b"PE\0\0":
        raise _Damage("it is no assembly")
    count, optional_size = struct.unpack_from("<H12xH", data, start + 6)
    optional = start + 24
    wide = struct.unpack_from("<H", data, optional)[0] == 0x20B
    address = struct.unpack_from("<I", data, optional + (112 if wide else 96) + CLI_DIRECTORY * 8)[0]
    if not address:
        raise _Damage("it is a native library and no assembly")
    headers = range(optional + optional_size + 8, optional + optional_size + 8 + 40 * min(count, MOST_SECTIONS), 40)
    table = [struct.unpack_from("<IIII", data, header) for header in headers]
    header = _place(address, table)
    root, size = struct.unpack_from("<II", data, header + 8)
    place = _place(root, table)
    if data[place : place + 4] != b"BSJB":
        raise _Damage("its metadata does not begin as metadata does")
    return data[place : place + size]


def _place(address: int, sections: Sequence[tuple[int, ...]]) -> int:
    for virtual_size, virtual, raw_size, raw in sections:
        if virtual <= address < virtual + max(virtual_size, raw_size):
            return address - virtual + raw
    raise _Damage("its metadata lies outside the file")


class _Reader:
    def __init__(self, root: bytes) -> None:
        length = struct.unpack_from("<I", root, 12)[0]
        position = 16 + length
        count = struct.unpack_from("<H", root, position + 2)[0]
        position += 4
        streams: dict[bytes, bytes] = {}
        for _ in range(min(count, MOST_STREAMS)):
            offset, size = struct.unpack_from("<II", root, position)
            name = root[position + 8 : position + 40].partition(b"\0")[0]
            streams[name] = root[offset : offset + size]
            position += 8 + (len(name) // 4 + 1) * 4
        if b"#~" not in streams:
            raise _Damage("it has no tables, or some that are not compressed")
        self.strings = streams.get(b"#Strings", b"")
        self.tables = Tables(streams[b"#~"])

    def read(self) -> Assembly:
        name = next((self._text(row[7]) for row in self.tables.rows(ASSEMBLY)), "")
        forwarded = frozenset(_full(self._text(row[3]), self._text(row[2])) for row in self.tables.rows(EXPORTED))
        return Assembly(name, self._types(), forwarded)

    def _types(self) -> Mapping[str, TypeFact]:
        rows = list(self.tables.rows(TYPE_DEF))
        outer = {row[0]: row[1] for row in self.tables.rows(NESTED)}
        plain = [_full(self._text(row[2]), self._text(row[1])) for row in rows]
        names = [_nested(number, plain, outer) for number in range(1, len(plain) + 1)]
        above = [_full(self._text(row[2]), self._text(row[1])) for row in self.tables.rows(TYPE_REF)]
        methods = [self._text(row[3]) for row in self.tables.rows(METHOD)]
        ends = [row[5] for row in islice(rows, 1, None)] + [len(methods) + 1]
        found = {}
        for name, row, end in zip(names, rows, ends, strict=True):
            mine = methods[max(row[5] - 1, 0) : max(end - 1, 0)]
            found[name] = TypeFact(name, _parent(row[3], names, above), tuple(mine))
        return found

    def _text(self, place: int) -> str:
        end = self.strings.find(b"\0", place, place + LONGEST_NAME)
        if end < 0:
            raise _Damage("one of its names has no end")
        return self.strings[place:end].decode("utf-8", "replace")


def _full(space: str, name: str) -> str:
    return f"{space}.{name}" if space else name


def _nested(number: int, plain: Sequence[str], outer: Mapping[int, int]) -> str:
    """The name that reflection knows a type by: those around it before a plus."""
    name = plain[number - 1]
    for _ in range(MOST_DEPTH):
        number = outer.get(number, 0)
        if not 0 < number <= len(plain):
            return name
        name = f"{plain[number - 1]}+{name}"
    return name


def _parent(coded: int, own: Sequence[str], others: Sequence[str]) -> str:
    """A type of this assembly, or of another; one made of type parameters is not followed."""
    names = {0: own, 1: others}.get(coded & 3)
    row = coded >> 2
    return names[row - 1] if names is not None and 0 < row <= len(names) else ""
