"""Runs bodies: each kind of statement is carried out by the function that registers for it."""

import ast
from collections.abc import Callable, Sequence

from layerlint.environment.python.failure import Defect, Failure, Raised
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.values import (
    UNKNOWN,
    Value,
)
from layerlint.hints import Any

Handler = Callable[[Frame, Any], None]
HANDLERS: dict[type[ast.stmt], Handler] = {}


def handles(*kinds: type[ast.stmt]) -> Callable[[Handler], Handler]:
    """Register a function for kinds of statements; those that nobody registers for decide nothing."""

    def register(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(kinds, handler))
        return handler

    return register


class Returned(Exception):
    """A function's body ends."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class LoopEnded(Exception):
    """break or continue."""

    def __init__(self, *, goes_on: bool) -> None:
        super().__init__()
        self.goes_on = goes_on


def execute(frame: Frame, body: Sequence[ast.stmt]) -> None:
    """Run statements in order. Raises Raised, Returned or LoopEnded."""
    for index, statement in enumerate(body):
        handler = HANDLERS.get(type(statement))
        if frame.is_top_level:
            frame.ledger.line = statement.lineno
        if handler is not None:
            handler(frame, statement)
            if frame.unsure or frame.skips:
                execute_doubtfully(frame, body[index + 1 :])
                return


def execute_doubtfully(frame: Frame, body: Sequence[ast.stmt]) -> None:
    """Run what may not run at all: failures become doubts, and what it binds is known no more."""
    names = frame.names()
    before = dict(names)
    yielded = len(frame.yielded or ())
    left, frame.unsure = frame.unsure, False
    skips, frame.skips = frame.skips, False
    frame.ledger.branches += 1
    try:
        execute(frame, body)
    except Raised as raised:
        doubt(frame, raised.failure)
        if raised.failure.cause.defect is not Defect.RAISED:
            frame.lose_sight()
    except LoopEnded:
        skips = True
    except Returned:
        left = True
    finally:
        frame.ledger.branches -= 1
    if frame.yielded is not None and len(frame.yielded) > yielded:
        frame.yielded = None
    frame.unsure = left or frame.unsure
    frame.skips = skips or frame.skips
    for name in before.keys() - names.keys():
        names[name] = UNKNOWN  # deleted on a branch that may not run
    for name, value in names.items():
        if name not in before or before[name] != value:
            names[name] = UNKNOWN


def doubt(frame: Frame, failure: Failure) -> None:
    if failure.cause.defect is not Defect.RAISED:
        frame.ledger.doubts.setdefault(failure.cause, failure)
