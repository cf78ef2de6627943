"""try, with, raise and assert: what is caught, and what leaves a body."""

import ast
from collections.abc import Sequence

from layerlint.environment.python import instances
from layerlint.environment.python.expressions import decide, evaluate, resolved
from layerlint.environment.python.failure import ANY, NO_LOSS, Cause, Defect, Failure, Raised, is_a
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.statements.bindings import bind_target
from layerlint.environment.python.statements.execution import (
    LoopEnded,
    Returned,
    execute,
    execute_doubtfully,
    handles,
)
from layerlint.environment.python.statements.imports import absolute
from layerlint.environment.python.values import (
    UNKNOWN,
    Bound,
    Caught,
    ClassValue,
    Dotted,
    Instance,
    Lazy,
    Tuple,
    Value,
)

STACKS = frozenset({"contextlib.ExitStack", "contextlib.AsyncExitStack"})  # others may be put into them
RAISING = ast.Call | ast.Attribute | ast.Subscript | ast.BinOp
ABOUT_IMPORTS = frozenset({"ImportError", "ModuleNotFoundError", "AttributeError", "NameError", "SyntaxError"})


@handles(ast.Try, ast.TryStar)
def _try(frame: Frame, node: ast.Try | ast.TryStar) -> None:
    doubts_before = set(frame.ledger.doubts)
    try:
        _try_body(frame, node, doubts_before)
    finally:
        execute(frame, node.finalbody)


def _try_body(frame: Frame, node: ast.Try | ast.TryStar, doubts_before: set[Cause]) -> None:
    try:
        _execute_until_caught(frame, node)
    except Raised as raised:
        handler = _handler(frame, node.handlers, raised.failure)
        if handler is None:
            raise
        _handle(frame, handler, raised.failure)
    except (Returned, LoopEnded) as left:
        if not _caught_doubts(frame, node, doubts_before):
            raise
        _may_have_left(frame, left)
    else:
        for handler in [handler for handler in node.handlers if _may_be_entered(frame, node, handler)]:
            _handle_doubtfully(frame, handler, None)
        (execute_doubtfully if _may_raise(node.body) else execute)(frame, node.orelse)
    for failure, caught in _caught_doubts(frame, node, doubts_before):
        del frame.ledger.doubts[failure.cause]
        _lose(frame, failure)
        _handle_doubtfully(frame, caught, failure)


def _caught_doubts(
    frame: Frame, node: ast.Try | ast.TryStar, before: set[Cause]
) -> list[tuple[Failure, ast.ExceptHandler]]:
    """What may have failed in the body and would have been caught."""
    found = [failure for cause, failure in frame.ledger.doubts.items() if cause not in before]
    return [(failure, handler) for failure in found if (handler := _handler(frame, node.handlers, failure))]


def _may_have_left(frame: Frame, left: Returned | LoopEnded) -> None:
    """The body leaves, unless what may fail in it fails."""
    frame.unsure = frame.unsure or isinstance(left, Returned)
    frame.skips = frame.skips or isinstance(left, LoopEnded)


def _execute_until_caught(frame: Frame, node: ast.Try | ast.TryStar) -> None:
    """The body, where a call that nobody knows may have gone to a handler before a later statement fails."""
    risky = False
    for index, statement in enumerate(node.body):
        try:
            execute(frame, [statement])
        except Raised as raised:
            if not risky or _handler(frame, node.handlers, raised.failure):
                raise
            frame.ledger.doubts.setdefault(raised.failure.cause, raised.failure)
            frame.lose_sight()
            return
        if frame.unsure or frame.skips:
            execute_doubtfully(frame, node.body[index + 1 :])
            return
        risky = risky or (bool(node.handlers) and _calls(statement))


def _calls(statement: ast.stmt) -> bool:
    """Whether a statement runs more than definitions and imports."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.Import | ast.ImportFrom):
        return False
    return any(isinstance(node, ast.Call | ast.Subscript) for node in ast.walk(statement))


def _may_be_entered(frame: Frame, node: ast.Try | ast.TryStar, handler: ast.ExceptHandler) -> bool:
    """Whether something that nobody knows in the body may end in a handler, although every import succeeds."""
    if any(_asks_itself(frame, each) for each in node.body):
        return True
    names = {each.id for each in ast.walk(handler.type) if isinstance(each, ast.Name)} if handler.type else set()
    return not names & ABOUT_IMPORTS and _may_raise(node.body)


def _handle_doubtfully(frame: Frame, handler: ast.ExceptHandler, failure: Failure | None) -> None:
    if handler.name:
        frame.bind(handler.name, UNKNOWN)
    frame.handling += [failure] if failure else []
    try:
        execute_doubtfully(frame, handler.body)
    finally:
        del frame.handling[len(frame.handling) - bool(failure) :]


def _asks_itself(frame: Frame, statement: ast.stmt) -> bool:
    """Whether a package takes a name from itself that neither a file nor a statement so far has made."""
    if not isinstance(statement, ast.ImportFrom) or (module := absolute(frame, statement)) != frame.module:
        return False
    names = [alias.name for alias in statement.names]
    return not all(frame.world.exists(f"{module}.{name}") or name in frame.values for name in names)


def _may_raise(body: Sequence[ast.stmt]) -> bool:
    """Whether a body asks for more than imports: that may raise what a handler is there for, and skip the else."""
    return any(isinstance(node, RAISING) for each in body for node in ast.walk(each))


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
    if handler.name:
        frame.unbind(handler.name)
    _lose(frame, failure)


def _lose(frame: Frame, failure: Failure) -> None:
    if failure.cause.defect not in NO_LOSS:
        frame.ledger.losses.setdefault(failure.cause, failure)


@handles(ast.Raise)
def _raise(frame: Frame, node: ast.Raise) -> None:
    handled = frame.handling[-1] if frame.handling else None
    if node.exc is None:
        if handled is not None:
            raise Raised(handled)
        return
    value = _looked_up(frame, node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
    if isinstance(value, Caught):
        raise Raised(value.failure)
    value = value.made if isinstance(value, Instance) else value
    raise Raised(_failure(frame, node, value, handled))


def _looked_up(frame: Frame, node: ast.expr) -> Value:
    """What is raised: a class of another module decides who catches it."""
    frame.world.curiosity += 1
    try:
        return resolved(frame, evaluate(frame, node))
    finally:
        frame.world.curiosity -= 1


def _failure(frame: Frame, node: ast.Raise, value: Value, handled: Failure | None) -> Failure:
    bases = value.bases if isinstance(value, ClassValue) else () if isinstance(value, Dotted) else (ANY,)
    if handled:
        return Failure(_name_of(value), handled.message, handled.cause, handled.steps, bases)
    message = f"raises {_name_of(value)} in line {node.lineno}"
    if frame.ledger.sought:  # in vain: it says so in its own words
        cause = _told(frame.ledger.sought)
        return Failure(_name_of(value), f"{message}: {cause.detail}", cause, (frame.step(node.lineno),), bases)
    return Failure(_name_of(value), message, Cause(Defect.RAISED, frame.module, message), (), bases)


def _told(sought: Sequence[Cause]) -> Cause:
    """Of several names of a library the last that Linux knows it by, or else the one that is asked for first."""
    return next((cause for cause in reversed(sought) if ".so" in cause.wanted), sought[0])


def _name_of(value: Value) -> str:
    if isinstance(value, ClassValue):
        return value.node.name
    return value.path.rpartition(".")[2] if isinstance(value, Dotted) else "Exception"


@handles(ast.With, ast.AsyncWith)
def _with(frame: Frame, node: ast.With | ast.AsyncWith) -> None:
    caught = [_enter(frame, item) for item in node.items]
    before = set(frame.ledger.doubts)
    try:
        execute(frame, node.body)
    except Raised as raised:
        if not _swallows(frame, caught, raised.failure):
            raise
        _lose(frame, raised.failure)
    except (Returned, LoopEnded) as left:
        if not _swallow_doubts(frame, caught, before):
            raise
        _may_have_left(frame, left)
    else:
        _swallow_doubts(frame, caught, before)


def _enter(frame: Frame, item: ast.withitem) -> Value:
    """Start one manager and bind what it gives; the classes that it swallows."""
    caught, manager = _suppressed(frame, item.context_expr)
    enter = instances.attribute(frame, manager, "__enter__") if isinstance(manager, Instance) else UNKNOWN
    entered = instances.call(frame, enter, (), {}) if isinstance(enter, Bound) else UNKNOWN
    bind_target(frame, item.optional_vars, entered)
    return caught


def _swallows(frame: Frame, caught: Sequence[Value], failure: Failure) -> bool:
    return any(_catches(frame, value, failure) for value in caught if value is not None)


def _swallow_doubts(frame: Frame, caught: Sequence[Value], before: set[Cause]) -> bool:
    """Take away what may have failed and would not have been heard of; whether there was any."""
    new = [failure for cause, failure in frame.ledger.doubts.items() if cause not in before]
    swallowed = [failure for failure in new if _swallows(frame, caught, failure)]
    for failure in swallowed:
        del frame.ledger.doubts[failure.cause]
        _lose(frame, failure)
    return bool(swallowed)


def _suppressed(frame: Frame, context: ast.expr) -> tuple[Value, Value]:
    """What a context manager swallows, contextlib.suppress's classes or anything, and the manager."""
    if isinstance(context, ast.Call):
        function = resolved(frame, evaluate(frame, context.func))
        if function == Dotted("contextlib.suppress"):
            classes = tuple(resolved(frame, evaluate(frame, argument)) for argument in context.args)
            return Tuple(classes), UNKNOWN
        is_harmless = isinstance(function, Dotted) and function.path not in STACKS
        return None if is_harmless else UNKNOWN, evaluate(frame, context)
    return UNKNOWN, resolved(frame, evaluate(frame, context))


@handles(ast.Assert)
def _assert(frame: Frame, node: ast.Assert) -> None:
    if decide(frame, node.test) is False:
        message = f"assertion in line {node.lineno}"
        raise Raised(Failure("AssertionError", message, Cause(Defect.RAISED, frame.module, message)))
