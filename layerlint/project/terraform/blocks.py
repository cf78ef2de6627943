"""Where the resources of a Terraform module stand. Positions only: what they say is read by others."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.project.document import read_text
from layerlint.project.ignores import comments
from layerlint.project.origin import Origin
from layerlint.project.records import Ignore, ProjectError

HEAD = pattern(r'^[ \t]*resource[ \t]+"([^"\n]+)"[ \t]+"([^"\n]+)"[ \t]*\{')
ATTRIBUTE = pattern(r"^[ \t]*(\w+)[ \t]*(?:=[^=]|\{)")
#: what may hold braces that are none: strings and comments
NO_CODE = pattern(r'"(?:[^"\\]|\\.)*"|#.*|//.*')
MOST_FILES = 1000


class Block(NamedTuple):
    """A resource and its attributes."""

    origin: Origin
    last: int  #: the line it ends in
    attributes: Mapping[str, Origin]

    def at(self, name: str) -> Origin:
        """The line of an attribute, or of the resource where it has none."""
        return self.attributes.get(name, self.origin)


class Module(NamedTuple):
    """The resources of one folder by type and name."""

    blocks: Mapping[tuple[str, str], Block]
    ignores: tuple[Ignore, ...]
    files: tuple[str, ...]


def module_blocks(folder: Path, shown: str) -> Module:
    """What the .tf files of a folder hold; `shown` is the folder as people name it. Raises ProjectError."""
    blocks: dict[tuple[str, str], Block] = {}
    ignores: list[Ignore] = []
    names = [path.name for path in sorted(folder.glob("*.tf")) if path.is_file()]
    if len(names) > MOST_FILES:
        raise ProjectError(f"{shown or '.'}: more than {MOST_FILES} .tf files")
    files = tuple(f"{shown}/{name}" if shown else name for name in names)
    for name, file in zip(names, files, strict=True):
        text = read_text(folder / name, file)
        own = dict(_blocks(text, file))
        blocks.update(own)
        ignores += comments(text, file, {block.origin.line: block.last for block in own.values()})
    return Module(blocks, tuple(ignores), files)


def _blocks(text: str, file: str) -> Iterator[tuple[tuple[str, str], Block]]:
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        match = HEAD.match(lines[at])
        if match is None:
            at += 1
            continue
        name = f"{match[1]}.{match[2]}"
        origin = Origin(file, at + 1, _column(lines[at]), name)
        end, attributes = _body(lines, at, file, name)
        yield (match[1], match[2]), Block(origin, end + 1, attributes)
        at = max(end, at) + 1


def _body(lines: list[str], head: int, file: str, name: str) -> tuple[int, dict[str, Origin]]:
    """The line, from 0, in which the block closes, and its own attributes."""
    depth = 0
    attributes: dict[str, Origin] = {}
    for number in range(head, len(lines)):
        match = ATTRIBUTE.match(lines[number]) if depth == 1 else None
        if match is not None:
            attributes.setdefault(match[1], Origin(file, number + 1, _column(lines[number]), name))
        code = NO_CODE.sub("", lines[number])
        depth += sum(map(code.count, "{[(")) - sum(map(code.count, "}])"))
        if depth <= 0:
            return number, attributes
    return len(lines) - 1, attributes


def _column(line: str) -> int:
    return len(line) - len(line.lstrip()) + 1
