"""Import hooks of a person's own: which names they may answer for."""

import ast
import re
from collections.abc import Iterable, Sequence

from layerlint.environment.python.shared import Shared
from layerlint.environment.tree import Place
from layerlint.pattern import pattern

ADDED = pattern(rb"\bsys\.meta_path\s*(?:\.(?:append|insert|extend)\b|(?:\[[^\]\n]*\]\s*)?\+?=(?!=))")
FINDERS = frozenset({"find_spec", "find_module"})
ASKING = ast.In | ast.NotIn | ast.Eq | ast.NotEq
LEAVING = ast.Return | ast.Raise


def hooks(places: Iterable[Place]) -> Sequence[Place]:
    """The sources that add a finder."""
    return [place for place in places if ADDED.search(place.read())]


def may_make(shared: Shared, place: Place, name: str) -> bool:
    """Whether the finder of such a source may answer for a dotted name.

    One that looks names up in a table, as those do that make parts of their own package, answers for what its text
    spells.
    """
    top = re.escape(name.partition(".")[0].encode())
    return re.search(rb"[\"']%b[\"'.]" % top, place.read()) is not None or not _is_confined(shared.tree(place))


def _is_confined(tree: object) -> bool:
    """Whether every finder of a module asks which name it is given before it answers."""
    if not isinstance(tree, ast.Module):
        return False
    finders = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in FINDERS]
    return bool(finders) and all(len(each.args.args) > 1 and _asks_first(each) for each in finders)


def _asks_first(finder: ast.FunctionDef) -> bool:
    name = finder.args.args[1].arg
    for statement in finder.body:
        meant = _asks(statement.test, name) if isinstance(statement, ast.If) else None
        if not isinstance(statement, ast.If) or meant is None:
            if _answers(statement):
                return False
            continue
        if any(map(_answers, statement.orelse if meant else statement.body)):
            return False
        if not meant and isinstance(statement.body[-1], LEAVING):
            return True
    return True


def _asks(test: ast.expr, name: str) -> bool | None:
    """Whether a condition holds for names that are asked for alone (True), or for all the others (False)."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            asked = _asks(inner, name)
            return None if asked is None else not asked
        case ast.BoolOp(op=operation, values=values):
            wanted = isinstance(operation, ast.And)
            return wanted if any(_asks(value, name) is wanted for value in values) else None
        case ast.Compare(left=ast.Name(id=subject), ops=[kind]) if subject == name and isinstance(kind, ASKING):
            return isinstance(kind, ast.In | ast.Eq)
        case ast.Call(func=ast.Attribute(attr="startswith", value=ast.Name(id=subject))) if subject == name:
            return True
    return None


def _answers(statement: ast.AST) -> bool:
    """Whether a statement returns anything but None."""
    returns = (node.value for node in ast.walk(statement) if isinstance(node, ast.Return))
    return any(value is not None and not (isinstance(value, ast.Constant) and value.value is None) for value in returns)
