"""Bytes to syntax tree, or one clause that says why not."""

import ast
import re
import threading
import warnings

from layerlint.facts.malformed import Malformed
from layerlint.facts.python_source.decode import Undecodable, decode

LARGEST = 8 << 20  #: bytes of one source file that are read
MOST_TOKENS = 300_000  #: of one source file; a tree takes about 800 bytes of memory a token
_COUNTED_FROM = 1 << 17  # bytes below which no file can reach the limit
_TOKEN = re.compile(rb"\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''|\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*|\w+|[^\w\s]")
_WARNINGS = threading.Lock()


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
    except ValueError as error:
        return Malformed(path, str(error))
    except (RecursionError, MemoryError):
        return GaveUp(path, "nested too deeply to be read")


def read(text: str) -> ast.Module:
    """`ast.parse` without its warnings. Raises SyntaxError, ValueError, RecursionError, MemoryError."""
    with _WARNINGS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def is_lazy(node: ast.Import | ast.ImportFrom) -> bool:
    """`lazy import x`: nothing is looked for until the name is used."""
    return bool(getattr(node, "is_lazy", False))


def type_parameters(node: ast.stmt) -> tuple[str, ...]:
    """The names a `def f[T]` or `class C[T]` makes for itself, which its bases, defaults and annotations may use."""
    return tuple(parameter.name for parameter in getattr(node, "type_params", ()))


def _tokens(data: bytes) -> int:
    return sum(1 for _ in _TOKEN.finditer(data))


def _clause(error: SyntaxError) -> str:
    return f"line {error.lineno or 1}: {error.msg}"
