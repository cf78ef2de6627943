"""What the compiler refuses of a source that parses, as `return` outside of a function."""

import ast

from layerlint.facts.python_source.opaque import Opaque
from layerlint.facts.python_source.quiet import quietly

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp)


def compile_fault(tree: ast.Module, path: str) -> str | None:
    """One clause, with the line; None where the compiler takes it, or the tree is too deep for this Python."""
    try:
        quietly(lambda: compile(_compilable(tree), path, "exec", dont_inherit=True))
    except SyntaxError as error:
        return f"line {error.lineno or 1}: {error.msg}"
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _compilable(tree: ast.Module) -> ast.Module:
    """The tree, or a copy that has what the compiler knows in the place of what only newer ones do."""
    if not any(_is_newer(node) for node in ast.walk(tree)):
        return tree
    import copy  # noqa: PLC0415  # hardly any source comes here

    changed = copy.deepcopy(tree)
    for node in ast.walk(changed):
        if isinstance(node, _COMPREHENSIONS) and isinstance(node.elt, ast.Starred):
            node.elt = node.elt.value
        for name, value in ast.iter_fields(node):
            if isinstance(value, Opaque):
                setattr(node, name, _tuple(value))
            elif isinstance(value, list):
                value[:] = [_tuple(item) if isinstance(item, Opaque) else item for item in value]
    return changed


def _is_newer(node: ast.AST) -> bool:
    return isinstance(node, Opaque) or (isinstance(node, _COMPREHENSIONS) and isinstance(node.elt, ast.Starred))


def _tuple(node: Opaque) -> ast.expr:
    return ast.copy_location(ast.Tuple(elts=node.parts, ctx=ast.Load()), node)
