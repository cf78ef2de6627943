"""Comparisons and operations, as far as both of their sides are known."""

import ast
import operator
from collections.abc import Callable, Mapping

from layerlint.environment.python.frame import Frame
from layerlint.environment.python.values import (
    UNKNOWN,
    Dotted,
    Items,
    Lazy,
    Table,
    Unordered,
    Value,
    in_python,
    is_constant,
)
from layerlint.hints import Any

Operation = Callable[[Any, Any], object]

COMPARISONS: Mapping[type[ast.cmpop], Operation] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: operator.contains(b, a),
    ast.NotIn: lambda a, b: not operator.contains(b, a),
}
OPERATIONS: Mapping[type[ast.operator], Operation] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.RShift: operator.rshift,
}
BIG = 10_000  # longer results are of no use to a condition


def compared(frame: Frame, kind: ast.cmpop, left: Value, right: Value) -> Value:
    """Whether a comparison holds; UNKNOWN where nobody can tell."""
    if isinstance(kind, ast.Is | ast.IsNot):
        same = _is(left, right)
        return UNKNOWN if same is None else same is isinstance(kind, ast.Is)
    if right == Dotted("sys.modules") and isinstance(left, str) and isinstance(kind, ast.In | ast.NotIn):
        return frame.world.is_loaded(left) is isinstance(kind, ast.In)
    if right == Dotted("os.environ") and isinstance(left, str) and isinstance(kind, ast.In | ast.NotIn):
        unset = frame.world.is_unset(left)
        return UNKNOWN if unset is None else unset is isinstance(kind, ast.NotIn)
    if isinstance(right, Table) and isinstance(kind, ast.In | ast.NotIn):
        right = right.keys
    return apply(COMPARISONS[type(kind)], left, right)


def _is(left: Value, right: Value) -> bool | None:
    if right is None or left is None:
        other = left if right is None else right
        if other is UNKNOWN or isinstance(other, Lazy | Dotted):
            return None
        return other is None
    return left is right if isinstance(left, bool) and isinstance(right, bool) else None


def apply(operation: Operation, left: Value, right: Value) -> Value:
    """What an operation makes of two known values, as far as a condition may rest on it."""
    if not (is_constant(left) and is_constant(right)):
        return UNKNOWN
    try:
        result = operation(in_python(left), in_python(right))
    except Exception:  # noqa: BLE001  # the code under inspection would raise; no condition rests on it
        return UNKNOWN
    if isinstance(result, list | frozenset):
        result = Items(result) if isinstance(result, list) else Unordered(result)
    return result if isinstance(result, bool | int | float | str | tuple) and _small(result) else UNKNOWN


def _small(value: object) -> bool:
    if isinstance(value, str | tuple):
        return len(value) < BIG
    return not isinstance(value, int) or value.bit_length() < BIG
