"""Ignores in place: comments of YAML, HCL and TOML, and the metadata of templates."""

from collections.abc import Iterable, Iterator, Mapping

from layerlint.pattern import pattern
from layerlint.project.node import Entry, Node
from layerlint.project.origin import Origin
from layerlint.project.records import Ignore

COMMENT = pattern(r"(?:#|//)\s*layerlint:\s*ignore\b(?:\[([^\]\n]*)\])?[ \t:]*([^\n]*)")
WHOLE_COMMENT = pattern(r"[ \t]*(?:#|//)")


def comments(text: str, file: str, blocks: Mapping[int, int]) -> Iterator[Ignore]:
    """The ignores in comments on a line, or on lines of their own above it.

    `blocks` are the first and last lines of resources: an ignore at a resource's first line covers the whole of it.
    """
    if "layerlint:" not in text:
        return
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        match = COMMENT.search(line)
        if match is None:
            continue
        at = _next_line(lines, number) if WHOLE_COMMENT.match(line) else number
        yield Ignore(
            origin=Origin(file, number, match.start() + 1),
            first=at,
            last=blocks.get(at, at),
            rules=_words(match[1] or ""),
            reason=match[2].strip(),
        )


def _next_line(lines: list[str], number: int) -> int:
    """The line below the comments that `number` belongs to."""
    at = number
    while at < len(lines) and (WHOLE_COMMENT.match(lines[at]) or not lines[at].strip()):
        at += 1
    return at + 1


def of_metadata(holder: Node, file: str, first: int, last: int) -> Iterator[Ignore]:
    """`Metadata: layerlint: ignore:` with a list of rules, or a mapping of rules to reasons."""
    settings = holder.get("Metadata", "layerlint")
    entry = settings.entry("ignore") if settings is not None else None
    if entry is None:
        return
    for origin, rules, reason in _listed(entry, file):
        yield Ignore(origin=origin, first=first, last=last, rules=rules, reason=reason)


def _listed(entry: Entry, file: str) -> Iterator[tuple[Origin, tuple[str, ...], str]]:
    node = entry.node
    if node.is_mapping:
        for each in node.each():
            yield Origin(file, each.line, each.column), (each.key,), each.node.text or ""
        return
    items: Iterable[Node] = node.elements() if node.is_sequence else (node,)
    found = False
    for item in items:
        found = True
        rule, _, reason = (item.text or "").strip().partition(" ")
        yield Origin(file, item.line, item.column), _words(rule), reason.strip()
    if not found:
        yield Origin(file, entry.line, entry.column), (), ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in text.split(","))))
