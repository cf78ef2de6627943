"""Classes that code makes and calls as it is imported: which of their methods run.

A method is followed where the text leaves no doubt which one a name means: the class has it once, plainly, nobody
gives the name to anything else, and no class above has a say in how names are looked up.
"""

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from layerlint.environment.python.arguments import OPEN_FROM, Function, bound
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.values import (
    UNKNOWN,
    Bound,
    ClassValue,
    Dotted,
    FunctionValue,
    Instance,
    Super,
    Value,
)
from layerlint.facts.module_scope import bound_names, own_nodes

HARMLESS = frozenset({"abc.ABC", "typing.Generic", "typing.Protocol"})  # as bases: they look no names up in their way
LOOKING_UP = frozenset({"__getattribute__", "__getattr__", "__new__"})
KEEPING = frozenset({"dataclasses.dataclass", "functools.total_ordering", "typing.final"})  # as decorators of classes
PROPERTIES = frozenset({"property", "cached_property", "functools.cached_property"})
MOST_KEPT = 1_000  # answers; each keeps a tree
DEEPEST = 20  # classes above one another
Arguments = Sequence[Value]
Named = Mapping[str, Value]


def make(frame: Frame, made: ClassValue, arguments: Arguments, named: Named) -> Value:
    """Call a class. Raises Raised."""
    if any(_makes_otherwise(each) for each in _ancestry(made)):
        return UNKNOWN
    if (maker := _own(made, "__new__")) is not None:
        frame.world.call(FunctionValue(maker, made.module, made.scope), bound(maker, [made, *arguments], named), frame)
    if any("__new__" in _names(each.node) for each in _ancestry(made)):
        return UNKNOWN
    instance = Instance(made)
    starter = _own(made, "__init__")
    if starter is not None:
        call(frame, Bound(FunctionValue(starter, made.module, made.scope), instance, made), arguments, named)
        return instance
    is_plain = not made.node.decorator_list  # a dataclass starts its objects itself
    found = _method(frame, instance, made, "__init__" if is_plain else "__post_init__")
    if isinstance(found, Bound):
        call(frame, found, arguments if is_plain else (), named if is_plain else {})
    return instance


def call(frame: Frame, called: Bound | Instance, arguments: Arguments, named: Named) -> Value:
    """Call a method, or an object that has `__call__`. Raises Raised."""
    method = _method(frame, called, called.made, "__call__") if isinstance(called, Instance) else called
    if not isinstance(method, Bound):
        return UNKNOWN
    later = named.get(OPEN_FROM)
    shifted = {**named, OPEN_FROM: later + 1} if isinstance(later, int) else named
    parameters = bound(method.function.node, [method.owner, *arguments], shifted)
    return frame.world.call(method.function, parameters, frame, method)


def attribute(frame: Frame, owner: Instance | ClassValue | Super, name: str) -> Value:
    """What a name of an object or a class is worth: a method, or what a property gives. Raises Raised."""
    if isinstance(owner, Super):
        above = [parent for parent in owner.home.parents if isinstance(parent, ClassValue)]
        return _method(frame, owner.owner, above[0], name) if len(above) == len(owner.home.parents) == 1 else UNKNOWN
    return _method(frame, owner, owner.made if isinstance(owner, Instance) else owner, name)


def tell_parents(frame: Frame, parents: Sequence[Value]) -> None:
    """`__init_subclass__` of the class above a new one. Raises Raised."""
    above = parents[0] if len(parents) == 1 else None
    home = _home(above, "__init_subclass__") if isinstance(above, ClassValue) else None
    node = _own(home, "__init_subclass__") if home else None
    if home is not None and node is not None:
        frame.world.call(FunctionValue(node, home.module, home.scope), bound(node, (), {}), frame)


def is_instance(owner: Instance, kind: Value) -> bool | None:
    """Whether an object is of a class; None where that is not known."""
    return True if isinstance(kind, ClassValue) and kind in _ancestry(owner.made) else None


def super_of(frame: Frame, arguments: Arguments, _: Named, __: int) -> Value:
    """`super()`, in a method of a class that has one line of classes above it."""
    method = frame.method
    if method is None or arguments:
        return UNKNOWN
    kind = method.owner.made if isinstance(method.owner, Instance) else method.owner
    return Super(method.home, method.owner) if all(len(each.parents) <= 1 for each in _line(kind)) else UNKNOWN


def _method(frame: Frame, owner: Instance | ClassValue, start: ClassValue, name: str) -> Value:
    home = _home(start, name)
    if home is None or frame.world.is_patched(home.module, name):
        return UNKNOWN
    node = _own(home, name)
    if node is None:
        return UNKNOWN
    function = FunctionValue(node, home.module, home.scope)
    kinds = [ast.unparse(each) for each in node.decorator_list]
    if not kinds:
        return Bound(function, owner, home) if isinstance(owner, Instance) else function
    if kinds == ["staticmethod"]:
        return function
    if kinds == ["classmethod"]:
        return Bound(function, owner.made if isinstance(owner, Instance) else owner, home)
    if len(kinds) == 1 and kinds[0] in PROPERTIES and isinstance(owner, Instance):
        return call(frame, Bound(function, owner, home), (), {})
    return UNKNOWN


def _home(start: ClassValue, name: str) -> ClassValue | None:
    """The class from which a name comes; None where that is not sure."""
    for each in _line(start):
        if each.node.keywords or not each.kept or not _is_plain(each):
            return None
        if name in _names(each.node):
            return each
    return None


def _line(start: ClassValue) -> Iterator[ClassValue]:
    """A class and those above it, as long as there is one each."""
    current: Value = start
    for _ in range(DEEPEST):
        if not isinstance(current, ClassValue):
            return
        yield current
        current = current.parents[0] if len(current.parents) == 1 else None


def _is_plain(made: ClassValue) -> bool:
    """Whether looking a name up on what it makes is done in the usual way."""
    if not LOOKING_UP.isdisjoint(_names(made.node)):
        return False
    return all(isinstance(base, ClassValue) or _is_harmless(base) for base in made.parents)


def _ancestry(made: ClassValue) -> Iterator[ClassValue]:
    """A class and all classes of the stack above it."""
    seen = {made}
    pending = [made]
    while pending:
        each = pending.pop()
        yield each
        above = [parent for parent in each.parents if isinstance(parent, ClassValue) and parent not in seen]
        seen.update(above)
        pending += above


def _makes_otherwise(made: ClassValue) -> bool:
    """Whether a call of the class, or of one below it, may make something else than an object that it starts."""
    if made.node.keywords or not made.kept:
        return True
    return any(isinstance(parent, Dotted) and parent.path.startswith("enum.") for parent in made.parents)


def _is_harmless(base: Value) -> bool:
    if not isinstance(base, Dotted):
        return False
    module, _, name = base.path.rpartition(".")
    return base.path in HARMLESS or (module == "builtins" and isinstance(getattr(builtins, name, None), type))


def _own(made: ClassValue, name: str) -> Function | None:
    """The one definition of a method in a class's own body; None where there are several, or another thing."""
    found = [each for each in made.node.body if isinstance(each, Function) and each.name == name]
    return found[0] if len(found) == 1 and _names(made.node).count(name) == 1 else None


@lru_cache(maxsize=MOST_KEPT)
def _names(node: ast.ClassDef) -> tuple[str, ...]:
    """What the body binds or deletes, as often as it does."""
    parts = [part for statement in node.body for part in own_nodes(statement)]
    deleted = [part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Del)]
    return (*deleted, *(name for part in parts for name in bound_names(part)))
