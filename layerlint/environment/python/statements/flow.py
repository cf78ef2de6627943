"""Branches and loops."""

import ast
from collections.abc import Callable, Sequence

from layerlint.enumeration import Enum
from layerlint.environment.python.expressions import decide, evaluate, forget_value, resolved
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.statements.bindings import bind_target
from layerlint.environment.python.statements.execution import LoopEnded, Returned, execute, execute_doubtfully, handles
from layerlint.environment.python.values import (
    MANY,
    MOST_TURNS,
    UNKNOWN,
    Value,
    items_of,
)
from layerlint.facts.module_scope import bound_names


@handles(ast.If)
def _if(frame: Frame, node: ast.If) -> None:
    known = decide(frame, node.test)
    if known is not None:
        skipped = node.orelse if known else node.body
        if skipped and not frame.depth:
            frame.ledger.skipped.append((skipped[0].lineno, skipped[-1].end_lineno or skipped[-1].lineno))
        execute(frame, node.body if known else node.orelse)
    else:
        execute_doubtfully(frame, node.body)
        execute_doubtfully(frame, node.orelse)


@handles(ast.For, ast.AsyncFor)
def _loop(frame: Frame, node: ast.For | ast.AsyncFor) -> None:
    items = items_of(resolved(frame, evaluate(frame, node.iter)))
    if items is not None and len(items) <= MANY and frame.world.turns <= MOST_TURNS:
        _turns(frame, node, items)
        return
    bind_target(frame, node.target, UNKNOWN)
    _turn(frame, node.body, execute_doubtfully)
    execute_doubtfully(frame, node.orelse)


def _turns(frame: Frame, node: ast.For | ast.AsyncFor, items: Sequence[Value]) -> None:
    run = execute
    for item in items:
        frame.world.turns += 1
        bind_target(frame, node.target, item)
        turn = _turn(frame, node.body, run)
        if turn is Turn.BREAKS:
            return
        if turn is Turn.OPEN or frame.unsure or frame.world.turns > MOST_TURNS:
            run = execute_doubtfully
    run(frame, node.orelse)


class Turn(Enum):
    """What became of one turn of a loop."""

    GOES_ON = "goes on"
    BREAKS = "breaks"
    OPEN = "may have ended early"


def _turn(frame: Frame, body: Sequence[ast.stmt], run: Callable[[Frame, Sequence[ast.stmt]], None] = execute) -> Turn:
    skips, frame.skips = frame.skips, False
    try:
        run(frame, body)
    except LoopEnded as ended:
        return Turn.GOES_ON if ended.goes_on else Turn.BREAKS
    else:
        return Turn.OPEN if frame.skips else Turn.GOES_ON
    finally:
        frame.skips = skips


@handles(ast.While)
def _while(frame: Frame, node: ast.While) -> None:
    known = decide(frame, node.test)
    if known is False:
        execute(frame, node.orelse)
    elif known is True:
        if _turn(frame, node.body) is not Turn.BREAKS:
            _turn(frame, node.body, execute_doubtfully)
    else:
        _turn(frame, node.body, execute_doubtfully)
        execute_doubtfully(frame, node.orelse)


@handles(ast.Match)
def _match(frame: Frame, node: ast.Match) -> None:
    evaluate(frame, node.subject)
    for case in node.cases:
        for name in (name for part in ast.walk(case.pattern) for name in bound_names(part)):
            frame.bind(name, UNKNOWN)
        execute_doubtfully(frame, case.body)


@handles(ast.Return)
def _return(frame: Frame, node: ast.Return) -> None:
    value = resolved(frame, evaluate(frame, node.value))
    if isinstance(node.value, ast.Name) and node.value.id not in frame.names():
        forget_value(frame, value)  # of the module, which the caller may change
    raise Returned(value)


@handles(ast.Break, ast.Continue)
def _loop_end(_: Frame, node: ast.Break | ast.Continue) -> None:
    raise LoopEnded(goes_on=isinstance(node, ast.Continue))
