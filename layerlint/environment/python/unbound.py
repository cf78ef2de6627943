"""Names that nothing has bound by the time a person's own code asks for them."""

import ast
from collections.abc import Sequence

from layerlint.environment.python.failure import Cause, Defect, Failure, Raised
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.values import Dotted, Value
from layerlint.facts.module_scope import bound_names, own_nodes


def expect_bound(frame: Frame, node: ast.Name) -> None:
    """Fail where a name is known to have no value, be it one that `+=` adds to. Raises Raised."""
    if frame.class_names is None or node.id in frame.class_names:
        return
    line = node.lineno if isinstance(node.ctx, ast.Load) else node.lineno - 1
    if frame.world.is_unbound(frame.module, node.id, None if frame.depth else line):
        message = f"name '{node.id}' is not defined"
        cause = Cause(Defect.UNBOUND, frame.module, message)
        raise Raised(Failure("NameError", message, cause, (frame.step(node.lineno),)))


def names_within(frame: Frame, node: ast.ClassDef, bases: Sequence[Value]) -> frozenset[str] | None:
    """What a class's body may bind, and those around it; None where its metaclass may bring names along."""
    is_plain = not node.keywords and all(isinstance(base, Dotted) for base in bases)
    if frame.class_names is None or not is_plain:
        return None
    own = (name for statement in node.body for part in own_nodes(statement) for name in bound_names(part))
    return frame.class_names.union(own)
