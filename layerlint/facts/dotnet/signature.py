"""Which types a signature names (ECMA-335, partition II.23.2)."""

from collections.abc import Iterator

from layerlint.facts.dotnet.image import Damage
from layerlint.facts.dotnet.metadata import compressed
from layerlint.named_tuple import NamedTuple

MOST_TYPES = 4096  # in one signature, nested ones included
GENERIC_METHOD, OF_FIELD = 0x10, 0x06
VOID, LAST_SIMPLE = 0x01, 0x0E  # what takes no more than its one byte
POINTER, REFERENCE, VALUE, CLASS, VARIABLE, ARRAY, INSTANCE = 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15
TYPED, NATIVE, UNSIGNED_NATIVE, FUNCTION, ANYTHING, VECTOR, METHOD_VARIABLE = 0x16, 0x18, 0x19, 0x1B, 0x1C, 0x1D, 0x1E
REQUIRED, OPTIONAL, SENTINEL, PINNED = 0x1F, 0x20, 0x41, 0x45


class Part(NamedTuple):
    """What a method returns or takes."""

    kind: int  #: as signatures write it
    types: tuple[int, ...]  #: the coded types it names, the outermost first


class Shape:
    """A method's signature: whether it is generic, what it returns and what it takes."""

    def __init__(self, data: bytes) -> None:
        if not data:
            raise Damage("one of its signatures is cut short")
        self.is_generic = bool(data[0] & GENERIC_METHOD)
        reader = _Reader(data, 1)
        if self.is_generic:
            reader.number()
        count = reader.number()
        if count > MOST_TYPES:
            raise Damage("one of its signatures holds too many types")
        self.returned = reader.part()
        self.taken = tuple(reader.part() for _ in range(count))

    @property
    def types(self) -> tuple[int, ...]:
        """All that it names."""
        return tuple(coded for part in (self.returned, *self.taken) for coded in part.types)


def types_of(data: bytes) -> tuple[int, ...]:
    """The coded types of a type that is made by a signature, the outermost first."""
    return tuple(_Reader(data, 0).several(1))


def values_of(data: bytes) -> tuple[int, ...]:
    """The coded types of a field that is a value, which is laid out within what holds it; none of other fields."""
    reader = _Reader(data, 1)
    kind = reader.number() if data[:1] == bytes([OF_FIELD]) else VOID
    if kind == VALUE or (kind == INSTANCE and data[2:3] == bytes([VALUE])):
        return tuple(_Reader(data, 1).several(1))
    return ()


class _Reader:
    def __init__(self, data: bytes, place: int) -> None:
        self.data = data
        self.place = place

    def number(self) -> int:
        value, self.place = compressed(self.data, self.place)
        return value

    def part(self) -> Part:
        kind = self.data[self.place : self.place + 1]
        return Part(kind[0] if kind else 0, tuple(self.several(1)))

    def several(self, count: int) -> Iterator[int]:
        """The types of so many types in a row, without recursion."""
        due = count
        for _ in range(MOST_TYPES):
            if due <= 0:
                return
            kind = self.number()
            due -= 1
            if kind in (VALUE, CLASS):
                yield self.number()
            elif kind in (REQUIRED, OPTIONAL):
                yield self.number()
                due += 1
            elif kind == INSTANCE:
                self.number()
                yield self.number()
                due += self.number()
            elif kind in (VARIABLE, METHOD_VARIABLE):
                self.number()
            elif kind in (POINTER, REFERENCE, VECTOR, PINNED, SENTINEL):
                due += 1
            elif kind in (ARRAY, FUNCTION):
                raise Damage("one of its signatures holds what is not read here")
            elif not (VOID <= kind <= LAST_SIMPLE or kind in (TYPED, NATIVE, UNSIGNED_NATIVE, ANYTHING)):
                raise Damage("one of its signatures holds what no signature does")
        raise Damage("one of its signatures holds too many types")
