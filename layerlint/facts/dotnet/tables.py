"""The tables of an assembly's metadata: what columns they have, and how wide those are (ECMA-335, partition II.24)."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

MOST_ROWS = 1 << 19  # of one table; the largest real assemblies have two fifths
MOST_KEPT = 1 << 17  # of one table of which all rows are kept
STRINGS, GUIDS, BLOBS = 1, 2, 4  # bits of the heap sizes: the heap's places take four bytes

TYPE_REF, TYPE_DEF, FIELD, METHOD, PARAMETER, INTERFACE, MEMBER_REF, ATTRIBUTE = 1, 2, 4, 6, 8, 9, 10, 12
TYPE_SPEC, ASSEMBLY, REFERENCE, EXPORTED, NESTED, TYPE_VARIABLE = 27, 32, 35, 39, 41, 42

#: a word a column: 2 and 4 are bytes, s g b places in heaps, a number behind T a row of that table, and the names
#: below rows of one of several tables
_COLUMNS = {
    0: "2 s g g g",
    1: "scope s s",
    2: "4 s s type T4 T6",
    3: "T4",
    4: "2 s b",
    5: "T6",
    6: "4 2 2 s b T8",
    7: "T8",
    8: "2 2 s",
    9: "T2 type",
    10: "parent s b",
    11: "2 constant b",
    12: "attributed attribute b",
    13: "marshal b",
    14: "2 security b",
    15: "2 4 T2",
    16: "4 T4",
    17: "b",
    18: "T2 T20",
    19: "T20",
    20: "2 s type",
    21: "T2 T23",
    22: "T23",
    23: "2 s b",
    24: "2 T6 semantics",
    25: "T2 method method",
    26: "s",
    27: "b",
    28: "2 forwarded s T26",
    29: "4 T4",
    30: "4 4",
    31: "4",
    32: "4 2 2 2 2 4 b s s",
    33: "4",
    34: "4 4 4",
    35: "2 2 2 2 4 b s s b",
    36: "4 T35",
    37: "4 4 4 T35",
    38: "4 s b",
    39: "4 4 s s implementation",
    40: "4 4 s implementation",
    41: "T2 T2",
    42: "2 2 varied s",
}
_CODED = {
    "type": (2, (2, 1, 27)),
    "scope": (2, (0, 26, 35, 1)),
    "parent": (3, (2, 1, 26, 6, 27)),
    "constant": (2, (4, 8, 23)),
    "attributed": (5, (6, 4, 1, 2, 8, 9, 10, 0, 14, 23, 20, 17, 26, 27, 32, 35, 38, 39, 40, 42, 44, 43)),
    "attribute": (3, (6, 10)),
    "marshal": (1, (4, 8)),
    "security": (2, (2, 6, 32)),
    "semantics": (1, (20, 23)),
    "method": (1, (6, 10)),
    "forwarded": (1, (4, 6)),
    "implementation": (2, (38, 35, 39)),
    "varied": (1, (2, 6)),
}


class Tables:
    """The stream of tables. Raises struct.error where it is cut short."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.heaps: int = struct.unpack_from("B", data, 6)[0]
        present: int = struct.unpack_from("<Q", data, 8)[0]
        numbers = [number for number in range(64) if present >> number & 1]
        counts = struct.unpack_from(f"<{len(numbers)}I", data, 24)
        self.counts: Mapping[int, int] = dict(zip(numbers, counts, strict=True))
        self._first = 24 + 4 * len(numbers)

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """Where each table that we know begins."""
        found, position = {}, self._first
        for number in sorted(self.counts):
            if number not in _COLUMNS:
                break
            found[number] = position
            position += self.counts[number] * sum(self._widths(number))
        return found

    def count(self, number: int) -> int:
        return self.counts.get(number, 0)

    def kept(self, number: int) -> list[Sequence[int]]:
        """All rows of a table that is small in every real assembly."""
        if self.count(number) > MOST_KEPT:
            raise struct.error("a table is larger than any")
        return list(self.rows(number))

    def rows(self, number: int, part: range | None = None) -> Iterator[Sequence[int]]:
        """The cells of each row, or of those in the part, which count from zero."""
        count = self.count(number)
        if not count or number not in self._places:
            return
        layout = struct.Struct("<" + "".join({2: "H", 4: "I"}[width] for width in self._widths(number)))
        start = self._places[number]
        if count > MOST_ROWS or start + count * layout.size > len(self.data):
            raise struct.error("a table is cut short")
        first, stop = (part.start, min(part.stop, count)) if part is not None else (0, count)
        if first < stop:
            yield from layout.iter_unpack(self.data[start + first * layout.size : start + stop * layout.size])

    def _widths(self, number: int) -> list[int]:
        return [self._width(column) for column in _COLUMNS[number].split()]

    def _width(self, column: str) -> int:
        if column in ("2", "4"):
            return int(column)
        if column in ("s", "g", "b"):
            return 4 if self.heaps & {"s": STRINGS, "g": GUIDS, "b": BLOBS}[column] else 2
        bits, tables = (0, (int(column[1:]),)) if column[0] == "T" else _CODED[column]
        return 4 if max(self.counts.get(table, 0) for table in tables) >= 1 << (16 - bits) else 2
