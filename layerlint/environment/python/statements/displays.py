"""Dict displays, f-strings and comprehensions: what they make of constants, and the imports inside them."""

import ast
from collections.abc import Iterator

from layerlint.environment.python.expressions import HANDLERS, decide, evaluate, evaluate_doubtfully, resolved
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.statements.bindings import bind_target
from layerlint.environment.python.values import (
    MANY,
    MOST_TURNS,
    UNKNOWN,
    Items,
    PathValue,
    Table,
    Unordered,
    Value,
    is_constant,
    items_of,
    sequence,
)

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def _dict(frame: Frame, node: ast.Dict) -> Value:
    keys = [None if key is None else resolved(frame, evaluate(frame, key)) for key in node.keys]
    values = [resolved(frame, evaluate(frame, value)) for value in node.values]
    if None in node.keys or not all(is_constant(key) for key in keys):
        return UNKNOWN
    return Table(tuple(keys), tuple(values))


def _joined(frame: Frame, node: ast.JoinedStr) -> Value:
    parts = [_part(frame, part) for part in node.values]
    return "".join(part for part in parts if part is not None) if None not in parts else UNKNOWN


def _part(frame: Frame, node: ast.expr) -> str | None:
    value = resolved(frame, evaluate(frame, node.value if isinstance(node, ast.FormattedValue) else node))
    if isinstance(node, ast.FormattedValue) and (node.format_spec is not None or node.conversion >= 0):
        return None
    if isinstance(value, PathValue):
        return value.text
    return str(value) if isinstance(value, str | int) else None


def _comprehension(frame: Frame, node: Comprehension) -> Value:
    """A loop in a scope of its own; the first thing it goes through is evaluated outside of it, for certain."""
    first, *more = node.generators
    items = items_of(resolved(frame, evaluate(frame, first.iter)))
    if isinstance(node, ast.GeneratorExp):
        return UNKNOWN  # nothing else runs before somebody asks for the next
    outer, frame.local = frame.local, dict(frame.local or {})
    try:
        return _turns(frame, node, None if more or first.is_async else items)
    finally:
        inner, frame.local = frame.local, outer
        for each in ast.walk(node):
            if isinstance(each, ast.NamedExpr):
                frame.bind(each.target.id, inner.get(each.target.id, UNKNOWN))


def _turns(frame: Frame, node: ast.ListComp | ast.SetComp | ast.DictComp, items: tuple[Value, ...] | None) -> Value:
    if items is None or len(items) > MANY or frame.world.turns > MOST_TURNS:
        return _open(frame, node)
    made: list[Value] = []
    for item in items:
        frame.world.turns += 1
        bind_target(frame, node.generators[0].target, item)
        kept = _kept(frame, node.generators[0].ifs)
        if kept is None:
            return _open(frame, node)
        if kept:
            made += [resolved(frame, evaluate(frame, each)) for each in _elements(node)]
    if isinstance(node, ast.DictComp):
        return UNKNOWN
    return sequence(made, Unordered if isinstance(node, ast.SetComp) else Items)


def _kept(frame: Frame, conditions: list[ast.expr]) -> bool | None:
    known = [decide(frame, condition) for condition in conditions]
    return False if False in known else None if None in known else True


def _open(frame: Frame, node: ast.ListComp | ast.SetComp | ast.DictComp) -> Value:
    """A loop that may have no turn at all."""
    for number, generator in enumerate(node.generators):
        if number:
            evaluate_doubtfully(frame, generator.iter)
        bind_target(frame, generator.target, UNKNOWN)
        for condition in generator.ifs:
            evaluate_doubtfully(frame, condition)
    for each in _elements(node):
        evaluate_doubtfully(frame, each)
    return UNKNOWN


def _elements(node: ast.ListComp | ast.SetComp | ast.DictComp) -> Iterator[ast.expr]:
    yield from (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)


def _yield(frame: Frame, node: ast.Yield) -> Value:
    value = resolved(frame, evaluate(frame, node.value))
    if frame.yielded is not None:
        frame.yielded.append(value)
    return UNKNOWN


HANDLERS[ast.Yield] = _yield
HANDLERS[ast.Dict] = _dict
HANDLERS[ast.JoinedStr] = _joined
for kind in (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp):
    HANDLERS[kind] = _comprehension
