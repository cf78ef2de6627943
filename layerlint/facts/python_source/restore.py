"""The nodes that a rewritten text stands for, and one form for what newer Pythons parse into nodes of their own."""

import ast
from collections.abc import Callable, Iterator

from layerlint.facts.python_source.opaque import Opaque
from layerlint.facts.python_source.rewrite import Rewritten
from layerlint.hints import Any


def restore(tree: ast.Module, rewritten: Rewritten) -> None:
    """Puts nodes in the place of the calls that were written for them. Changes the tree."""
    for parent in _parents(tree):
        _replace_children(parent, lambda node: _restored(node, rewritten.mark))
    _mark_statements(tree, rewritten)


def unify(tree: ast.Module) -> None:
    """Gives type aliases and template strings the same form on every Python. Changes the tree."""
    for parent in _parents(tree):
        _replace_children(parent, _unified)


def _parents(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node, each before its children are looked up: they may be replaced meanwhile."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _replace_children(parent: ast.AST, change: Callable[[ast.AST], ast.AST]) -> None:
    for name, value in ast.iter_fields(parent):
        if isinstance(value, ast.AST):
            setattr(parent, name, change(value))
        elif isinstance(value, list):
            value[:] = [change(item) if isinstance(item, ast.AST) else item for item in value]


def _restored(node: ast.AST, mark: str) -> ast.AST:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.func.id.startswith(mark):
        return node
    makers: dict[str, Callable[[list[ast.expr]], ast.expr]] = {
        "formatted": lambda parts: ast.JoinedStr(values=_joined(parts)),
        "field": _field,
        "opaque": lambda parts: Opaque(parts=parts),
        "starred": lambda parts: ast.Starred(value=parts[0], ctx=ast.Load()),
    }
    return ast.copy_location(makers[node.func.id.removeprefix(mark)](node.args), node)


def _field(parts: list[ast.expr]) -> ast.expr:
    value, conversion, *spec = parts
    letter = conversion.value if isinstance(conversion, ast.Constant) else ""
    code = ord(str(letter)[0]) if letter else -1
    return ast.FormattedValue(value=value, conversion=code, format_spec=spec[0] if spec else None)


def _joined(parts: list[ast.expr]) -> list[ast.expr]:
    """Neighbouring literals are one and empty ones are none, as the parser makes them."""
    done: list[ast.expr] = []
    for part in parts:
        if isinstance(part, ast.Constant) and done and isinstance(done[-1], ast.Constant):
            joined = ast.Constant(value=str(done[-1].value) + str(part.value))
            done[-1] = ast.copy_location(joined, done[-1])
        elif not isinstance(part, ast.Constant) or part.value:
            done.append(part)
    return done


def _mark_statements(tree: ast.Module, rewritten: Rewritten) -> None:
    """What the older words could not carry: the k-th import, the k-th definition of the text."""
    imports = _in_order(tree, (ast.Import, ast.ImportFrom))
    for node, lazy in zip(imports, rewritten.lazy, strict=True):
        if lazy:
            node.is_lazy = True
    definitions = _in_order(tree, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    for node, names in zip(definitions, rewritten.parameters, strict=True):
        if names:
            node.type_params = [_parameter(name) for name in names]


def _in_order(tree: ast.Module, kinds: tuple[type[ast.stmt], ...]) -> list[Any]:
    found = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _parameter(name: str) -> ast.AST:
    kind = getattr(ast, "TypeVar", ast.alias)  # before 3.12 any node that has a name
    return kind(name=name)


def _unified(node: ast.AST) -> ast.AST:
    kind = type(node).__name__
    if kind == "TypeAlias":
        target: Any = node
        name = ast.Name(id=target.name.id, ctx=ast.Store())
        value = ast.copy_location(Opaque(parts=[target.value]), target.value)
        return ast.copy_location(ast.Assign(targets=[ast.copy_location(name, target.name)], value=value), node)
    if kind == "TemplateStr":
        return ast.copy_location(
            Opaque(parts=[part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]), node
        )
    return node
