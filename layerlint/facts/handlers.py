"""What a handler's name stands for in its module."""

import ast
from collections.abc import Iterator, Sequence

from layerlint.enumeration import Enum
from layerlint.facts.module_scope import bound_names, own_nodes
from layerlint.named_tuple import NamedTuple


class HandlerKind(Enum):
    FUNCTION = "function"
    COROUTINE = "coroutine"  #: Lambda calls it and never awaits what it returns
    CLASS = "class"
    IMPORTED = "imported"
    LITERAL = "literal"  #: a text, number, list, ...: nothing that can be called
    DELETED = "deleted"  #: bound, and taken away again
    VALUE = "value"  #: assigned, and known only when the module runs


class HandlerFact(NamedTuple):
    kind: HandlerKind
    line: int
    required: int = 0  #: positional arguments it cannot be called without
    accepted: int | None = None  #: positional arguments it takes at most; None: any number, or not known

    def takes(self, count: int) -> bool:
        """Whether a call with that many positional arguments may succeed."""
        return self.required <= count and (self.accepted is None or count <= self.accepted)


def find_callable(tree: ast.Module, name: str) -> HandlerFact | None:
    """The last binding of a top-level name; a VALUE where branches bind it differently, None where nothing does."""
    try:
        return _last(tree, name)
    except RecursionError:  # blocks in blocks: whatever binds it there is not known
        return HandlerFact(HandlerKind.VALUE, 1)


def _last(tree: ast.Module, name: str) -> HandlerFact | None:
    found: list[HandlerFact] = []
    for fact, is_certain in _bindings(tree.body, name, is_certain=True):
        if is_certain:
            found.clear()
        found.append(fact)
    if len({fact._replace(line=0) for fact in found}) > 1:
        return HandlerFact(HandlerKind.VALUE, found[-1].line)
    return found[-1] if found else None


def _bindings(body: Sequence[ast.stmt], name: str, *, is_certain: bool) -> Iterator[tuple[HandlerFact, bool]]:
    for statement in body:
        if isinstance(statement, ast.With):
            yield from _plain(statement.items, name, statement.lineno, is_certain=is_certain)
            yield from _bindings(statement.body, name, is_certain=is_certain)
        elif inner := _blocks(statement):
            yield from _plain(_headers(statement), name, statement.lineno, is_certain=False)
            for block in inner:
                yield from _bindings(block, name, is_certain=False)
        elif isinstance(statement, ast.Delete) and any(name == getattr(each, "id", None) for each in statement.targets):
            yield HandlerFact(HandlerKind.DELETED, statement.lineno), is_certain
        elif fact := _definition(statement, name):
            yield fact, is_certain
        else:
            yield from _plain([statement], name, statement.lineno, is_certain=is_certain)


def _plain(nodes: Sequence[ast.AST], name: str, line: int, *, is_certain: bool) -> Iterator[tuple[HandlerFact, bool]]:
    if any(name in bound_names(node) for node in own_nodes(*nodes)):
        yield HandlerFact(HandlerKind.VALUE, line), is_certain


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """The bodies of a compound statement that may or may not run."""
    match statement:
        case ast.Try() | ast.TryStar():
            handlers = [handler.body for handler in statement.handlers]
            return [statement.body, *handlers, statement.orelse, statement.finalbody]
        case ast.If() | ast.For() | ast.While():
            return [statement.body, statement.orelse]
        case ast.Match():
            return [case.body for case in statement.cases]
    return []


def _headers(statement: ast.stmt) -> list[ast.AST]:
    match statement:
        case ast.For():
            return [statement.target, statement.iter]
        case ast.If() | ast.While():
            return [statement.test]
        case ast.Match():
            return [statement.subject, *(case.pattern for case in statement.cases)]
    return []


def _definition(statement: ast.stmt, name: str) -> HandlerFact | None:
    line = statement.lineno
    match statement:
        case ast.FunctionDef(name=found) | ast.AsyncFunctionDef(name=found) if found == name:
            is_async = isinstance(statement, ast.AsyncFunctionDef)
            kind = HandlerKind.COROUTINE if is_async else HandlerKind.FUNCTION
            if statement.decorator_list:
                return HandlerFact(HandlerKind.VALUE if is_async else kind, line)
            return HandlerFact(kind, line, *_positional(statement.args))
        case ast.ClassDef(name=found) if found == name:
            return HandlerFact(HandlerKind.CLASS, line)
        case ast.Import() | ast.ImportFrom() if name in bound_names(statement):
            return HandlerFact(HandlerKind.IMPORTED, line)
        case (
            ast.Assign(targets=[ast.Name(id=found)], value=value)
            | ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value)
        ) if found == name:
            return _assigned(value, line)
    return None


def _assigned(value: ast.expr, line: int) -> HandlerFact:
    if isinstance(value, ast.Lambda):
        return HandlerFact(HandlerKind.FUNCTION, line, *_positional(value.args))
    literals = (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.ListComp, ast.DictComp)
    return HandlerFact(HandlerKind.LITERAL if isinstance(value, literals) else HandlerKind.VALUE, line)


def _positional(arguments: ast.arguments) -> tuple[int, int | None]:
    """A keyword-only parameter without a default makes every call fail: more is required than is accepted."""
    accepted = len(arguments.posonlyargs) + len(arguments.args)
    if None in arguments.kw_defaults:
        return accepted + 1, accepted
    return accepted - len(arguments.defaults), None if arguments.vararg else accepted
