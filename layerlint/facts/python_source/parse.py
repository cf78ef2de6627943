"""Bytes to syntax tree, or one clause that says why not."""

import ast
import sys

from layerlint.facts.malformed import Malformed
from layerlint.facts.python_source.decode import Undecodable, decode
from layerlint.facts.python_source.quiet import quietly
from layerlint.pattern import pattern

LARGEST = 8 << 20  #: bytes of one source file that are read
MOST_TOKENS = 300_000  #: of one source file; a tree takes about 800 bytes of memory a token
_COUNTED_FROM = 1 << 17  # bytes below which no file can reach the limit
_TOKEN = pattern(rb"\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''|\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*|\w+|[^\w\s]")
_REWRITTEN = "is_rewritten"
_HAS_NEWER_NODES = pattern(r"\btype[ \t\\]+\w|\b(?:[tT][rR]?|[rR][tT])['\"]")


class GaveUp(Malformed):
    """Too large or too deep for us; Python itself may read it."""


def parse(data: bytes, path: str) -> ast.Module | Malformed:
    """The tree of a module. Malformed: Python refuses the file too; GaveUp, a kind of it: we do not know."""
    if len(data) > LARGEST:
        return GaveUp(path, f"larger than the {LARGEST >> 20} MiB of source that are read")
    if len(data) > _COUNTED_FROM and _tokens(data) > MOST_TOKENS:
        return GaveUp(path, f"more than the {MOST_TOKENS:,} words of source that are read")
    try:
        return read(decode(data))
    except Undecodable as error:
        return Malformed(path, str(error))
    except SyntaxError as error:
        return Malformed(path, _clause(error))
    except ValueError as error:  # a defect of the Python that runs us
        return GaveUp(path, f"not read by this Python: {error}")
    except (RecursionError, MemoryError):
        return GaveUp(path, "nested too deeply to be read")


def read(text: str) -> ast.Module:
    """A tree of any syntax up to 3.15. Raises SyntaxError, ValueError, RecursionError, MemoryError."""
    try:
        tree = _parse(text)
    except SyntaxError as error:
        return _read_newer(text, error)
    if sys.version_info >= (3, 12) and _HAS_NEWER_NODES.search(text):
        from layerlint.facts.python_source.restore import unify  # noqa: PLC0415 - seldom needed

        unify(tree)
    return tree


def _read_newer(text: str, refusal: SyntaxError) -> ast.Module:
    """What this Python refuses, read in older words. Its own refusal stands where no newer syntax explains it."""
    from layerlint.facts.python_source.restore import restore  # noqa: PLC0415 - seldom needed
    from layerlint.facts.python_source.rewrite import OLDEST_REWRITTEN, rewrite  # noqa: PLC0415
    from layerlint.facts.python_source.tokens import Unscannable  # noqa: PLC0415

    try:
        rewritten = rewrite(text)
    except Unscannable:
        raise refusal from None
    if not any(feature.version >= OLDEST_REWRITTEN for feature in rewritten.features):
        raise refusal
    tree = _parse(rewritten.text)
    restore(tree, rewritten)
    setattr(tree, _REWRITTEN, True)
    return tree


def _parse(text: str) -> ast.Module:
    return quietly(lambda: ast.parse(text))


def is_rewritten(tree: ast.Module) -> bool:
    """Whether the Python that runs us cannot read the text as it stands."""
    return bool(getattr(tree, _REWRITTEN, False))


def is_lazy(node: ast.Import | ast.ImportFrom) -> bool:
    """Attribute `is_lazy`, whatever Python runs us. `lazy import x`: nothing is looked for until the name is used."""
    return bool(getattr(node, "is_lazy", False))


def type_parameters(node: ast.stmt) -> tuple[str, ...]:
    """The names a `def f[T]` or `class C[T]` makes for itself, which its bases, defaults and annotations may use."""
    return tuple(parameter.name for parameter in getattr(node, "type_params", ()))


def _tokens(data: bytes) -> int:
    return sum(1 for _ in _TOKEN.finditer(data))


def _clause(error: SyntaxError) -> str:
    return f"line {error.lineno or 1}: {error.msg}"
