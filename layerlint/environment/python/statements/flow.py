"""Branches and loops."""

import ast
from collections.abc import Sequence

from layerlint.environment.python.expressions import decide, evaluate, resolved
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.statements.bindings import bind_target
from layerlint.environment.python.statements.execution import LoopEnded, Returned, execute, execute_doubtfully, handles
from layerlint.environment.python.values import (
    UNKNOWN,
    is_constant,
)

MANY = 64  # a loop over more constants than this is taken for one of unknown turns


@handles(ast.If)
def _if(frame: Frame, node: ast.If) -> None:
    known = decide(frame, node.test)
    if known is not None:
        execute(frame, node.body if known else node.orelse)
    else:
        execute_doubtfully(frame, node.body)
        execute_doubtfully(frame, node.orelse)


@handles(ast.For, ast.AsyncFor)
def _loop(frame: Frame, node: ast.For | ast.AsyncFor) -> None:
    items = resolved(frame, evaluate(frame, node.iter))
    if isinstance(items, tuple) and is_constant(items) and len(items) <= MANY:
        for item in items:
            bind_target(frame, node.target, item)  # type: ignore[arg-type]  # an item of a constant
            if not _turn(frame, node.body):
                return
        execute(frame, node.orelse)
        return
    bind_target(frame, node.target, UNKNOWN)
    execute_doubtfully(frame, node.body)
    execute_doubtfully(frame, node.orelse)


def _turn(frame: Frame, body: Sequence[ast.stmt]) -> bool:
    """One turn of a loop; False where it may have ended early, so that what follows is open."""
    try:
        execute(frame, body)
    except LoopEnded:
        return False
    return True


@handles(ast.While)
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


@handles(ast.Match)
def _match(frame: Frame, node: ast.Match) -> None:
    evaluate(frame, node.subject)
    for case in node.cases:
        execute_doubtfully(frame, case.body)


@handles(ast.Return)
def _return(frame: Frame, node: ast.Return) -> None:
    raise Returned(resolved(frame, evaluate(frame, node.value)))


@handles(ast.Break, ast.Continue)
def _loop_end(_: Frame, __: ast.stmt) -> None:
    raise LoopEnded
