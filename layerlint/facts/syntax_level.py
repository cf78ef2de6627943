"""The oldest Python whose grammar reads a source, and what in the source asks for it."""

import ast
import sys

from layerlint.facts.malformed import Malformed
from layerlint.facts.python_source import GaveUp, is_rewritten, parse
from layerlint.named_tuple import NamedTuple

FLOOR = (3, 6)  #: older grammars are not told apart


class Level(NamedTuple):
    version: tuple[int, int]
    feature: str  #: what is new in that version, as a noun; "" at the floor
    line: int  #: of its first use; 0 at the floor


def syntax_level(data: bytes, path: str) -> Level | Malformed:
    """The newest syntax that a source holds. Malformed: no Python from 3.6 to 3.15 reads it (or, GaveUp, not known)."""
    tree = parse(data, path)
    return tree if isinstance(tree, Malformed) else level_of(tree, data, path)


def is_read_by(version: tuple[int, int], tree: ast.Module) -> bool:
    """Whether a Python plainly reads the source of a tree: the one that runs us did, and is no newer."""
    return version >= sys.version_info[:2] and not is_rewritten(tree)


def level_of(tree: ast.Module, data: bytes, path: str) -> Level | Malformed:
    """The same of a source that is parsed already."""
    from layerlint.facts.python_source.decode import decode  # noqa: PLC0415 - only where there is something to read
    from layerlint.facts.python_source.rewrite import rewrite  # noqa: PLC0415
    from layerlint.facts.python_source.tokens import Unscannable  # noqa: PLC0415
    from layerlint.facts.syntax_features import features  # noqa: PLC0415

    text = decode(data)
    try:
        written = rewrite(text).features
    except (Unscannable, RecursionError):
        return GaveUp(path, "not understood token by token")
    found = [Level(use.version, use.name, 1 + text.count("\n", 0, use.offset)) for use in written]
    found += [Level(*use) for use in features(tree)]
    return min(
        found, key=lambda level: ((-level.version[0], -level.version[1]), level.line), default=Level(FLOOR, "", 0)
    )
