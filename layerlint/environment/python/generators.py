"""Functions whose call runs nothing yet."""

import ast
from collections.abc import Iterator, Sequence
from functools import cache

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def may_be_followed(node: Function) -> bool:
    """Whether the body may be taken to run with the call: a coroutine's does not, a generator's if it can wait."""
    if isinstance(node, ast.AsyncFunctionDef):
        return False
    return not yields(node) or not any(
        isinstance(each, ast.Import | ast.ImportFrom | ast.YieldFrom) for each in _own(node.body)
    )


@cache
def yields(node: Function) -> bool:
    return any(isinstance(each, ast.Yield | ast.YieldFrom) for each in _own(node.body))


def _own(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """What stands in a body, functions and classes inside it left out."""
    pending = list(nodes)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(node))
