"""The attributes of an assembly or of one of its methods: which types they are of, and which they name."""

import struct
from collections.abc import Callable, Iterator, Sequence

from layerlint.facts.dotnet.assembly import Assembly, Method
from layerlint.facts.dotnet.image import Damage
from layerlint.facts.dotnet.metadata import Metadata, Reference, TypeName, Version, compressed
from layerlint.facts.dotnet.signature import CLASS, VOID
from layerlint.facts.dotnet.tables import ATTRIBUTE, MEMBER_REF, METHOD, PARAMETER

OF_METHOD, OF_PARAMETER, OF_ASSEMBLY, KIND_BITS = 0, 4, 14, 5
NAMED = 3  #: the constructor is a row of the members that are named of elsewhere
IN_OTHER = 1  #: the owner of a member is a type of elsewhere
TAKES_ONE_TYPE = bytes([0x20, 1, VOID, CLASS])
PROLOGUE = b"\x01\0"
TYPE = "System.Type"
Owns = Callable[[int], bool]


def asked_by_marks(assembly: Assembly) -> tuple[TypeName, ...]:
    """What making the attributes of an assembly needs. Damage ends the list."""
    return _all_asked(assembly.metadata, _is_assembly)


def asked_by_method_marks(assembly: Assembly, method: Method) -> tuple[TypeName, ...]:
    """The same of a method and of its parameters."""
    return _all_asked(assembly.metadata, _owns(assembly.metadata, method))


def _all_asked(metadata: Metadata, owns: Owns) -> tuple[TypeName, ...]:
    found: list[TypeName] = []
    try:
        members = metadata.tables.kept(MEMBER_REF)
        for owner, constructor, value in metadata.tables.rows(ATTRIBUTE):
            if owns(owner):
                found += _asked(constructor, value, members, metadata)
    except (Damage, struct.error):
        pass
    return tuple(found)


def marks(assembly: Assembly, method: Method | None = None) -> frozenset[str] | None:
    """The types of the attributes of an assembly, or of a method and its parameters; None where they are damaged."""
    metadata = assembly.metadata
    owns = _owns(metadata, method) if method is not None else _is_assembly
    try:
        members = metadata.tables.kept(MEMBER_REF)
        made = (row[1] for row in metadata.tables.rows(ATTRIBUTE) if owns(row[0]))
        found = (_type_of(constructor, members, metadata) for constructor in made)
        return frozenset(name.name for name in found if name is not None)
    except (Damage, struct.error):
        return None


def _type_of(constructor: int, members: Sequence[Sequence[int]], metadata: Metadata) -> TypeName | None:
    """Of an attribute that another assembly defines."""
    if constructor & 7 != NAMED or not 0 < constructor >> 3 <= len(members):
        return None
    owner = members[(constructor >> 3) - 1][0]
    return metadata.named(owner >> 3 << 2 | IN_OTHER) if owner & 7 == IN_OTHER else None


def _is_assembly(owner: int) -> bool:
    return owner == 1 << KIND_BITS | OF_ASSEMBLY


def _owns(metadata: Metadata, method: Method) -> Owns:
    """Tells whether a coded owner is the method or one of its parameters."""
    parameters = _parameters(metadata, method)

    def owns(owner: int) -> bool:
        row, kind = owner >> KIND_BITS, owner & (1 << KIND_BITS) - 1
        return row in parameters if kind == OF_PARAMETER else kind == OF_METHOD and row == method.row

    return owns


def _parameters(metadata: Metadata, method: Method) -> range:
    """The rows of a method's parameters, counted from one."""
    starts = [row[5] for row in metadata.tables.rows(METHOD, range(method.row - 1, method.row + 1))]
    return range(starts[0], starts[1] if starts[1:] else metadata.tables.count(PARAMETER) + 1)


def _asked(constructor: int, value: int, members: Sequence[Sequence[int]], metadata: Metadata) -> Iterator[TypeName]:
    """The attribute's type, and the one that it is given where it takes one alone."""
    name = _type_of(constructor, members, metadata)
    if name is not None:
        yield name
        if _takes_one_type(metadata.blob(members[(constructor >> 3) - 1][2]), metadata):
            yield from _given(metadata.blob(value))


def _takes_one_type(signature: bytes, metadata: Metadata) -> bool:
    if not signature.startswith(TAKES_ONE_TYPE):
        return False
    name = metadata.named(compressed(signature, len(TAKES_ONE_TYPE))[0])
    return name is not None and name.name == TYPE


def _given(value: bytes) -> Iterator[TypeName]:
    """The type that is written out, "Name, Assembly, Version=1.0.0.0" where it is another's; none made of others."""
    if value[:2] != PROLOGUE or value[2:3] == b"\xff":
        return
    size, start = compressed(value, 2)
    name, _, rest = value[start : start + size].decode("utf-8", "replace").partition(", ")
    words = rest.split(", ")
    if "[" not in name:
        yield TypeName(name, Reference(words[0], _version(words)) if words[0] else None)


def _version(words: list[str]) -> Version:
    said = next((word.removeprefix("Version=") for word in words if word.startswith("Version=")), "")
    parts = [int(part) for part in said.split(".") if part.isdecimal()][:4]
    parts += [0] * (4 - len(parts))
    return parts[0], parts[1], parts[2], parts[3]
