"""What the Go linker writes into a binary: the compiler's version, the modules, and the settings of the build.

The layout is that of debug/buildinfo in Go's own library: since Go 1.18 the texts stand behind the mark, before that
the mark has their addresses.
"""

import struct
from collections.abc import Mapping

from layerlint.facts.elf_image import PT_LOAD, Damage, Image
from layerlint.named_tuple import NamedTuple

MAGIC = b"\xff Go buildinf:"
ALIGNMENT = 16
HEADER = 32  # bytes
SENTINEL = 16  # bytes before and behind the list of modules
LONGEST = 1 << 20  # bytes of either text; the longest list of modules known has a tenth
MOST_MARKS = 64  # looked at: a debugger or a linter has the mark among its texts
INLINE, BIG = 2, 1


class GoBuild(NamedTuple):
    version: str  #: of the compiler, "go1.22.1"
    modules: Mapping[str, str]  #: path to version of what is linked in, replacements resolved
    settings: Mapping[str, str]  #: GOOS, GOARCH, CGO_ENABLED and others, since Go 1.18


def read_go_build(data: bytes) -> GoBuild | None:
    """None where there is no such record, or it makes no sense; never raises."""
    position = data.find(MAGIC)
    for _ in range(MOST_MARKS):
        if position < 0:
            return None
        if position % ALIGNMENT == 0:
            try:
                found = _read(data, position)
            except (struct.error, Damage, OverflowError):
                found = None
            if found is not None and found.version.startswith(("go", "devel")):
                return found
        position = data.find(MAGIC, position + 1)
    return None


def _read(data: bytes, position: int) -> GoBuild | None:
    size, flags = struct.unpack_from("BB", data, position + len(MAGIC))
    if flags & INLINE:
        version, end = _counted(data, position + HEADER)
        modules, _ = _counted(data, end)
    else:
        reader = _Pointers(data, size, big=bool(flags & BIG))
        version = reader.text(reader.pointer(position + 16))
        modules = reader.text(reader.pointer(position + 16 + size))
    listing = modules[SENTINEL:-SENTINEL] if len(modules) > 2 * SENTINEL and modules[-SENTINEL - 1] == 10 else b""
    return _parsed(version.decode("utf-8", "replace"), listing.decode("utf-8", "replace"))


def _counted(data: bytes, position: int) -> tuple[bytes, int]:
    """A text behind its length, which is a varint."""
    length = shift = 0
    while shift < 35:
        byte = struct.unpack_from("B", data, position)[0]
        position += 1
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    if length > LONGEST or position + length > len(data):
        raise Damage("its build record is cut short")
    return data[position : position + length], position + length


class _Pointers:
    """Addresses of a loaded image into places of the file."""

    def __init__(self, data: bytes, size: int, *, big: bool) -> None:
        self.data = data
        self.layout = (">" if big else "<") + {4: "I", 8: "Q"}.get(size, "Q")
        self.size = size if size in (4, 8) else 8
        self.loads = [segment for segment in Image(data).segments() if segment.kind == PT_LOAD]

    def pointer(self, position: int) -> int:
        return int(struct.unpack_from(self.layout, self.data, position)[0])

    def text(self, address: int) -> bytes:
        """What a string header at an address stands for: the address of its bytes, and their number."""
        header = self._place(address)
        start, length = self._place(self.pointer(header)), self.pointer(header + self.size)
        if length > LONGEST or start + length > len(self.data):
            raise Damage("its build record is cut short")
        return self.data[start : start + length]

    def _place(self, address: int) -> int:
        for load in self.loads:
            if load.address <= address < load.address + load.size:
                return address - load.address + load.offset
        raise Damage("its build record lies outside the image")


def _parsed(version: str, listing: str) -> GoBuild:
    modules: dict[str, str] = {}
    settings: dict[str, str] = {}
    last = ""
    for line in listing.splitlines():
        kind, _, rest = line.partition("\t")
        words = rest.split("\t")
        if kind in ("mod", "dep") and len(words) > 1:
            last = words[0]
            modules[last] = words[1]
        elif kind == "=>" and len(words) > 1 and last:
            modules[last] = words[1]
        elif kind == "build":
            name, _, value = rest.partition("=")
            settings[name] = value
    return GoBuild(version, modules, settings)
