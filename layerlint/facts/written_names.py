"""Names that a module gets by `globals()` or `exec` where its text shows all of them."""

import ast
from collections.abc import Iterator, Sequence
from itertools import islice

from layerlint.facts.module_scope import bound_names, own_nodes
from layerlint.facts.python_source import parse
from layerlint.named_tuple import NamedTuple

MOST_STORES = 50  # that are followed: each is looked for in every function
_UNSEEN = frozenset({"exec", "eval", "globals", "vars", "locals", "__import__"})


class Written(NamedTuple):
    names: frozenset[str]
    known: frozenset[ast.AST]  #: the calls of `globals()` and the names `exec` that bring no others


def written_names(
    tree: ast.Module, stores: Sequence[ast.Subscript], calls: Sequence[ast.Call], names: Sequence[ast.Name]
) -> Written:
    """What `globals()[key] = value` writes by a text, or by a parameter that is always given one, and `exec` of a text.

    `stores` are all subscripts of the module, `calls` all its calls, `names` all its names.
    """
    found: set[str] = set()
    known: set[ast.AST] = set()
    followed = islice(filter(_is_store, stores), MOST_STORES)
    written = ((store.value, _texts_of(tree, store, names)) for store in followed)
    run = ((call.func, _of_text(call)) for call in calls)
    for node, given in (*written, *run):
        if given is not None:
            found |= given
            known.add(node)
    return Written(frozenset(found), frozenset(known))


def _of_text(call: ast.Call) -> set[str] | None:
    """What `exec("...")` binds; None where it may be more than the text shows."""
    match call:
        case ast.Call(func=ast.Name(id="exec"), args=[ast.Constant(value=str(text))], keywords=[]):
            inner = parse(text.encode("utf-8", "replace"), "")
            if isinstance(inner, ast.Module) and not any(map(_is_unseen, ast.walk(inner))):
                return {name for node in own_nodes(inner) for name in bound_names(node)}
    return None


def _is_unseen(node: ast.AST) -> bool:
    is_star = isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    return is_star or isinstance(node, ast.Global) or (isinstance(node, ast.Name) and node.id in _UNSEEN)


def _is_store(node: ast.Subscript) -> bool:
    match node:
        case ast.Subscript(value=ast.Call(func=ast.Name(id="globals"), args=[]), ctx=ast.Store()):
            return True
    return False


def _texts_of(tree: ast.Module, store: ast.Subscript, names: Sequence[ast.Name]) -> set[str] | None:
    match store.slice:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.Name(id=key):
            return _given(tree, store, key, names)
    return None


def _given(tree: ast.Module, store: ast.Subscript, key: str, names: Sequence[ast.Name]) -> set[str] | None:
    """The texts that the calls of the private function around a store give to its first parameter."""
    around = (node for node in tree.body if isinstance(node, ast.FunctionDef) and store in ast.walk(node))
    function = next(around, None)
    if function is None or not function.name.startswith("_") or [each.arg for each in function.args.args] != [key]:
        return None
    if any(node.id == key and isinstance(node.ctx, ast.Store) for node in _names(function)):
        return None
    texts = [_argument(node, function.name) for node in ast.walk(tree)]
    told = [text for text in texts if text is not None]
    return set(told) if len(told) == sum(node.id == function.name for node in names) else None


def _argument(node: ast.AST, function: str) -> str | None:
    match node:
        case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text))], keywords=[]) if name == function:
            return text
    return None


def _names(node: ast.AST) -> Iterator[ast.Name]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Name))
