"""What a tree shows of the syntax that came with 3.7 to 3.11; newer syntax shows in the text alone."""

import ast
from collections.abc import Callable, Iterator

from layerlint.hints import Any

Use = tuple[tuple[int, int], str, int]  #: version, name, line


def features(tree: ast.Module) -> Iterator[Use]:
    """Every use of such syntax, in no order."""
    for node in ast.walk(tree):
        look = _LOOKS.get(type(node))
        if look is not None:
            for version, name in look(node):
                yield version, name, getattr(node, "lineno", 1)


def _future(node: ast.ImportFrom) -> Iterator[tuple[tuple[int, int], str]]:
    if node.module == "__future__" and any(alias.name == "annotations" for alias in node.names):
        yield (3, 7), "deferred annotations"


def _walrus(_: ast.NamedExpr) -> Iterator[tuple[tuple[int, int], str]]:
    yield (3, 8), "assignment expressions"


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[tuple[int, int], str]]:
    yield from _parameters(node.args)
    yield from _decorators(node)


def _lambda(node: ast.Lambda) -> Iterator[tuple[tuple[int, int], str]]:
    yield from _parameters(node.args)


def _parameters(arguments: ast.arguments) -> Iterator[tuple[tuple[int, int], str]]:
    if arguments.posonlyargs:
        yield (3, 8), "positional-only parameters"
    if arguments.vararg and isinstance(arguments.vararg.annotation, ast.Starred):
        yield (3, 11), "unpacking in the annotation of *args"


def _decorators(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[tuple[tuple[int, int], str]]:
    for decorator in node.decorator_list:
        if not _is_dotted(decorator.func if isinstance(decorator, ast.Call) else decorator):
            yield (3, 9), "decorators that are any expression"


def _is_dotted(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _result(node: ast.Return | ast.Yield) -> Iterator[tuple[tuple[int, int], str]]:
    if _unpacks_bare(node.value):
        yield (3, 8), f"unpacking in {type(node).__name__.lower()} without parentheses"


def _annotated(node: ast.AnnAssign) -> Iterator[tuple[tuple[int, int], str]]:
    if _is_bare(node.value):
        yield (3, 8), "an annotated tuple without parentheses"


def _loop(node: ast.For | ast.AsyncFor) -> Iterator[tuple[tuple[int, int], str]]:
    if _unpacks_bare(node.iter):
        yield (3, 9), "unpacking in a for loop without parentheses"


def _subscript(node: ast.Subscript) -> Iterator[tuple[tuple[int, int], str]]:
    if _unpacks_bare(node.slice):
        yield (3, 11), "unpacking in an index"


def _try(node: ast.Try | ast.TryStar) -> Iterator[tuple[tuple[int, int], str]]:
    if isinstance(node, ast.TryStar):
        yield (3, 11), "except*"
    if any(_continues(statement) for statement in node.finalbody):
        yield (3, 8), "continue in finally"


def _match(_: ast.Match) -> Iterator[tuple[tuple[int, int], str]]:
    yield (3, 10), "the match statement"


def _unpacks_bare(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Tuple) and any(isinstance(item, ast.Starred) for item in node.elts) and _is_bare(node)


def _is_bare(node: ast.expr | None) -> bool:
    """Whether a tuple has no parentheses: its first item starts, or its last ends, where it does itself."""
    if not isinstance(node, ast.Tuple) or not node.elts:
        return False
    first, last = node.elts[0], node.elts[-1]
    starts = (first.lineno, first.col_offset) == (node.lineno, node.col_offset)
    return starts or (last.end_lineno, last.end_col_offset) == (node.end_lineno, node.end_col_offset)


def _continues(statement: ast.stmt) -> bool:
    """Whether `continue` leaves the statement for a loop around it."""
    if isinstance(statement, ast.Continue):
        return True
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    if isinstance(statement, ast.For | ast.AsyncFor | ast.While):
        return any(_continues(child) for child in statement.orelse)
    return any(_continues(child) for child in _statements(statement))


def _statements(node: ast.AST) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            found.append(child)
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            found += child.body
    return found


_LOOKS: dict[type[ast.AST], Callable[[Any], Iterator[tuple[tuple[int, int], str]]]] = {
    ast.ImportFrom: _future,
    ast.NamedExpr: _walrus,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _decorators,
    ast.Lambda: _lambda,
    ast.Return: _result,
    ast.Yield: _result,
    ast.AnnAssign: _annotated,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.Subscript: _subscript,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Match: _match,
}
