"""Carries out the statements of a body as far as they decide what is imported."""

import ast
import builtins
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from layerlint.environment.python.calls import builtin_names
from layerlint.environment.python.expressions import decide, evaluate, resolved
from layerlint.environment.python.failure import Cause, Defect, Failure, Raised, is_a
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.values import (
    UNKNOWN,
    Caught,
    ClassValue,
    Dotted,
    FunctionValue,
    Lazy,
    ModuleValue,
    Tuple,
    Value,
    is_constant,
)

MANY = 64  # a loop over more constants than this is taken for one of unknown turns
CACHES = frozenset({"functools.lru_cache", "functools.cache", "functools.wraps"})


class Returned(Exception):
    """A function's body ends."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class LoopEnded(Exception):
    """break or continue."""


def execute(frame: Frame, body: Sequence[ast.stmt]) -> None:
    """Run statements in order. Raises Raised, Returned or LoopEnded."""
    for index, statement in enumerate(body):
        handler = HANDLERS.get(type(statement))
        if handler is not None:
            handler(frame, statement)
            if frame.unsure:
                execute_doubtfully(frame, body[index + 1 :])
                return


def execute_doubtfully(frame: Frame, body: Sequence[ast.stmt]) -> None:
    """Run what may not run at all: failures become doubts, and what it binds is known no more."""
    names = frame.names()
    before = dict(names)
    left, frame.unsure = frame.unsure, False
    try:
        execute(frame, body)
    except Raised as raised:
        _doubt(frame, raised.failure)
        frame.lose_sight()
    except LoopEnded:
        frame.lose_sight()
    except Returned:
        left = True
    frame.unsure = left or frame.unsure
    for name, value in names.items():
        if name not in before or before[name] != value:
            names[name] = UNKNOWN


def _doubt(frame: Frame, failure: Failure) -> None:
    if failure.cause.defect is not Defect.RAISED:
        frame.ledger.doubts.setdefault(failure.cause, failure)


def _import(frame: Frame, node: ast.Import) -> None:
    for alias in node.names:
        if not getattr(node, "is_lazy", False):
            frame.world.import_module(alias.name, frame, node.lineno)
        bound = alias.name if alias.asname else alias.name.partition(".")[0]
        frame.bind(alias.asname or bound, module_value(frame, bound))


def module_value(frame: Frame, name: str) -> Value:
    return Dotted(name) if frame.world.is_runtime(name) else ModuleValue(name)


def _import_from(frame: Frame, node: ast.ImportFrom) -> None:
    module = absolute(frame, node)
    if module is None:
        message = "attempted relative import beyond top-level package"
        cause = Cause(Defect.RAISED, frame.module, message)
        raise Raised(Failure("ImportError", message, cause))
    if getattr(node, "is_lazy", False):
        return
    frame.world.import_module(module, frame, node.lineno)
    for alias in node.names:
        if alias.name == "*":
            _star(frame, module)
        else:
            _from_name(frame, module, alias, node.lineno)


def absolute(frame: Frame, node: ast.ImportFrom) -> str | None:
    """The dotted name that a from-import starts at; None where it climbs over the top."""
    if not node.level:
        return node.module or ""
    parts = frame.package.split(".") if frame.package else []
    if node.level > len(parts):
        return None
    return ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])


def _from_name(frame: Frame, module: str, alias: ast.alias, line: int) -> None:
    name, bound = alias.name, alias.asname or alias.name
    if frame.world.is_runtime(module):
        frame.bind(bound, _runtime_name(frame, module, name))
        return
    value = frame.world.member(module, name)
    if value is UNKNOWN and not frame.world.binds(module, name):
        if frame.world.exists(f"{module}.{name}"):
            frame.world.import_module(f"{module}.{name}", frame, line)
            value = ModuleValue(f"{module}.{name}")
        elif frame.world.is_broken(f"{module}.{name}") or frame.world.lacks(module, name, frame.module):
            frame.world.refuse_name(module, name)
    frame.bind(bound, Lazy(module, name) if value is UNKNOWN else value)


def _runtime_name(frame: Frame, module: str, name: str) -> Value:
    path = f"{module}.{name}"
    if path in frame.world.facts:
        return frame.world.facts[path]
    if frame.world.lacks(module, name, frame.module):
        message = f"cannot import name '{name}' from '{module}'"
        raise Raised(Failure("ImportError", message, Cause(Defect.NAME, path, message)))
    return Dotted(path)


def _star(frame: Frame, module: str) -> None:
    names = frame.world.star(module, frame)
    if names is None:
        frame.lose_sight()
    else:
        for name, value in names.items():
            frame.bind(name, value)


def _if(frame: Frame, node: ast.If) -> None:
    known = decide(frame, node.test)
    if known is not None:
        execute(frame, node.body if known else node.orelse)
    else:
        execute_doubtfully(frame, node.body)
        execute_doubtfully(frame, node.orelse)


def _try(frame: Frame, node: ast.Try | ast.TryStar) -> None:
    doubts_before = set(frame.ledger.doubts)
    try:
        _try_body(frame, node, doubts_before)
    finally:
        execute(frame, node.finalbody)


def _try_body(frame: Frame, node: ast.Try | ast.TryStar, doubts_before: set[Cause]) -> None:
    try:
        execute(frame, node.body)
    except Raised as raised:
        handler = _handler(frame, node.handlers, raised.failure)
        if handler is None:
            raise
        _handle(frame, handler, raised.failure)
    else:
        execute(frame, node.orelse)
    for cause in set(frame.ledger.doubts) - doubts_before:
        if _handler(frame, node.handlers, frame.ledger.doubts[cause]):
            frame.ledger.losses.setdefault(cause, frame.ledger.doubts.pop(cause))


def _handler(frame: Frame, handlers: Sequence[ast.ExceptHandler], failure: Failure) -> ast.ExceptHandler | None:
    for handler in handlers:
        if handler.type is None or _catches(frame, evaluate(frame, handler.type), failure):
            return handler
    return None


def _catches(frame: Frame, value: Value, failure: Failure) -> bool:
    """A class nobody can name is taken to catch: what the model cannot know makes no error."""
    value = resolved(frame, value)
    if isinstance(value, Tuple):
        return any(_catches(frame, item, failure) for item in value.items)
    if isinstance(value, Dotted):
        return is_a(failure, value.path.rpartition(".")[2])
    if isinstance(value, ClassValue):
        return failure.exception == value.node.name
    return value is UNKNOWN or isinstance(value, Lazy)


def _handle(frame: Frame, handler: ast.ExceptHandler, failure: Failure) -> None:
    if handler.name:
        frame.bind(handler.name, Caught(failure))
    frame.handling.append(failure)
    try:
        execute(frame, handler.body)
    finally:
        frame.handling.pop()
    _lose(frame, failure)


def _lose(frame: Frame, failure: Failure) -> None:
    if failure.cause.defect is not Defect.RAISED:
        frame.ledger.losses.setdefault(failure.cause, failure)


def _raise(frame: Frame, node: ast.Raise) -> None:
    handled = frame.handling[-1] if frame.handling else None
    if node.exc is None:
        if handled is not None:
            raise Raised(handled)
        return
    value = resolved(frame, evaluate(frame, node.exc.func if isinstance(node.exc, ast.Call) else node.exc))
    if isinstance(value, Caught):
        raise Raised(value.failure)
    raise Raised(_failure(frame, node, value, handled))


def _failure(frame: Frame, node: ast.Raise, value: Value, handled: Failure | None) -> Failure:
    message = f"raises {_name_of(value)} in line {node.lineno}"
    cause = handled.cause if handled else Cause(Defect.RAISED, frame.module, message)
    bases = value.bases if isinstance(value, ClassValue) else ()
    steps = handled.steps if handled else ()
    return Failure(_name_of(value), handled.message if handled else message, cause, steps, bases)


def _name_of(value: Value) -> str:
    if isinstance(value, ClassValue):
        return value.node.name
    return value.path.rpartition(".")[2] if isinstance(value, Dotted) else "Exception"


def _with(frame: Frame, node: ast.With | ast.AsyncWith) -> None:
    caught = [_suppressed(frame, item.context_expr) for item in node.items]
    for item in node.items:
        _bind_target(frame, item.optional_vars, UNKNOWN)
    try:
        execute(frame, node.body)
    except Raised as raised:
        if not any(_catches(frame, value, raised.failure) for value in caught if value is not None):
            raise
        _lose(frame, raised.failure)


def _suppressed(frame: Frame, context: ast.expr) -> Value:
    """The classes that a context manager swallows: contextlib.suppress's, anything's for what is not known."""
    if isinstance(context, ast.Call):
        function = resolved(frame, evaluate(frame, context.func))
        if function == Dotted("contextlib.suppress"):
            return Tuple(tuple(resolved(frame, evaluate(frame, argument)) for argument in context.args))
        evaluate(frame, context)
        return None if isinstance(function, Dotted) else UNKNOWN
    evaluate(frame, context)
    return UNKNOWN


def _loop(frame: Frame, node: ast.For | ast.AsyncFor) -> None:
    items = resolved(frame, evaluate(frame, node.iter))
    if isinstance(items, tuple) and is_constant(items) and len(items) <= MANY:
        for item in items:
            _bind_target(frame, node.target, item)  # type: ignore[arg-type]  # an item of a constant
            if not _turn(frame, node.body):
                return
        execute(frame, node.orelse)
        return
    _bind_target(frame, node.target, UNKNOWN)
    execute_doubtfully(frame, node.body)
    execute_doubtfully(frame, node.orelse)


def _turn(frame: Frame, body: Sequence[ast.stmt]) -> bool:
    """One turn of a loop; False where it may have ended early, so that what follows is open."""
    try:
        execute(frame, body)
    except LoopEnded:
        return False
    return True


def _while(frame: Frame, node: ast.While) -> None:
    known = decide(frame, node.test)
    if known is False:
        execute(frame, node.orelse)
    elif known is True:
        if _turn(frame, node.body):
            execute_doubtfully(frame, node.body)
    else:
        execute_doubtfully(frame, node.body)
        execute_doubtfully(frame, node.orelse)


def _assert(frame: Frame, node: ast.Assert) -> None:
    if decide(frame, node.test) is False:
        message = f"assertion in line {node.lineno}"
        raise Raised(Failure("AssertionError", message, Cause(Defect.RAISED, frame.module, message)))


def _match(frame: Frame, node: ast.Match) -> None:
    evaluate(frame, node.subject)
    for case in node.cases:
        execute_doubtfully(frame, case.body)


def _assign(frame: Frame, node: ast.Assign) -> None:
    value = evaluate(frame, node.value)
    for target in node.targets:
        _bind_target(frame, target, value)


def _annotated(frame: Frame, node: ast.AnnAssign) -> None:
    if frame.local is None:
        _annotation(frame, node.annotation)
    if node.value is not None:
        _bind_target(frame, node.target, evaluate(frame, node.value))


def _augmented(frame: Frame, node: ast.AugAssign) -> None:
    evaluate(frame, node.value)
    _bind_target(frame, node.target, UNKNOWN)


def _bind_target(frame: Frame, target: ast.expr | None, value: Value) -> None:
    if isinstance(target, ast.Name):
        frame.bind(target.id, value)
    elif isinstance(target, ast.Starred):
        _bind_target(frame, target.value, UNKNOWN)
    elif isinstance(target, ast.Tuple | ast.List):
        parts = _parts(resolved(frame, value), len(target.elts))
        for item, part in zip(target.elts, parts, strict=True):
            _bind_target(frame, item, part)
    elif isinstance(target, ast.Subscript | ast.Attribute):
        evaluate(frame, target.value)


def _parts(value: Value, count: int) -> Sequence[Value]:
    items = value.items if isinstance(value, Tuple) else value
    if type(items) is tuple and len(items) == count:
        return items  # type: ignore[return-value]  # constants
    return [UNKNOWN] * count


def _expression(frame: Frame, node: ast.Expr) -> None:
    if isinstance(node.value, ast.Name) and _is_unbound(frame, node.value.id):
        message = f"name '{node.value.id}' is not defined"
        raise Raised(Failure("NameError", message, Cause(Defect.RAISED, frame.module, message)))
    evaluate(frame, node.value)


def _is_unbound(frame: Frame, name: str) -> bool:
    """A bare name as a statement is there to ask whether it exists."""
    return (
        frame.ledger.complete
        and name not in frame.values
        and name not in (frame.local or ())
        and not hasattr(builtins, name)
    )


def _function(frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    decorators = [resolved(frame, evaluate(frame, decorator)) for decorator in node.decorator_list]
    for annotation in (*_annotations(node.args), node.returns):
        _annotation(frame, annotation)
    for default in (*node.args.defaults, *node.args.kw_defaults):
        evaluate(frame, default)
    for value in decorators:
        if isinstance(value, FunctionValue):
            frame.world.call(value, {}, frame)
    plain = all(isinstance(value, Dotted) and value.path in CACHES for value in decorators)
    frame.bind(node.name, FunctionValue(node, frame.module) if plain else UNKNOWN)


def _annotations(arguments: ast.arguments) -> list[ast.expr | None]:
    several = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return [argument.annotation for argument in (*several, arguments.vararg, arguments.kwarg) if argument]


def _annotation(frame: Frame, node: ast.expr | None) -> None:
    """An annotation runs where it is evaluated at once; it can fail only in code that is not meant for this Python."""
    if node is not None and frame.world.evaluates_annotations(frame.module):
        evaluate(frame, node)


def _class(frame: Frame, node: ast.ClassDef) -> None:
    for decorator in node.decorator_list:
        evaluate(frame, decorator)
    bases = [resolved(frame, evaluate(frame, base)) for base in node.bases]
    outer, frame.local = frame.local, {}
    try:
        execute(frame, node.body)
    finally:
        frame.local = outer
    frame.bind(node.name, ClassValue(node, frame.module, builtin_names(bases)))


def _return(frame: Frame, node: ast.Return) -> None:
    raise Returned(resolved(frame, evaluate(frame, node.value)))


def _loop_end(_: Frame, __: ast.stmt) -> None:
    raise LoopEnded


def _delete(frame: Frame, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            frame.names().pop(target.id, None)


def _global(frame: Frame, node: ast.Global) -> None:
    if frame.local is not None:
        frame.globals_named.update(node.names)


HANDLERS: Mapping[type[ast.stmt], Callable[[Frame, Any], None]] = {
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.If: _if,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.While: _while,
    ast.Match: _match,
    ast.Assert: _assert,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Expr: _expression,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Raise: _raise,
    ast.Return: _return,
    ast.Break: _loop_end,
    ast.Continue: _loop_end,
    ast.Delete: _delete,
    ast.Global: _global,
}
