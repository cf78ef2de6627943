"""An assembly's metadata: its heaps, the rows of its tables, and the names that rows have for types.

Every offset is checked against the bytes that are there; what is damaged or hostile costs no more than what is sound.
"""

import struct
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from layerlint.facts.dotnet.image import Damage
from layerlint.facts.dotnet.tables import NESTED, REFERENCE, TYPE_DEF, TYPE_REF, TYPE_SPEC, Tables
from layerlint.named_tuple import NamedTuple

MOST_STREAMS = 32
LONGEST_NAME = 1024  # bytes, as the specification says
MOST_DEPTH = 50  # of nested types
MOST_TEXT = 64 << 20  # bytes of all names that are read; real assemblies have an eighth of it at the most
MOST_SIGNATURES = 1 << 18  # bytes of those that are read; they are read of what is asked for alone
OWN, OTHER, MADE = 0, 1, 2  #: what a coded type is a row of: types defined here, of elsewhere, or a signature
FROM_ASSEMBLY, FROM_TYPE = 2, 3  #: where a type of elsewhere is

Version = tuple[int, int, int, int]


class Reference(NamedTuple):
    """Another assembly, as code asks for it."""

    name: str
    version: Version


class TypeName(NamedTuple):
    name: str  #: "My.App.Function", and "My.App.Function+Inner" for one inside
    reference: Reference | None = None  #: where it is; None: in this assembly


class Metadata:
    """Raises Damage and struct.error wherever it is asked for what is not sound."""

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
            raise Damage("it has no tables, or some that are not compressed")
        self._left = MOST_TEXT
        self._signatures_left = MOST_SIGNATURES
        self.strings = streams.get(b"#Strings", b"")
        self.blobs = streams.get(b"#Blob", b"")
        self.tables = Tables(streams[b"#~"])

    def text(self, place: int) -> str:
        return self.strings[place : self.end_of_text(place)].decode("utf-8", "replace")

    def end_of_text(self, place: int) -> int:
        end = self.strings.find(b"\0", place, place + LONGEST_NAME)
        if end < 0:
            raise Damage("one of its names has no end")
        return end

    def _kept_text(self, place: int) -> str:
        self._spend(self.end_of_text(place) - place)
        return self.text(place)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Damage("its names take more room than those of any assembly do")

    def blob(self, place: int) -> bytes:
        size, start = compressed(self.blobs, place)
        if start + size > len(self.blobs):
            raise Damage("one of its signatures has no end")
        self._signatures_left -= size
        if self._signatures_left < 0:
            raise Damage("its signatures take more room than those of any assembly do")
        return self.blobs[start : start + size]

    @cached_property
    def references(self) -> Sequence[Reference]:
        rows = self.tables.kept(REFERENCE)
        return [Reference(self._kept_text(row[6]), (row[0], row[1], row[2], row[3])) for row in rows]

    @cached_property
    def specifications(self) -> Sequence[int]:
        """The places of the signatures that make types of others."""
        return [row[0] for row in self.tables.kept(TYPE_SPEC)]

    @cached_property
    def own(self) -> Sequence[str]:
        """The types defined here, in order."""
        rows = self.tables.kept(TYPE_DEF)
        outer = {row[0]: row[1] for row in self.tables.kept(NESTED)}
        plain = [full(self._kept_text(row[2]), self._kept_text(row[1])) for row in rows]
        return [self._full(number, plain, outer) for number in range(1, len(plain) + 1)]

    @cached_property
    def others(self) -> Sequence[TypeName | None]:
        """The types that are named of elsewhere; None where it is not said of which assembly."""
        rows = self.tables.kept(TYPE_REF)
        plain = [full(self._kept_text(row[2]), self._kept_text(row[1])) for row in rows]
        outer = {number: row[0] >> 2 for number, row in enumerate(rows, 1) if row[0] & 3 == FROM_TYPE}
        return [self._other(number, rows, plain, outer) for number in range(1, len(rows) + 1)]

    def _other(
        self, number: int, rows: Sequence[Sequence[int]], plain: Sequence[str], outer: Mapping[int, int]
    ) -> TypeName | None:
        name = self._full(number, plain, outer)
        for _ in range(MOST_DEPTH):
            if number not in outer:
                break
            number = outer[number]
        coded = rows[number - 1][0] if 0 < number <= len(rows) else 0
        place = coded >> 2
        if coded & 3 != FROM_ASSEMBLY or not 0 < place <= len(self.references):
            return None
        return TypeName(name, self.references[place - 1])

    def _full(self, number: int, plain: Sequence[str], outer: Mapping[int, int]) -> str:
        name = _nested(number, plain, outer)
        self._spend(len(name))
        return name

    def named(self, coded: int) -> TypeName | None:
        """The type behind a coded place; None where it is made by a signature, or is no type."""
        row = coded >> 2
        if coded & 3 == OWN and 0 < row <= len(self.own):
            return TypeName(self.own[row - 1])
        if coded & 3 == OTHER and 0 < row <= len(self.others):
            return self.others[row - 1]
        return None


def compressed(data: bytes, place: int) -> tuple[int, int]:
    """A number as signatures hold it, in one, two or four bytes, and where the next thing begins."""
    if place >= len(data):
        raise Damage("one of its signatures is cut short")
    first = data[place]
    width = 1 if first < 0x80 else 2 if first < 0xC0 else 4
    if place + width > len(data):
        raise Damage("one of its signatures is cut short")
    mask = {1: 0x7F, 2: 0x3FFF, 4: 0x1FFFFFFF}[width]
    return int.from_bytes(data[place : place + width], "big") & mask, place + width


def full(space: str, name: str) -> str:
    return f"{space}.{name}" if space else name


def spans(starts: Sequence[int], total: int) -> list[range]:
    """The rows from each start to the next; rows count from one, and none is in two spans."""
    found, taken = [], 0
    for start, end in pairwise([*starts, total + 1]):
        first = max(start - 1, taken)
        taken = max(min(end - 1, total), taken)
        found.append(range(first, taken))
    return found


def _nested(number: int, plain: Sequence[str], outer: Mapping[int, int]) -> str:
    """The name that reflection knows a type by: those around it before a plus."""
    name = plain[number - 1]
    for _ in range(MOST_DEPTH):
        number = outer.get(number, 0)
        if not 0 < number <= len(plain):
            return name
        name = f"{plain[number - 1]}+{name}"
    return name
