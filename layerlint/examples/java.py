"""The smallest honest class files, and jars of them."""

import struct
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from layerlint.examples.recipe import Content
from layerlint.hints import Any

PUBLIC, SUPER, CODE_LESS = 0x1, 0x20, 0x100  # native methods need no code
HANDLE = ("handleRequest", "(Ljava/lang/Object;Lcom/amazonaws/services/lambda/runtime/Context;)Ljava/lang/Object;")
REQUEST_HANDLER = "com/amazonaws/services/lambda/runtime/RequestHandler"


def java_class(name: str, release: int = 17, **options: Any) -> Callable[[], bytes]:  # noqa: ANN401  # as class_bytes
    """A recipe's content: the class is made only when it is read."""
    return partial(class_bytes, name, release, **options)


def class_bytes(
    name: str,
    release: int = 17,
    *,
    parent: str = "java/lang/Object",
    interfaces: Sequence[str] = (),
    methods: Sequence[tuple[str, str]] = (),
    constructor: bool = True,
    flags: int = PUBLIC | SUPER,
    preview: bool = False,
) -> bytes:
    """A class with public methods of names and descriptors, and a constructor without arguments."""
    pool = _Pool()
    head = struct.pack(">HHH", flags, pool.kind(name), pool.kind(parent))
    head += struct.pack(f">{len(interfaces) + 1}H", len(interfaces), *map(pool.kind, interfaces))
    every = [struct.pack(">4H", PUBLIC | CODE_LESS, pool.text(one), pool.text(two), 0) for one, two in methods]
    every += [_constructor(pool, parent)] if constructor else []
    body = b"".join(every)
    version = struct.pack(">HH", 0xFFFF if preview else 0, release + 44)
    fields = struct.pack(">HH", 0, len(every))
    return b"\xca\xfe\xba\xbe" + version + pool.data() + head + fields + body + struct.pack(">H", 0)


def _constructor(pool: "_Pool", parent: str) -> bytes:
    """It calls the parent's and returns."""
    code = b"\x2a\xb7" + struct.pack(">H", pool.method(parent, "<init>", "()V")) + b"\xb1"
    attribute = struct.pack(">HHI", 1, 1, len(code)) + code + struct.pack(">HH", 0, 0)
    head = struct.pack(">4H", PUBLIC, pool.text("<init>"), pool.text("()V"), 1)
    return head + struct.pack(">HI", pool.text("Code"), len(attribute)) + attribute


def jar(files: Mapping[str, Content]) -> Callable[[], bytes]:
    """A recipe's content: a zip within the zip."""
    return partial(_jar, files)


def _jar(files: Mapping[str, Content]) -> bytes:
    from layerlint.examples.build import zip_bytes  # noqa: PLC0415  # that one is no part of every recipe

    return zip_bytes(files)


class _Pool:
    """A constant pool of texts, classes and methods."""

    def __init__(self) -> None:
        self.entries: dict[bytes, int] = {}

    def text(self, value: str) -> int:
        data = value.encode()
        return self._add(struct.pack(">BH", 1, len(data)) + data)

    def kind(self, name: str) -> int:
        return self._add(struct.pack(">BH", 7, self.text(name)))

    def method(self, owner: str, name: str, descriptor: str) -> int:
        pair = self._add(struct.pack(">BHH", 12, self.text(name), self.text(descriptor)))
        return self._add(struct.pack(">BHH", 10, self.kind(owner), pair))

    def _add(self, entry: bytes) -> int:
        return self.entries.setdefault(entry, len(self.entries) + 1)

    def data(self) -> bytes:
        return struct.pack(">H", len(self.entries) + 1) + b"".join(self.entries)
