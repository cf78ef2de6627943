"""YAML as nodes: no object is ever made of a tag, aliases are shared and never copied, depth and number are bounded."""

from collections.abc import Iterator

from layerlint.hints import TYPE_CHECKING, Any
from layerlint.project.node import Entry, Node
from layerlint.project.records import ProjectError

if TYPE_CHECKING:
    import yaml

MOST_BYTES = 4 << 20  #: CloudFormation takes no template above 1 MB
MOST_NODES = 200_000
DEEPEST = 200
MOST_MERGED = 10_000  #: entries that `<<` brings, over the whole document
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def read_yaml(text: str, name: str) -> Node:
    """The root of the first document. Raises ProjectError, with the line where it knows one."""
    if len(text) > MOST_BYTES:
        raise ProjectError(f"{name}: more than {MOST_BYTES >> 20} MiB of YAML, which no tool takes")
    import yaml  # noqa: PLC0415  # only project files need it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = _Composer(name).compose(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as error:
        raise ProjectError(_one_line(error, name)) from None
    except (ValueError, RecursionError) as error:
        raise ProjectError(f"{name}: no YAML: {error}") from None
    if root is None:
        raise ProjectError(f"{name}: empty")
    return root


def _one_line(error: "yaml.YAMLError", name: str) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).partition("\n")[0]
    where = f"{name}:{mark.line + 1}" if mark is not None else name
    return f"{where}: no YAML: {problem}"


class _Open:
    """A collection whose end has not come yet."""

    def __init__(self, node: Node, *, mapping: bool, is_flow: bool) -> None:
        self.node = node
        self.mapping = mapping
        self.is_flow = is_flow
        self.key: Node | None = None
        self.entries: dict[str, Entry] = {}
        self.items: list[Node] = []
        self.merged: list[Node] = []


class _Composer:
    """Builds the tree from events without recursion."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._anchors: dict[str, Node] = {}
        self._stack: list[_Open] = []
        self._count = 0
        self._merged = 0
        self._root: Node | None = None

    def compose(self, events: Iterator[Any]) -> Node | None:
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentEndEvent":
                break
            handle = getattr(self, f"_on_{kind}", None)
            if handle is not None:
                handle(event)
        return self._root

    def _on_ScalarEvent(self, event: "yaml.ScalarEvent") -> None:  # noqa: N802  # PyYAML's names
        null = event.implicit[0] and event.value in NULLS
        self._placed(self._node(event, None if null else event.value))

    def _on_AliasEvent(self, event: "yaml.AliasEvent") -> None:  # noqa: N802  # as above
        node = self._anchors.get(event.anchor or "")
        if node is None:
            raise ProjectError(f"{self._name}: no YAML: unknown alias *{event.anchor}")
        self._placed(node)

    def _on_MappingStartEvent(self, event: "yaml.MappingStartEvent") -> None:  # noqa: N802  # as above
        self._begin(event, mapping=True)

    def _on_SequenceStartEvent(self, event: "yaml.SequenceStartEvent") -> None:  # noqa: N802  # as above
        self._begin(event, mapping=False)

    def _on_MappingEndEvent(self, event: "yaml.MappingEndEvent") -> None:  # noqa: N802  # as above
        done = self._stack.pop()
        last = max((max(entry.line, entry.node.last) for entry in done.entries.values()), default=0)
        for other in done.merged:
            self._merge(done.entries, other)
        self._end(done, event, last, done.entries)

    def _on_SequenceEndEvent(self, event: "yaml.SequenceEndEvent") -> None:  # noqa: N802  # as above
        done = self._stack.pop()
        self._end(done, event, max((item.last for item in done.items), default=0), done.items)

    def _begin(self, event: Any, *, mapping: bool) -> None:  # noqa: ANN401  # either start event
        if len(self._stack) >= DEEPEST:
            raise ProjectError(f"{self._name}:{event.start_mark.line + 1}: nested more than {DEEPEST} levels deep")
        self._stack.append(_Open(self._node(event, None), mapping=mapping, is_flow=bool(event.flow_style)))

    def _end(self, done: _Open, event: Any, last: int, content: "dict[str, Entry] | list[Node]") -> None:  # noqa: ANN401
        """A flow collection ends in its bracket; the mark of a block is where the next thing begins."""
        done.node.last = max(done.node.line, last, event.end_mark.line + 1 if done.is_flow else 0)
        done.node.holds(content)
        self._placed(done.node)

    def _node(self, event: Any, scalar: str | None) -> Node:  # noqa: ANN401  # any event that starts a node
        self._count += 1
        if self._count > MOST_NODES:
            raise ProjectError(f"{self._name}: more than {MOST_NODES:,} values")
        mark = event.start_mark
        tag = event.tag or ""
        node = Node(mark.line + 1, mark.column + 1, tag if tag.startswith("!") and len(tag) > 1 else "", scalar)
        node.last = max(node.line, event.end_mark.line + (1 if event.end_mark.column else 0))
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _placed(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        top = self._stack[-1]
        if not top.mapping:
            top.items.append(node)
        elif top.key is None:
            top.key = node
        else:
            self._paired(top, top.key, node)
            top.key = None

    def _paired(self, top: _Open, key: Node, node: Node) -> None:
        if key.text == "<<":
            top.merged += [*node.elements()] if node.is_sequence else [node]
        elif key.scalar is not None:
            top.entries[key.scalar] = Entry(key.scalar, key.line, key.column, node)

    def _merge(self, entries: dict[str, Entry], other: Node) -> None:
        for entry in other.each():
            self._merged += 1
            if self._merged > MOST_MERGED:
                raise ProjectError(f"{self._name}: more than {MOST_MERGED:,} merged entries")
            entries.setdefault(entry.key, entry)
