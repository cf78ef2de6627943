"""The smallest honest assembly: types with methods, and nothing that could run."""

import struct
from collections.abc import Callable, Mapping, Sequence
from functools import partial

METADATA = 0x200  # where it begins in the file; its address is the same
CLI_HEADER = 0x1C0


def assembly(name: str, types: Mapping[str, Sequence[str]]) -> Callable[[], bytes]:
    """A recipe's content: method names by full name of the type. It is made only when it is read."""
    return partial(assembly_bytes, name, types)


def assembly_bytes(name: str, types: Mapping[str, Sequence[str]]) -> bytes:
    root = _metadata(name, types)
    head = bytearray(METADATA)
    head[:2] = b"MZ"
    struct.pack_into("<I", head, 60, 0x80)
    struct.pack_into("<4sHH12xHH", head, 0x80, b"PE\0\0", 0x8664, 1, 240, 0x2022)
    struct.pack_into("<H", head, 0x98, 0x20B)
    struct.pack_into("<II", head, 0x98 + 112 + 14 * 8, CLI_HEADER, 72)
    struct.pack_into("<8sIIII", head, 0x98 + 240, b".text", METADATA + len(root), 0, METADATA + len(root), 0)
    struct.pack_into("<IHHII", head, CLI_HEADER, 72, 2, 5, METADATA, len(root))
    return bytes(head) + root


def _metadata(name: str, types: Mapping[str, Sequence[str]]) -> bytes:
    strings = _Strings()
    own = strings.add(f"{name}.dll"), strings.add(name)
    space, kind = strings.add("System"), strings.add("Object")
    rows, methods = [struct.pack("<I5H", 0, strings.add("<Module>"), 0, 0, 1, 1)], b""
    count = 0
    for full, names in types.items():
        folder, _, last = full.rpartition(".")
        # it extends the first row of the table of references: System.Object
        rows.append(struct.pack("<I5H", 1, strings.add(last), strings.add(folder), 1 << 2 | 1, 1, count + 1))
        for each in names:
            methods += struct.pack("<IHHHHH", 0, 0, 6, strings.add(each), 1, 1)
            count += 1
    tables = [
        (0, 1, struct.pack("<5H", 0, own[0], 1, 0, 0)),
        (1, 1, struct.pack("<3H", 0, kind, space)),
        (2, len(rows), b"".join(rows)),
        (6, count, methods),
        (32, 1, struct.pack("<I4HI3H", 0x8004, 1, 0, 0, 0, 0, 0, own[1], 0)),
    ]
    present = [table for table in tables if table[1]]
    body = struct.pack("<IBBBBQQ", 0, 2, 0, 0, 1, sum(1 << number for number, _, _ in present), 0)
    body += b"".join(struct.pack("<I", rows) for _, rows, _ in present) + b"".join(data for _, _, data in present)
    return _root({b"#~": body, b"#Strings": strings.data, b"#GUID": bytes(range(16)), b"#Blob": b"\0\3\x20\0\1"})


def _root(streams: Mapping[bytes, bytes]) -> bytes:
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
