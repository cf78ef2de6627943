"""The statements of a module that decide what one of its names is worth."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from layerlint.named_tuple import NamedTuple

MOST_KEPT = 1_000  # answers; each keeps a tree
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Bindings(NamedTuple):
    """What the statements of a body bind, by their places in it."""

    by_name: Mapping[str, Sequence[int]]
    unseen: Sequence[int]  #: statements that may bind names which they do not spell: `from module import *`


def slice_of(tree: ast.Module, name: str) -> list[ast.stmt]:
    """The statements that bind the name, or a name that such a one uses in turn, in their order."""
    by_name, unseen = _bindings(tree)
    chosen = {*unseen, *by_name.get(name, ())}
    pending = list(chosen)
    while pending:
        for used in _used(tree.body[pending.pop()]):
            more = [index for index in by_name.get(used, ()) if index not in chosen]
            chosen.update(more)
            pending += more
    return [tree.body[index] for index in sorted(chosen)]


@lru_cache(maxsize=MOST_KEPT)
def _bindings(tree: ast.Module) -> Bindings:
    by_name: dict[str, list[int]] = {}
    unseen = []
    for index, statement in enumerate(tree.body):
        names = set(_bound(statement))
        if "*" in names:
            unseen.append(index)
        for name in names:
            by_name.setdefault(name, []).append(index)
    return Bindings(by_name, unseen)


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names of the module that a statement binds, deletes or hands to others, those of inner scopes left out."""
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        if isinstance(node, Definition):
            yield node.name
            continue
        if isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        yield from (each.id for each in _changed(node) if isinstance(each, ast.Name))
        pending.extend(ast.iter_child_nodes(node))


def _changed(node: ast.AST) -> Iterator[ast.expr]:
    """What a node gives a value, or may change the items of."""
    if isinstance(node, ast.Name | ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
        yield node if isinstance(node, ast.Name) else node.value
    elif isinstance(node, ast.Call):
        yield from (each.value if isinstance(each, ast.Starred) else each for each in node.args)
        yield from (keyword.value for keyword in node.keywords)
        if isinstance(node.func, ast.Attribute):
            yield node.func.value


@lru_cache(maxsize=MOST_KEPT)
def _used(statement: ast.stmt) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(statement) if isinstance(node, ast.Name))
