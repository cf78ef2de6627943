"""The names that importing a module may leave in it."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from layerlint.facts.module_scope import bound_names, own_nodes
from layerlint.facts.python_source import type_parameters
from layerlint.facts.written_names import written_names
from layerlint.hints import Any
from layerlint.named_tuple import NamedTuple

_READS = frozenset({"get", "keys", "values", "items", "copy", "__getitem__", "__contains__"})
_MODULE_GETTERS = frozenset({"import_module", "__import__", "reload", "get", "pop", "setdefault"})
_EXPORTERS = frozenset({"_convert_", "_convert", "global_enum"})  # of enum, into the module
_NAMESPACES = frozenset({"globals", "vars", "locals"})
_RUNNERS = frozenset({"exec", "eval", "execfile"})
_OWN = frozenset({"__name__", "__package__"})


class Names(NamedTuple):
    bound: frozenset[str]  #: on any branch, also by a function that declares them global
    complete: bool  #: False where names may arrive that the text does not show
    dunder_all: tuple[str, ...] | None  #: sorted, on any branch; None where there is none, or it is computed


def module_names(tree: ast.Module) -> Names:
    own, everything = list(own_nodes(tree)), _by_type(tree)
    bound = {name for node in own for name in bound_names(node)}
    bound |= {name for node in everything[ast.Global] for name in node.names}
    made = _made_on_demand(tree) if "__getattr__" in bound else frozenset()
    written = written_names(tree, everything[ast.Subscript], everything[ast.Call], everything[ast.Name])
    complete = made is not None and not _has_tricks(everything, written.known)
    bound |= (made or frozenset()) | written.names
    return Names(frozenset(bound), complete, _dunder_all(own))


def _made_on_demand(tree: ast.Module) -> frozenset[str] | None:
    """The names that a module's `__getattr__` compares with, where it raises for every other; None where it may not."""
    getters = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "__getattr__"]
    if len(getters) != 1 or len(getters[0].args.args) != 1 or not isinstance(getters[0].body[-1], ast.Raise):
        return None
    asked = getters[0].args.args[0].arg
    harmless: set[ast.AST] = set()
    names: set[str] = set()
    for node in ast.walk(getters[0]):
        if isinstance(node, ast.Raise):
            harmless.update(ast.walk(node))
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.In):
            values = _texts(node.comparators[0])
            if len(node.ops) == 1 and values is not None:
                harmless.add(node.left)
                names |= values
    uses = (node for node in ast.walk(getters[0]) if isinstance(node, ast.Name) and node.id == asked)
    return frozenset(names) if all(node in harmless for node in uses) else None


def _texts(node: ast.expr) -> set[str] | None:
    """The strings that a comparison is with; None where it is with anything else."""
    items = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    texts = {item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)}
    return texts if len(texts) == len(items) else None


class Bindings(NamedTuple):
    """Where a module binds its names."""

    lines: Mapping[str, Sequence[int]]  #: those that bind a name of the module; 0 for what functions declare global
    inside: frozenset[str]  #: the names that functions, classes and comprehensions bind for themselves


def bindings(tree: ast.Module) -> Bindings:
    own = list(own_nodes(tree))
    seen = set(own)
    lines: dict[str, list[int]] = {}
    inside: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            for name in node.names:
                lines.setdefault(name, []).append(0)
        elif isinstance(node, ast.arg):
            inside.add(node.arg)
        elif node in seen:
            for name in bound_names(node):
                lines.setdefault(name, []).append(getattr(node, "lineno", 0))
        else:
            inside.update(bound_names(node))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside.update(type_parameters(node))
    return Bindings(lines, frozenset(inside))


def _by_type(tree: ast.Module) -> dict[type, list[Any]]:
    found: dict[type, list[Any]] = defaultdict(list)
    for node in ast.walk(tree):
        found[type(node)].append(node)
    return found


def _has_tricks(nodes: dict[type, list[Any]], known: frozenset[ast.AST]) -> bool:
    """Star imports, code made from text, and writing to a namespace other than by assignment or in a known way."""
    harmless = {read for node in nodes[ast.Subscript] for read in _only_read(node)} | known
    harmless |= {read for kind in (ast.Attribute, ast.Compare) for node in nodes[kind] for read in _only_read(node)}
    called = {node.func for node in nodes[ast.Call]}
    return (
        any(alias.name == "*" for node in nodes[ast.ImportFrom] for alias in node.names)
        or any(node.id in _EXPORTERS or (node not in known and _is_runner(node, called)) for node in nodes[ast.Name])
        or any(node.attr in _EXPORTERS or _is_runner(node, called) for node in nodes[ast.Attribute])
        or any(_is_own_module(node) for node in nodes[ast.Subscript])
        or any(node not in harmless and _is_own_namespace(node) for node in nodes[ast.Call])
    )


def _is_own_module(node: ast.Subscript) -> bool:
    """A store to `sys.modules` or a `__dict__`, or a look at `sys.modules[__name__]`."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="modules") | ast.Name(id="modules"), slice=key, ctx=context):
            return not isinstance(context, ast.Load) or (isinstance(key, ast.Name) and key.id == "__name__")
        case ast.Subscript(value=ast.Attribute(attr="__dict__"), ctx=ast.Store()):
            return True
    return False


def _is_runner(node: ast.Name | ast.Attribute, called: set[ast.expr]) -> bool:
    """`exec` and `eval`, called or handed on, and `globals` and its kin under another name."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return name in _RUNNERS or (name in _NAMESPACES and node not in called)
        case ast.Attribute(attr=name, value=ast.Name(id="builtins" | "__builtins__")):
            return name in _RUNNERS or name in _NAMESPACES
    return False


def _is_own_namespace(node: ast.Call) -> bool:
    """`globals()` and its kin, `import_module(__name__)`, `__dict__.update()`."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=[]) if name in _NAMESPACES:
            return True
        case ast.Call(func=ast.Name() | ast.Attribute(), args=[ast.Name(id=name), *_]) if name in _OWN:
            return _called(node) in _MODULE_GETTERS
        case ast.Call(func=ast.Attribute(attr=name, value=ast.Attribute(attr="__dict__"))):
            return name in {"update", "setdefault", "__setitem__"}
    return False


def _only_read(node: ast.Subscript | ast.Attribute | ast.Compare) -> Iterator[ast.AST]:
    """The `globals()` of `globals()["x"]`, `globals().get("x")` and `"x" in globals()`."""
    match node:
        case ast.Subscript(value=ast.Call() as namespace, ctx=ast.Load()):
            yield namespace
        case ast.Attribute(value=ast.Call() as namespace, attr=attribute) if attribute in _READS:
            yield namespace
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.Call() as namespace]):
            yield namespace


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _dunder_all(own: list[ast.AST]) -> tuple[str, ...] | None:
    """The strings that any statement gives to `__all__`; None as soon as one of them is computed."""
    found: list[str] = []
    named = False
    for node in own:
        if not _touches_all(node):
            continue
        named = True
        given = _given(node)
        if given is None:
            return None
        found += given
    return tuple(sorted(set(found))) if named else None


def _touches_all(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=targets):
            return any(
                name == "__all__" for target in targets for part in own_nodes(target) for name in bound_names(part)
            )
        case (
            ast.AugAssign(target=ast.Name(id="__all__"))
            | ast.AnnAssign(target=ast.Name(id="__all__"), value=ast.expr())
        ):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="__all__"))):
            return True
        case ast.ImportFrom(names=names):
            return any((alias.asname or alias.name) == "__all__" for alias in names)
    return False


def _given(node: ast.AST) -> list[str] | None:
    match node:
        case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(value=ast.expr() as value):
            return _strings(value)
        case ast.AugAssign(op=ast.Add(), value=value) | ast.Call(func=ast.Attribute(attr="extend"), args=[value]):
            return _strings(value)
        case ast.Call(func=ast.Attribute(attr="append"), args=[value]):
            return _strings(ast.List(elts=[value]))
    return None


def _strings(node: ast.expr) -> list[str] | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _strings(node.left), _strings(node.right)
        return None if left is None or right is None else left + right
    if not isinstance(node, ast.List | ast.Tuple):
        return None
    values = [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    return values if len(values) == len(node.elts) else None
