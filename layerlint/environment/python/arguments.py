"""Which parameter of a function stands for which value."""

import ast
from collections.abc import Mapping, Sequence

from layerlint.environment.python.values import UNKNOWN, Value, sequence

OPEN_FROM = "*"  # beside keyword arguments: the number of the positional one that stands for nobody knows how many
OPEN_NAMED = "**"  # beside them: there are others whose names nobody knows
Function = ast.FunctionDef | ast.AsyncFunctionDef


def bound(node: Function, arguments: Sequence[Value], named: Mapping[str, Value]) -> dict[str, Value]:
    """Parameters to values: arguments, then constant defaults, then unknown."""
    parameters = [*node.args.posonlyargs, *node.args.args]
    defaults = dict(zip(reversed(parameters), reversed(node.args.defaults), strict=False))
    defaults.update(
        (name, value) for name, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if value
    )
    open_from = named.get(OPEN_FROM)
    known = arguments[:open_from] if isinstance(open_from, int) else arguments
    found = {each.arg: _default(defaults.get(each)) for each in (*parameters, *node.args.kwonlyargs)}
    if isinstance(open_from, int):
        found.update(dict.fromkeys((each.arg for each in parameters), UNKNOWN))
    if OPEN_NAMED in named:
        found = dict.fromkeys(found, UNKNOWN)
    found.update({parameter.arg: value for parameter, value in zip(parameters, known, strict=False)})
    found.update({name: value for name, value in named.items() if name in found})
    if node.args.vararg is not None:
        rest = UNKNOWN if isinstance(open_from, int) else sequence(arguments[len(parameters) :])
        found[node.args.vararg.arg] = rest
    if node.args.kwarg is not None:
        found[node.args.kwarg.arg] = UNKNOWN
    return found


def _default(node: ast.expr | None) -> Value:
    return node.value if isinstance(node, ast.Constant) and node.value is not Ellipsis else UNKNOWN
