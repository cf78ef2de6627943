"""A managed assembly: the types that it defines, their methods, and what loading them asks other assemblies for."""

import struct
from collections.abc import Iterator, Mapping, Sequence

from layerlint.facts.dotnet.image import Built, Damage, read_image
from layerlint.facts.dotnet.metadata import MADE, MOST_DEPTH, Metadata, Reference, TypeName, Version, full, spans
from layerlint.facts.dotnet.signature import Shape, types_of, values_of
from layerlint.facts.dotnet.tables import (
    ASSEMBLY,
    EXPORTED,
    FIELD,
    INTERFACE,
    METHOD,
    TYPE_DEF,
    TYPE_VARIABLE,
)
from layerlint.facts.malformed import Malformed
from layerlint.named_tuple import NamedTuple

PUBLIC_METHOD, ACCESS, STATIC, VIRTUAL, ABSTRACT_METHOD = 0x6, 0x7, 0x10, 0x40, 0x400
INTERFACE_TYPE, ABSTRACT_TYPE = 0x20, 0x80
CONSTANT = 0x40  #: a field that has no place in memory
MOST_MEMBERS = 1 << 16  # of one type
BY_REFERENCE = 1  #: how an exported type says that another assembly has it


class Identity(NamedTuple):
    """An assembly without its types."""

    name: str
    version: Version
    built: Built
    references: tuple[Reference, ...]


class Method(NamedTuple):
    name: str
    flags: int
    row: int  #: counted from one
    signature: int  #: its place among the signatures

    @property
    def is_static(self) -> bool:
        return bool(self.flags & STATIC)

    @property
    def is_abstract(self) -> bool:
        return bool(self.flags & ABSTRACT_METHOD)

    @property
    def is_virtual(self) -> bool:
        return bool(self.flags & VIRTUAL)

    @property
    def is_public(self) -> bool:
        return self.flags & ACCESS == PUBLIC_METHOD


class TypeFact(NamedTuple):
    name: str  #: "My.App.Function", and "My.App.Function+Inner" for one inside
    flags: int
    parent: TypeName | None  #: None: it extends nothing, or it is not said what
    is_generic: bool
    methods: tuple[Method, ...]
    parts: tuple[int, ...]  #: the coded types that it extends and implements
    fields: tuple[int, ...] = ()  #: the signatures of its fields by their places, of constants left out

    @property
    def is_abstract(self) -> bool:
        return bool(self.flags & (ABSTRACT_TYPE | INTERFACE_TYPE))

    @property
    def is_interface(self) -> bool:
        return bool(self.flags & INTERFACE_TYPE)

    def named(self, name: str) -> tuple[Method, ...]:
        return tuple(method for method in self.methods if method.name == name)


class Assembly:
    """Raises Damage and struct.error when it is made of what is not sound."""

    def __init__(self, built: Built, metadata: Metadata) -> None:
        self.metadata = metadata
        self.identity = _identity(built, metadata)
        self.types: Mapping[str, TypeFact] = _Types(metadata)
        self._asked: dict[str, tuple[TypeName, ...]] = {}
        self.forwarded: Mapping[str, Reference] = dict(_forwarded(metadata))

    @property
    def name(self) -> str:
        return self.identity.name

    def shape(self, method: Method) -> Shape | None:
        """None where its signature is not read here."""
        try:
            return Shape(self.metadata.blob(method.signature))
        except (Damage, struct.error):
            return None

    def asked_by_type(self, item: TypeFact) -> tuple[TypeName, ...]:
        """What loading a type needs at once: what it extends and implements, and the values that it holds."""
        if item.name not in self._asked:
            named = (*self._all_named(item.parts), *self._named_by_fields(item.fields))
            self._asked[item.name] = tuple(dict.fromkeys(named))
        return self._asked[item.name]

    def asked_by_method(self, method: Method) -> tuple[TypeName, ...]:
        """What looking at a method's parameters needs, and at what it returns."""
        shape = self.shape(method)
        return tuple(self._all_named(shape.types)) if shape else ()

    def _named_by_fields(self, places: Sequence[int]) -> Iterator[TypeName]:
        for place in places:
            try:
                coded = values_of(self.metadata.blob(place))
            except (Damage, struct.error):
                continue
            yield from self._all_named(coded)

    def _all_named(self, coded: Sequence[int]) -> Iterator[TypeName]:
        for each in coded:
            try:
                found = [self.metadata.named(part) for part in made_of(each, self.metadata)]
            except (Damage, struct.error):
                continue
            yield from (name for name in found if name is not None)


def read_assembly(path: str, data: bytes) -> Assembly | Malformed:
    """Never raises; Malformed for native libraries as well."""
    try:
        image = read_image(data)
        return Assembly(image.built, Metadata(image.metadata))
    except Damage as damage:
        return Malformed(path, str(damage))
    except (struct.error, OverflowError, IndexError):
        return Malformed(path, "its metadata is cut short")


def read_identity(path: str, data: bytes) -> Identity | Malformed:
    """As read_assembly, of the names alone."""
    try:
        image = read_image(data)
        return _identity(image.built, Metadata(image.metadata))
    except Damage as damage:
        return Malformed(path, str(damage))
    except (struct.error, OverflowError, IndexError):
        return Malformed(path, "its metadata is cut short")


def made_of(coded: int, metadata: Metadata) -> tuple[int, ...]:
    """A coded type, or those that the signature names which makes it, the outermost first."""
    for _ in range(MOST_DEPTH):
        if coded & 3 != MADE:
            return (coded,)
        rows = metadata.specifications
        if not 0 < coded >> 2 <= len(rows):
            return ()
        found = types_of(metadata.blob(rows[(coded >> 2) - 1]))
        if len(found) != 1:
            return found
        coded = found[0]
    return ()


def _identity(built: Built, metadata: Metadata) -> Identity:
    for row in metadata.tables.rows(ASSEMBLY):
        version = (row[1], row[2], row[3], row[4])
        return Identity(metadata.text(row[7]), version, built, tuple(metadata.references))
    raise Damage("it is a module and no assembly")


class _Types(Mapping[str, TypeFact]):
    """By name; each is made when it is asked for, since an assembly has thousands and few are.

    Raises Damage and struct.error where it is made of what is not sound, and not later.
    """

    def __init__(self, metadata: Metadata) -> None:
        tables = metadata.tables
        self.metadata = metadata
        self._made: dict[str, TypeFact] = {}
        self._numbers = {name: number for number, name in enumerate(metadata.own)}
        self._rows = tables.kept(TYPE_DEF)
        self._fields = _members([row[4] for row in self._rows], tables.count(FIELD))
        self._methods = _members([row[5] for row in self._rows], tables.count(METHOD))
        self._generic = {row[2] >> 1 for row in tables.kept(TYPE_VARIABLE) if not row[2] & 1}
        self._implemented: dict[int, list[int]] = {}
        for number, coded in tables.kept(INTERFACE):
            self._implemented.setdefault(number, []).append(coded)
        for row in tables.rows(METHOD):
            metadata.end_of_text(row[3])
        next(tables.rows(FIELD), None)

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __getitem__(self, name: str) -> TypeFact:
        if name not in self._made:
            self._made[name] = self._make(name, self._numbers[name])
        return self._made[name]

    def _make(self, name: str, number: int) -> TypeFact:
        row, coded = self._rows[number], self._rows[number][3]
        parts = (*([coded] if coded >> 2 else []), *self._implemented.get(number + 1, ()))
        return TypeFact(
            name,
            row[0],
            _outermost(coded, self.metadata),
            number + 1 in self._generic,
            tuple(self._methods_in(self._methods[number])),
            parts,
            tuple(self._fields_in(self._fields[number])),
        )

    def _methods_in(self, span: range) -> Iterator[Method]:
        for number, row in enumerate(self.metadata.tables.rows(METHOD, span), span.start + 1):
            yield Method(self.metadata.text(row[3]), row[2], number, row[4])

    def _fields_in(self, span: range) -> Iterator[int]:
        return (row[2] for row in self.metadata.tables.rows(FIELD, span) if not row[0] & CONSTANT)


def _members(starts: Sequence[int], total: int) -> list[range]:
    found = spans(starts, total)
    if any(len(span) > MOST_MEMBERS for span in found):
        raise Damage("one of its types has more members than .NET takes")
    return found


def _outermost(coded: int, metadata: Metadata) -> TypeName | None:
    """The type behind a place, were it made of others or not."""
    if coded & 3 != MADE:
        return metadata.named(coded)
    parts = made_of(coded, metadata)
    return metadata.named(parts[0]) if parts else None


def _forwarded(metadata: Metadata) -> Iterator[tuple[str, Reference]]:
    for row in metadata.tables.kept(EXPORTED):
        place = row[4] >> 2
        if row[4] & 3 == BY_REFERENCE and 0 < place <= len(metadata.references):
            yield full(metadata.text(row[3]), metadata.text(row[2])), metadata.references[place - 1]
