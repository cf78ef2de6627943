"""What a function's own code imports only when it is called, and nothing provides."""

import ast
from collections.abc import Iterator, Sequence

from layerlint.environment.python.mentions import Edge
from layerlint.environment.python.model import PythonModel
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple
from layerlint.stack import Role

CATCHING = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
LOADERS = frozenset({"import_module", "__import__"})


class LateImport(NamedTuple):
    module: str  #: that imports
    name: str  #: dotted, of what is missing
    place: Place
    line: int
    column: int  #: both from 1
    always: bool  #: every call of the handler comes to it


def late_imports(model: PythonModel) -> Iterator[LateImport]:
    """Imports inside functions, of the person's own code in the function package, that fail when they are reached."""
    mentions = model.candidates.mentions
    for module in sorted(model.candidates.reached.own):
        place = mentions.modules[module]
        if place.mount.role is Role.FUNCTION:
            missed = [edge for edge in mentions.edges(module) if _is_missed(model, edge)]
            tree = model.shared.parsed.tree(place) if missed else None
            if isinstance(tree, ast.Module):
                yield from _Late(model, module, place, {edge.name for edge in missed}).of(tree)


def _is_missed(model: PythonModel, edge: Edge) -> bool:
    return edge.is_start and model.candidates.mentions.is_deferred(edge) and model.find(edge.name) is None


class _Late:
    """Walks one source for the imports of some names inside functions."""

    def __init__(self, model: PythonModel, module: str, place: Place, names: set[str]) -> None:
        stack = model.shared.stack
        is_init = place.path.endswith("/__init__.py")
        self.module = module
        self.place = place
        self.names = names
        self.package = module if is_init else module.rpartition(".")[0]
        self.handler = (stack.handler or "").rpartition(".")[2] if stack.handler_module == module else ""

    def of(self, tree: ast.Module) -> Iterator[LateImport]:
        for node in tree.body:
            if isinstance(node, FUNCTION) and node.name == self.handler:
                yield from self._within(node.body, inside=True, always=True)
            else:
                yield from self._within([node], inside=False, always=False)

    def _within(self, body: Sequence[ast.stmt], *, inside: bool, always: bool) -> Iterator[LateImport]:
        """Statements in their order; blocks that may not run are no longer certain, and nothing is behind a return."""
        for node in body:
            if isinstance(node, ast.Try) and any(map(_catches, node.handlers)):
                rest = [*(each for handler in node.handlers for each in handler.body), *node.orelse, *node.finalbody]
                yield from self._within(rest, inside=inside, always=False)
            elif not _is_for_types(node) and not _suppresses(node):
                yield from self._found(node, always=always) if inside else ()
                enters = isinstance(node, FUNCTION)
                stays = always and _opens_a_file(node)
                for block in _blocks(node):
                    yield from self._within(block, inside=inside or enters, always=stays)
            if isinstance(node, ast.Return | ast.Raise):
                return
            always = always and not any(isinstance(each, ast.Return | ast.Raise) for each in ast.walk(node))

    def _found(self, node: ast.stmt, *, always: bool) -> Iterator[LateImport]:
        """The imports that a statement itself is or calls, those of its blocks left out."""
        own = [node] if not _blocks(node) else []
        for each in (inner for part in own for inner in ast.walk(part)):
            for name in self._imported(each):
                if name in self.names:
                    line, column = getattr(each, "lineno", 0), getattr(each, "col_offset", 0) + 1
                    yield LateImport(self.module, name, self.place, line, column, always)

    def _imported(self, node: ast.AST) -> list[str]:
        match node:
            case ast.Import(names=names):
                return [alias.name for alias in names]
            case ast.ImportFrom(module=module, level=level):
                parts = self.package.split(".") if self.package else []
                base = parts[: len(parts) - level + 1] if level else []
                return [".".join([*base, *filter(None, [module])])]
            case ast.Call(
                func=ast.Name(id=called) | ast.Attribute(attr=called), args=[ast.Constant(value=str(name)), *_]
            ):
                return [name] if called in LOADERS else []
        return []


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    blocks = [getattr(node, field, None) for field in ("body", "orelse", "finalbody")]
    handlers = [handler.body for handler in getattr(node, "handlers", ())]
    cases = [case.body for case in getattr(node, "cases", ())]
    return [block for block in (*blocks, *handlers, *cases) if block]


def _catches(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or getattr(kind, "id", getattr(kind, "attr", "")) in CATCHING for kind in kinds)


def _suppresses(node: ast.AST) -> bool:
    items = node.items if isinstance(node, ast.With | ast.AsyncWith) else []
    return any("suppress(" in ast.unparse(item.context_expr) for item in items)


def _opens_a_file(node: ast.stmt) -> bool:
    """A with whose manager is known to let exceptions through."""
    items = node.items if isinstance(node, ast.With) else []
    return bool(items) and all(ast.unparse(item.context_expr).startswith("open(") for item in items)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
