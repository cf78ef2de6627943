"""A class file as the virtual machine's specification (chapter 4) lays it out: version, supertypes and methods.

Every length is checked against the bytes that are there, so a damaged or hostile file costs no more than a sound one.
"""

import struct
from collections.abc import Mapping

from layerlint.facts.malformed import Malformed
from layerlint.named_tuple import NamedTuple

MAGIC = b"\xca\xfe\xba\xbe"
HEAD = 8  # bytes that hold magic and version
OLDEST = 45  # major version of Java 1.1
PREVIEW = 0xFFFF  # minor version of classes that use preview features; they run on their own major version alone
PUBLIC, STATIC, INTERFACE, ABSTRACT, ANNOTATION = 0x1, 0x8, 0x200, 0x400, 0x2000
_UTF8, _CLASS = 1, 7
_SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}
_WIDE = (5, 6)  # long and double take two places


class Version(NamedTuple):
    major: int
    minor: int

    @property
    def preview(self) -> bool:
        return self.minor == PREVIEW


class Method(NamedTuple):
    name: str
    descriptor: str  #: "(Ljava/io/InputStream;I)V"
    flags: int


class ClassFile(NamedTuple):
    path: str
    version: Version
    flags: int
    name: str  #: "com/example/Handler"
    parent: str  #: "" of java/lang/Object alone
    interfaces: tuple[str, ...]
    methods: tuple[Method, ...]
    signature: str = ""  #: with type parameters; "" where there are none


class _Damage(Exception):
    """One clause."""


def read_version(head: bytes) -> Version | None:
    """The version that a class file begins with; None for everything else."""
    if len(head) < HEAD or head[:4] != MAGIC:
        return None
    minor, major = struct.unpack_from(">HH", head, 4)
    return Version(major, minor) if major >= OLDEST else None


def read_class(path: str, data: bytes) -> ClassFile | Malformed:
    """Never raises."""
    version = read_version(data)
    if version is None:
        return Malformed(path, "it is no class file")
    try:
        return _Reader(data).read(path, version)
    except _Damage as damage:
        return Malformed(path, str(damage))
    except (struct.error, IndexError, OverflowError):
        return Malformed(path, "its structures are cut short")


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.texts: dict[int, str] = {}
        self.classes: dict[int, int] = {}
        self.position = self._pool()

    def read(self, path: str, version: Version) -> ClassFile:
        flags, this, above, count = self._numbers(4)
        interfaces = tuple(self._class(index) for index in self._numbers(count))
        self._members()
        methods = self._members()
        attributes = self._attributes()
        return ClassFile(
            path,
            version,
            flags,
            self._class(this),
            self._class(above) if above else "",
            interfaces,
            methods,
            self._signature(attributes),
        )

    def _pool(self) -> int:
        """Note texts and classes; the position behind the pool."""
        data, position = self.data, 10
        count = struct.unpack_from(">H", data, 8)[0]
        index = 1
        while index < count:
            tag = data[position]
            position += 1
            if tag == _UTF8:
                length = struct.unpack_from(">H", data, position)[0]
                self.texts[index] = data[position + 2 : position + 2 + length].decode("utf-8", "replace")
                position += 2 + length
            elif tag in _SIZES:
                if tag == _CLASS:
                    self.classes[index] = struct.unpack_from(">H", data, position)[0]
                position += _SIZES[tag]
            else:
                raise _Damage(f"its constant pool has an entry of kind {tag}, which does not exist")
            index += 2 if tag in _WIDE else 1
        return position

    def _numbers(self, count: int) -> tuple[int, ...]:
        found = struct.unpack_from(f">{count}H", self.data, self.position)
        self.position += 2 * count
        return found

    def _members(self) -> tuple[Method, ...]:
        """Fields and methods are laid out alike."""
        found = []
        for _ in range(self._numbers(1)[0]):
            flags, name, descriptor = self._numbers(3)
            self._attributes()
            found.append(Method(self._text(name), self._text(descriptor), flags))
        return tuple(found)

    def _attributes(self) -> Mapping[str, bytes]:
        found = {}
        for _ in range(self._numbers(1)[0]):
            name = self._numbers(1)[0]
            length = struct.unpack_from(">I", self.data, self.position)[0]
            start, self.position = self.position + 4, self.position + 4 + length
            if self.position > len(self.data):
                raise _Damage("one of its attributes is cut short")
            found[self._text(name)] = self.data[start : start + min(length, 2)]
        return found

    def _signature(self, attributes: Mapping[str, bytes]) -> str:
        value = attributes.get("Signature", b"")
        return self.texts.get(int.from_bytes(value, "big"), "") if len(value) == 2 else ""

    def _text(self, index: int) -> str:
        if index not in self.texts:
            raise _Damage("it names a text that its constant pool does not have")
        return self.texts[index]

    def _class(self, index: int) -> str:
        if index not in self.classes:
            raise _Damage("it names a class that its constant pool does not have")
        return self._text(self.classes[index])


def parameters(descriptor: str) -> tuple[str, ...]:
    """The types that a method takes, as "Ljava/io/InputStream;", "I" or "[B"; () for what is no descriptor."""
    found, start = [], 1
    end = descriptor.find(")")
    while 0 < start < end:
        stop = start
        while stop < end and descriptor[stop] == "[":
            stop += 1
        if descriptor[stop] == "L":
            stop = descriptor.find(";", stop)
        if stop < 0 or stop >= end:
            return ()
        found.append(descriptor[start : stop + 1])
        start = stop + 1
    return tuple(found)
