"""Python sources parsed."""

import ast
import warnings

from layerlint.facts.malformed import Malformed


def parse(data: bytes, path: str) -> ast.Module | Malformed:
    """The module's syntax tree, or why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return Malformed(path, str(error))
