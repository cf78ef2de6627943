"""Import hooks of a person's own, and modules that code makes itself: which names they may answer for."""

import ast

from layerlint.environment.python.makers import ADDS_FINDER
from layerlint.environment.python.shared import Shared
from layerlint.environment.tree import Place
from layerlint.pattern import pattern

#: how code learns names that its text does not spell
FROM_OUTSIDE = pattern(
    rb"\b(?:listdir|scandir|iterdir|i?glob|walk|iter_modules|namelist|infolist|open|loads?|read_\w+)\("
)
FINDERS = frozenset({"find_spec", "find_module"})
ASKING_ENDS = frozenset({"startswith", "endswith"})
ASKING = ast.In | ast.NotIn | ast.Eq | ast.NotEq
LEAVING = ast.Return | ast.Raise


def may_make(shared: Shared, place: Place, name: str) -> bool:
    """Whether such a source may make the module of a dotted name.

    A finder that looks names up in a table, as those do that make parts of their own package, answers for what its text
    spells; one that asks for a name's ends answers for what they go on to.
    """
    text, tree = place.read(), shared.parsed.tree(place)
    parts, top = _spelled(tree), name.partition(".")[0]
    if top in parts or (any(_is_end(part, top) for part in parts) and _asks_ends(tree)):
        return True
    return ADDS_FINDER.search(text) is not None and (FROM_OUTSIDE.search(text) is not None or not _is_confined(tree))


def _spelled(tree: object) -> frozenset[str]:
    """The first names in the texts of a module."""
    nodes = ast.walk(tree) if isinstance(tree, ast.Module) else ()
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return frozenset(text.strip(".").partition(".")[0] for text in texts)


def _is_end(part: str, name: str) -> bool:
    return bool(part) and (name.startswith(part) or name.endswith(part))


def _finders(tree: object) -> list[ast.FunctionDef]:
    nodes = ast.walk(tree) if isinstance(tree, ast.Module) else ()
    return [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name in FINDERS]


def _asks_ends(tree: object) -> bool:
    """Whether some finder of a module looks at how a name begins or ends."""
    nodes = (node for finder in _finders(tree) for node in ast.walk(finder))
    return any(isinstance(node, ast.Attribute) and node.attr in ASKING_ENDS for node in nodes)


def _is_confined(tree: object) -> bool:
    """Whether every finder of a module asks which name it is given before it answers."""
    finders = _finders(tree)
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
