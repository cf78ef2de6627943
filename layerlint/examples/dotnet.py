"""The smallest honest assembly: types with methods, and nothing that could run; and the files that a publish leaves."""

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from functools import partial

METADATA = 0x200  # where it begins in the file; its address is the same
CLI_HEADER = 0x1B8
X86, PORTABLE = 0x14C, 1  # what an assembly for any processor says of itself
OBJECT = "System.Runtime", "System.Object"
PUBLIC = 6  # a method that is no static one
BLOBS = b"\0\3\x20\0\1"  # the only signature: it takes nothing and returns nothing


Version = tuple[int, int, int, int]


def assembly(
    name: str,
    types: Mapping[str, Sequence[str]] = {},
    *,
    version: Version = (1, 0, 0, 0),
    machine: int = X86,
    parents: Mapping[str, tuple[str, str]] = {},
) -> Callable[[], bytes]:
    """A recipe's content: method names by full name of the type. It is made only when it is read.

    `parents` are types of other assemblies that types extend: the assembly and the full name.
    """
    return partial(assembly_bytes, name, types, version=version, machine=machine, parents=parents)


def manifest(libraries: Mapping[str, Mapping[str, object]]) -> str:
    """A deps.json: what each package brings, as "Name/1.0.0": {"runtime": {"lib/net8.0/Name.dll": {}}}."""
    listed = {name: {"type": "package", "serviceable": True, "sha512": "", "path": name.lower()} for name in libraries}
    return json.dumps({"runtimeTarget": {"name": "net"}, "targets": {"net": libraries}, "libraries": listed})


def configuration(moniker: str = "net8.0", framework: str = "Microsoft.NETCore.App", **options: object) -> str:
    """A runtimeconfig.json."""
    version = f"{moniker.removeprefix('netcoreapp').removeprefix('net')}.0"
    said = {"tfm": moniker, "framework": {"name": framework, "version": version}}
    return json.dumps({"runtimeOptions": said | options})


def assembly_bytes(
    name: str,
    types: Mapping[str, Sequence[str]],
    *,
    version: Version = (1, 0, 0, 0),
    machine: int = X86,
    parents: Mapping[str, tuple[str, str]] = {},
) -> bytes:
    return wrapped(_metadata(name, types, version, parents), machine)


def wrapped(root: bytes, machine: int = X86) -> bytes:
    """Metadata in the executable that holds it."""
    size, directories, magic = (224, 96, 0x10B) if machine == X86 else (240, 112, 0x20B)
    head = bytearray(METADATA)
    head[:2] = b"MZ"
    struct.pack_into("<I", head, 60, 0x80)
    struct.pack_into("<4sHH12xHH", head, 0x80, b"PE\0\0", machine, 1, size, 0x2022)
    struct.pack_into("<H", head, 0x98, magic)
    struct.pack_into("<II", head, 0x98 + directories + 14 * 8, CLI_HEADER, 72)
    struct.pack_into("<8sIIII", head, 0x98 + size, b".text", METADATA + len(root), 0, METADATA + len(root), 0)
    struct.pack_into("<IHHIII", head, CLI_HEADER, 72, 2, 5, METADATA, len(root), PORTABLE)
    return bytes(head) + root


def _metadata(
    name: str, types: Mapping[str, Sequence[str]], version: Version, parents: Mapping[str, tuple[str, str]]
) -> bytes:
    strings = _Strings()
    own = strings.add(f"{name}.dll"), strings.add(name)
    others = list(dict.fromkeys([OBJECT, *parents.values()]))
    references = list(dict.fromkeys(assembly for assembly, _ in others))
    known = [_reference(strings, *_split(full), references.index(where) + 1) for where, full in others]
    rows, methods, count = [struct.pack("<I5H", 0, strings.add("<Module>"), 0, 0, 1, 1)], b"", 0
    for full, names in types.items():
        folder, last = _split(full)
        parent = others.index(parents.get(full, OBJECT)) + 1
        rows.append(struct.pack("<I5H", 1, strings.add(last), strings.add(folder), parent << 2 | 1, 1, count + 1))
        for each in names:
            methods += struct.pack("<IHHHHH", 0, 0, PUBLIC, strings.add(each), 1, 1)
            count += 1
    tables = [
        (0, 1, struct.pack("<5H", 0, own[0], 1, 0, 0)),
        (1, len(known), b"".join(known)),
        (2, len(rows), b"".join(rows)),
        (6, count, methods),
        (32, 1, struct.pack("<I4HI3H", 0x8004, *version, 0, 0, own[1], 0)),
        (35, len(references), b"".join(_asked(strings.add(each)) for each in references)),
    ]
    return metadata_root(
        {b"#~": metadata_tables(tables), b"#Strings": strings.data, b"#GUID": bytes(range(16)), b"#Blob": BLOBS}
    )


def _split(full: str) -> tuple[str, str]:
    folder, _, last = full.rpartition(".")
    return folder, last


def _reference(strings: "_Strings", folder: str, last: str, assembly: int) -> bytes:
    """A type of another assembly."""
    return struct.pack("<3H", assembly << 2 | 2, strings.add(last), strings.add(folder))


def _asked(name: int) -> bytes:
    return struct.pack("<4HI4H", 1, 0, 0, 0, 0, 0, name, 0, 0)


def metadata_tables(tables: Sequence[tuple[int, int, bytes]]) -> bytes:
    present = [table for table in tables if table[1]]
    head = struct.pack("<IBBBBQQ", 0, 2, 0, 0, 1, sum(1 << number for number, _, _ in present), 0)
    return head + b"".join(struct.pack("<I", rows) for _, rows, _ in present) + b"".join(data for _, _, data in present)


def metadata_root(streams: Mapping[bytes, bytes]) -> bytes:
    names = {name: name + b"\0" * (4 - len(name) % 4) for name in streams}
    position = 20 + 12 + sum(8 + len(name) for name in names.values())
    head = b"BSJB" + struct.pack("<HHII", 1, 1, 0, 12) + b"v4.0.30319\0\0" + struct.pack("<HH", 0, len(streams))
    body = b""
    for name, data in streams.items():
        padded = data + b"\0" * (-len(data) % 4)
        head += struct.pack("<II", position + len(body), len(padded)) + names[name]
        body += padded
    return head + body


class _Strings:
    """A heap of names."""

    def __init__(self) -> None:
        self.data = b"\0"

    def add(self, text: str) -> int:
        if not text:
            return 0
        place = len(self.data)
        self.data += text.encode() + b"\0"
        return place
