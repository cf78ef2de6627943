"""The part of a module's tree that runs in the module's own scope."""

import ast
from collections.abc import Iterator


def own_nodes(*roots: ast.AST) -> Iterator[ast.AST]:
    """Every node that is not inside a function or class body, nor a name that only a comprehension sees; no order."""
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(_inner(node))


def bound_names(node: ast.AST) -> Iterator[str]:
    """The names that one node by itself binds."""
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Store):
            yield node.id
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (alias.asname or alias.name for alias in node.names if alias.name != "*")
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from node.decorator_list
        yield node.args
    elif isinstance(node, ast.ClassDef):
        yield from (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords))
    elif isinstance(node, ast.Lambda):
        yield node.args
    elif isinstance(node, ast.comprehension):
        yield from (node.iter, *node.ifs)  # its target is seen by the comprehension alone
    elif isinstance(node, ast.AnnAssign) and node.value is None and isinstance(node.target, ast.Name):
        yield node.annotation  # `x: int` binds nothing
    else:
        yield from ast.iter_child_nodes(node)
