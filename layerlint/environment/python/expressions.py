"""Evaluates expressions as far as they decide what is imported, and carries out the imports inside them."""

import ast
import builtins
from collections.abc import Callable, Iterable, Iterator, Sequence

from layerlint.environment.python import file_paths, instances
from layerlint.environment.python.arguments import OPEN_FROM, OPEN_NAMED
from layerlint.environment.python.calls import call, filled
from layerlint.environment.python.comparisons import OPERATIONS, apply, compared
from layerlint.environment.python.failure import Cause, Defect, Failure, Raised
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.loading import is_dlopen, open_by_cffi
from layerlint.environment.python.unbound import expect_bound
from layerlint.environment.python.values import (
    UNKNOWN,
    Caught,
    ClassValue,
    Dotted,
    Instance,
    Items,
    Lazy,
    Method,
    ModuleValue,
    PathValue,
    Super,
    Table,
    Tuple,
    Unordered,
    Value,
    is_constant,
    is_plain,
    items_of,
    sequence,
    truth,
)
from layerlint.facts.python_source.opaque import Opaque
from layerlint.hints import Any

TYPE_MODULES = ("typing", "collections.abc", "typing_extensions")
UNION_OF_TYPES = (3, 10)
MOST_HOPS = 6
MODULE_INFO = {"module_finder": 0, "name": 1, "ispkg": 2}  # fields of the tuples that pkgutil gives
CHANGING = (Items, Unordered, Tuple, Table)
READERS = frozenset({"items", "keys", "values", "get", "index", "count", "copy", "join", "format"})


def evaluate(frame: Frame, node: ast.expr | None) -> Value:
    """What is known of an expression's value. Raises Raised where evaluating it is known to fail."""
    if node is None:
        return None
    handler = HANDLERS.get(type(node))
    return handler(frame, node) if handler else _walk(frame, node)


def resolved(frame: Frame, value: Value) -> Value:
    """A lazy name looked up, through as many modules as pass it on."""
    for _ in range(MOST_HOPS):
        if not isinstance(value, Lazy):
            break
        value = frame.world.member(value.module, value.name)
    return value


def decide(frame: Frame, node: ast.expr) -> bool | None:
    """The truth of a condition; None where it cannot be known. Names of other modules are looked into for it."""
    frame.world.curiosity += 1
    try:
        return truth(resolved(frame, evaluate(frame, node)))
    finally:
        frame.world.curiosity -= 1


def _walk(frame: Frame, node: ast.AST) -> Value:
    """An expression of no known value; what it contains still runs."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            evaluate(frame, child)
        elif isinstance(child, ast.comprehension | ast.keyword):
            _walk(frame, child)
    return UNKNOWN


def _constant(_: Frame, node: ast.Constant) -> Value:
    return UNKNOWN if node.value is Ellipsis else node.value


def _name(frame: Frame, node: ast.Name) -> Value:
    for names in _seen_names(frame):
        if node.id in names:
            return names[node.id]
    if node.id in ("TYPE_CHECKING", "MYPY"):
        return False
    if node.id in frame.world.facts:
        return frame.world.facts[node.id]
    if hasattr(builtins, node.id):
        return Dotted(f"builtins.{node.id}")
    expect_bound(frame, node)
    return UNKNOWN


def _seen_names(frame: Frame) -> Iterator[dict[str, Value]]:
    """Where a name is looked for: in the function, in those that it was made in, in the module."""
    if frame.local is not None:
        yield frame.local
    scope = frame.scope
    while scope is not None:
        yield scope.names
        scope = scope.outer
    yield frame.values


def _attribute(frame: Frame, node: ast.Attribute) -> Value:
    if isinstance(node.value, ast.Name) and node.value.id == "__spec__":
        return {"parent": frame.package, "name": frame.module}.get(node.attr, UNKNOWN)
    base = resolved(frame, evaluate(frame, node.value))
    if node.attr == "TYPE_CHECKING":
        return False
    if isinstance(base, ModuleValue):
        return _module_attribute(frame, base, node)
    if isinstance(base, Caught):
        return base.failure.cause.subject if node.attr == "name" else UNKNOWN
    if isinstance(base, PathValue):
        return file_paths.attribute(base, node.attr)
    if isinstance(base, str | Table):
        return Method(base, node.attr)
    if isinstance(base, Tuple) and node.attr in MODULE_INFO:
        return base.items[MODULE_INFO[node.attr]] if len(base.items) == len(MODULE_INFO) else UNKNOWN
    if isinstance(base, Instance | ClassValue | Super):
        return instances.attribute(frame, base, node.attr) if isinstance(node.ctx, ast.Load) else UNKNOWN
    if isinstance(base, tuple) and base == frame.world.facts["sys.version_info"]:
        return frame.world.facts.get(f"sys.version_info.{node.attr}", UNKNOWN)
    return _runtime_attribute(frame, base, node) if isinstance(base, Dotted) else UNKNOWN


def _module_attribute(frame: Frame, base: ModuleValue, node: ast.Attribute) -> Value:
    if isinstance(node.ctx, ast.Load):
        if not frame.world.binds(base.name, node.attr) and not frame.world.exists(f"{base.name}.{node.attr}"):
            made = _made_on_demand(frame, base.name, node)
            if made is not None:
                return made
        frame.world.expect_attribute(base.name, node.attr, frame.step(node.lineno))
    return Lazy(base.name, node.attr) if frame.world.exists(base.name) else UNKNOWN


def _made_on_demand(frame: Frame, module: str, node: ast.Attribute) -> Value:
    try:
        return frame.world.made_on_demand(module, node.attr, frame)
    except Raised as raised:
        raise Raised(
            raised.failure if raised.failure.steps else raised.failure.under(frame.step(node.lineno))
        ) from None


def _runtime_attribute(frame: Frame, base: Dotted, node: ast.Attribute) -> Value:
    path = f"{base.path}.{node.attr}"
    if path in frame.world.facts:
        return frame.world.facts[path]
    if isinstance(node.ctx, ast.Load) and frame.world.lacks(base.path, node.attr, frame.module):
        message = f"module '{base.path}' has no attribute '{node.attr}'"
        raise Raised(Failure("AttributeError", message, Cause(Defect.NAME, path, message)))
    return Dotted(path)


def _bool_op(frame: Frame, node: ast.BoolOp) -> Value:
    stops_at = isinstance(node.op, ast.Or)
    unknown = False
    value: Value = UNKNOWN
    for operand in node.values:
        value = evaluate_doubtfully(frame, operand) if unknown else resolved(frame, evaluate(frame, operand))
        known = truth(value)
        if known is stops_at and not unknown:
            return value
        unknown = unknown or known is None
        if known is stops_at:
            return stops_at  # one side decides whatever the unknown one is
    return UNKNOWN if unknown else value


def evaluate_doubtfully(frame: Frame, node: ast.expr) -> Value:
    """Evaluate what may not run at all: a failure becomes a doubt."""
    frame.ledger.branches += 1
    try:
        return resolved(frame, evaluate(frame, node))
    except Raised as raised:
        if raised.failure.cause.defect is not Defect.RAISED:
            frame.ledger.doubts.setdefault(raised.failure.cause, raised.failure)
        return UNKNOWN
    finally:
        frame.ledger.branches -= 1


def _unary(frame: Frame, node: ast.UnaryOp) -> Value:
    value = resolved(frame, evaluate(frame, node.operand))
    if isinstance(node.op, ast.Not):
        known = truth(value)
        return UNKNOWN if known is None else not known
    if isinstance(node.op, ast.USub) and isinstance(value, int | float):
        return -value
    return UNKNOWN


def _binary(frame: Frame, node: ast.BinOp) -> Value:
    left, right = resolved(frame, evaluate(frame, node.left)), resolved(frame, evaluate(frame, node.right))
    if isinstance(node.op, ast.BitOr) and _is_type(left, right) and _is_type(right, left):
        return _union(frame)
    if isinstance(node.op, ast.Mod) and isinstance(left, str):
        return filled(left, right)
    if isinstance(node.op, ast.Div):
        return file_paths.divided(left, right) if PathValue in (type(left), type(right)) else UNKNOWN
    operation = OPERATIONS.get(type(node.op))
    return apply(operation, left, right) if operation else UNKNOWN


def _is_type(value: Value, other: Value) -> bool:
    """Whether a value is a class, a generic of one, or None beside one, for certain."""
    if value is None:
        return other is not None
    if isinstance(value, Dotted):
        module, _, name = value.path.rpartition(".")
        return module in TYPE_MODULES or (module == "builtins" and isinstance(getattr(builtins, name, None), type))
    return False


def _union(frame: Frame) -> Value:
    """`X | Y` of types, which came with Python 3.10."""
    version = frame.world.facts["sys.version_info"]
    if isinstance(version, tuple) and version < UNION_OF_TYPES:
        message = "unsupported operand type(s) for |: types are joined so from Python 3.10 on"
        raise Raised(Failure("TypeError", message, Cause(Defect.SYNTAX, frame.module, message)))
    return Dotted("typing.Union")


def _compare(frame: Frame, node: ast.Compare) -> Value:
    left = resolved(frame, evaluate(frame, node.left))
    verdict: Value = True
    for kind, operand in zip(node.ops, node.comparators, strict=True):
        right = resolved(frame, evaluate(frame, operand))
        outcome = compared(frame, kind, left, right)
        if outcome is False:
            return False
        verdict = UNKNOWN if outcome is UNKNOWN else verdict
        left = right
    return verdict


def _sequence(frame: Frame, node: ast.Tuple | ast.List | ast.Set) -> Value:
    items = [resolved(frame, evaluate(frame, item)) for item in node.elts]
    kind = {ast.List: Items, ast.Set: Unordered}.get(type(node), tuple)
    return UNKNOWN if any(isinstance(item, ast.Starred) for item in node.elts) else sequence(items, kind)


def _subscript(frame: Frame, node: ast.Subscript) -> Value:
    base = resolved(frame, evaluate(frame, node.value))
    if isinstance(node.slice, ast.Slice):
        return _sliced(base, [evaluate(frame, part) for part in (node.slice.lower, node.slice.upper, node.slice.step)])
    index = resolved(frame, evaluate(frame, node.slice))
    if _is_type(base, UNKNOWN):
        return base
    if base == Dotted("os.environ") and isinstance(index, str):
        return _variable(frame, index, node)
    if isinstance(base, Table):
        return dict(zip(base.keys, base.values, strict=True)).get(index, UNKNOWN) if is_constant(index) else UNKNOWN
    items = base.items if isinstance(base, Tuple) else base
    if isinstance(items, Unordered):
        return UNKNOWN
    if (isinstance(items, str) or is_plain(items)) and isinstance(index, int):
        return items[index] if -len(items) <= index < len(items) else UNKNOWN  # type: ignore[return-value]  # constants
    return UNKNOWN


def _variable(frame: Frame, name: str, node: ast.Subscript) -> Value:
    """`os.environ[name]` for reading: it is there, or the function's configuration decides."""
    if name not in frame.world.variables and isinstance(node.ctx, ast.Load):
        detail = f"the function's configuration must set {name}"
        cause = Cause(Defect.VARIABLE, name, detail)
        failure = Failure("KeyError", f"'{name}' ({detail})", cause, (frame.step(node.lineno),))
        frame.ledger.doubts.setdefault(cause, failure)
    return frame.world.variables.get(name, UNKNOWN)


def _sliced(base: Value, bounds: list[Value]) -> Value:
    if not isinstance(base, str) and not is_plain(base):
        return UNKNOWN
    lower, upper, step = (bound if isinstance(bound, int) else None for bound in bounds)
    if any(bound is not None and not isinstance(bound, int) for bound in bounds) or step == 0:
        return UNKNOWN
    return type(base)(base[lower:upper:step])


def _conditional(frame: Frame, node: ast.IfExp) -> Value:
    known = decide(frame, node.test)
    if known is not None:
        return evaluate(frame, node.body if known else node.orelse)
    left, right = evaluate_doubtfully(frame, node.body), evaluate_doubtfully(frame, node.orelse)
    return left if left == right else UNKNOWN


def _call(frame: Frame, node: ast.Call) -> Value:
    function = evaluate(frame, node.func)
    arguments, open_from = _arguments(frame, node.args)
    forget_what_may_change(frame, node)
    named = {word.arg or OPEN_NAMED: resolved(frame, evaluate(frame, word.value)) for word in node.keywords}
    if open_from is not None:
        named[OPEN_FROM] = open_from
    if is_dlopen(node.func, function):
        return open_by_cffi(frame, arguments, node.lineno)
    return call(frame, function, arguments, named, node.lineno)


def _arguments(frame: Frame, nodes: Sequence[ast.expr]) -> tuple[list[Value], int | None]:
    """The arguments of a call, and from which of them on nobody knows which is which."""
    values: list[Value] = []
    open_from = None
    for node in nodes:
        value = resolved(frame, evaluate(frame, node.value if isinstance(node, ast.Starred) else node))
        items = items_of(value) if isinstance(node, ast.Starred) else (value,)
        if items is None and open_from is None:
            open_from = len(values)
        values += (UNKNOWN,) if items is None else items
    return values, open_from


def forget_what_may_change(frame: Frame, node: ast.Call) -> None:
    """A list or dict whose method is called, or that is handed to anyone, holds who knows what afterwards."""
    handed = [each.value if isinstance(each, ast.Starred) else each for each in node.args]
    if isinstance(node.func, ast.Attribute) and node.func.attr not in READERS:
        handed.append(node.func.value)
    elif isinstance(node.func, ast.Name) and hasattr(builtins, node.func.id):
        handed = []
    forget(frame, handed)


def forget(frame: Frame, nodes: Iterable[ast.expr]) -> None:
    for each in nodes:
        if isinstance(each, ast.Name | ast.Subscript) and not any(
            isinstance(part, ast.Call) for part in ast.walk(each)
        ):
            forget_value(frame, evaluate(frame, each))


def forget_value(frame: Frame, value: Value) -> None:
    """What a list or dict holds is not known afterwards, whatever it is called and whoever holds it."""
    if type(value) in CHANGING:
        for names in _seen_names(frame):
            held = [name for name, other in names.items() if other is value or _holds(other, value)]
            names.update(dict.fromkeys(held, UNKNOWN))


def _holds(value: Value, part: Value) -> bool:
    items = value.items if isinstance(value, Tuple) else value.values if isinstance(value, Table) else value
    return isinstance(items, tuple) and any(item is part for item in items)


def _lambda(_: Frame, __: ast.expr) -> Value:
    return UNKNOWN


def _walrus(frame: Frame, node: ast.NamedExpr) -> Value:
    value = evaluate(frame, node.value)
    frame.bind(node.target.id, value)
    return value


HANDLERS: dict[type[ast.expr], Callable[[Frame, Any], Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.BoolOp: _bool_op,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.Tuple: _sequence,
    ast.List: _sequence,
    ast.Set: _sequence,
    ast.Subscript: _subscript,
    ast.IfExp: _conditional,
    ast.Call: _call,
    ast.Lambda: _lambda,
    Opaque: _lambda,
    ast.NamedExpr: _walrus,
}
