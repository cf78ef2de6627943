"""A document as a tree that knows its lines; YAML and JSON both become this."""

from collections.abc import Callable, Iterator, Mapping, Sequence


class Entry:
    """A key of a mapping with its value."""

    __slots__ = ("column", "key", "line", "node")

    def __init__(self, key: str, line: int, column: int, node: "Node") -> None:
        self.key = key
        self.line = line
        self.column = column
        self.node = node


class Node:
    """A scalar, a mapping or a sequence. Nodes may be shared, even with themselves: no walk goes over all of them.

    A node with a tag shows nothing of what is inside: only who knows the tag can tell what that means.
    """

    __slots__ = ("_entries", "_grow", "_items", "column", "last", "line", "scalar", "tag")

    def __init__(self, line: int, column: int, tag: str = "", scalar: str | None = None) -> None:
        self.line = line  #: 1-based
        self.column = column  #: 1-based
        self.last = line  #: the line it ends in
        self.tag = tag  #: a short tag such as "!Ref"; "" for plain values
        self.scalar = scalar  #: as it is spelled; None for null, mappings and sequences
        self._entries: Mapping[str, Entry] | None = None
        self._items: Sequence[Node] | None = None
        self._grow: Callable[[Node], None] | None = None

    def holds(self, content: "Mapping[str, Entry] | Sequence[Node]") -> None:
        if isinstance(content, Mapping):
            self._entries = content
        else:
            self._items = content

    def grows(self, grow: "Callable[[Node], None]") -> None:
        """What is inside is looked for when it is asked for."""
        self._grow = grow

    def untagged(self) -> "Node":
        """The same without its tag."""
        plain = Node(self.line, self.column, scalar=self.scalar)
        plain.last = self.last
        plain._entries, plain._items = self._entries, self._items
        return plain

    def _inside(self) -> None:
        if self._grow is not None:
            grow, self._grow = self._grow, None
            grow(self)

    @property
    def is_mapping(self) -> bool:
        self._inside()
        return self._entries is not None and not self.tag

    @property
    def is_sequence(self) -> bool:
        self._inside()
        return self._items is not None and not self.tag

    def entry(self, key: str) -> Entry | None:
        return self._entries.get(key) if self.is_mapping and self._entries is not None else None

    def get(self, *keys: str) -> "Node | None":
        """The node below these keys; None where the way is not there."""
        node: Node | None = self
        for key in keys:
            entry = node.entry(key) if node is not None else None
            node = entry.node if entry is not None else None
        return node

    def each(self) -> Iterator[Entry]:
        """The entries of a mapping, in order; none of anything else."""
        if self.is_mapping and self._entries is not None:
            yield from self._entries.values()

    def elements(self) -> "Sequence[Node]":
        """The items of a sequence; none of anything else."""
        return self._items if self.is_sequence and self._items is not None else ()

    @property
    def text(self) -> str | None:
        """A plain scalar as it is spelled; None for anything else."""
        return None if self.tag else self.scalar


def word(node: Node | None, *keys: str) -> str:
    """The text below these keys; "" where it is not there or is no plain text."""
    found = node.get(*keys) if node is not None else None
    return (found.text or "") if found is not None else ""
