"""Assignments, definitions and deletions: what a body binds."""

import ast
import builtins
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from layerlint.environment.python import instances
from layerlint.environment.python.arguments import bound
from layerlint.environment.python.calls import builtin_names
from layerlint.environment.python.comparisons import BIG
from layerlint.environment.python.expressions import evaluate, forget, forget_value, resolved
from layerlint.environment.python.failure import Cause, Defect, Failure, Raised
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.library_calls import refused_base
from layerlint.environment.python.statements.execution import execute, handles
from layerlint.environment.python.unbound import expect_bound, names_within
from layerlint.environment.python.values import (
    UNKNOWN,
    Bound,
    ClassValue,
    Dotted,
    FunctionValue,
    Instance,
    Items,
    Tuple,
    Value,
    is_plain,
)
from layerlint.facts.python_source import type_parameters

AT_MODULE_LEVEL = (Dotted("builtins.locals"), Dotted("builtins.vars"))  # they give the same there
KEEPING = frozenset(map(Dotted, instances.KEEPING))
CACHES = frozenset({"functools.lru_cache", "functools.cache", "functools.wraps"})


@handles(ast.Assign)
def _assign(frame: Frame, node: ast.Assign) -> None:
    value = evaluate(frame, node.value)
    if isinstance(node.value, ast.Attribute):
        forget(frame, [node.value.value])  # a method of a list, to be called later
    for target in node.targets:
        bind_target(frame, target, value)


@handles(ast.AnnAssign)
def _annotated(frame: Frame, node: ast.AnnAssign) -> None:
    if not frame.depth:  # a module's or a class's; in functions they are not evaluated
        _annotation(frame, node.annotation)
    if node.value is not None:
        bind_target(frame, node.target, evaluate(frame, node.value))


@handles(ast.AugAssign)
def _augmented(frame: Frame, node: ast.AugAssign) -> None:
    added = resolved(frame, evaluate(frame, node.value))
    before = _before(frame, node.target)
    forget_value(frame, before)
    bind_target(frame, node.target, _longer(before, added) if isinstance(node.op, ast.Add) else UNKNOWN)


def _before(frame: Frame, target: ast.expr) -> Value:
    if not isinstance(target, ast.Name):
        return UNKNOWN
    names = frame.names()
    if target.id not in names:
        expect_bound(frame, target)
    return names.get(target.id, UNKNOWN)


def _longer(before: Value, added: Value) -> Value:
    """What `+=` makes of a list."""
    if not isinstance(before, Items) or not is_plain(added) or len(before) + len(added) > BIG:
        return UNKNOWN
    return Items((*before, *added))


def bind_target(frame: Frame, target: ast.expr | None, value: Value) -> None:
    if isinstance(target, ast.Name):
        frame.bind(target.id, value)
    elif isinstance(target, ast.Starred):
        bind_target(frame, target.value, UNKNOWN)
    elif isinstance(target, ast.Tuple | ast.List):
        parts = _parts(resolved(frame, value), len(target.elts))
        for item, part in zip(target.elts, parts, strict=True):
            bind_target(frame, item, part)
    elif isinstance(target, ast.Subscript | ast.Attribute):
        _set_part(frame, target, value)


def _set_part(frame: Frame, target: ast.Subscript | ast.Attribute, value: Value) -> None:
    """What code puts in the place of the library's own, or into the environment, is not known afterwards."""
    owner = resolved(frame, evaluate(frame, target.value))
    if isinstance(target, ast.Subscript) and _is_globals(frame, target.value):
        name = resolved(frame, evaluate(frame, target.slice))
        frame.values.update({name: value} if isinstance(name, str) else {})
    forget(frame, [target.value])
    if isinstance(owner, Dotted) and isinstance(target, ast.Attribute):
        frame.world.replaced.add(f"{owner.path}.{target.attr}")
    elif owner == Dotted("os.environ") and isinstance(target, ast.Subscript):
        name = resolved(frame, evaluate(frame, target.slice))
        if isinstance(name, str):
            frame.world.variables[name] = UNKNOWN


def _is_globals(frame: Frame, node: ast.expr) -> bool:
    if not isinstance(node, ast.Call) or node.args:
        return False
    function = evaluate(frame, node.func)
    return function == Dotted("builtins.globals") or (frame.local is None and function in AT_MODULE_LEVEL)


def _parts(value: Value, count: int) -> Sequence[Value]:
    items = value.items if isinstance(value, Tuple) else value
    if is_plain(items) and len(items) == count:
        return items  # type: ignore[return-value]  # constants
    return [UNKNOWN] * count


@handles(ast.Expr)
def _expression(frame: Frame, node: ast.Expr) -> None:
    if isinstance(node.value, ast.Name) and _is_unbound(frame, node.value.id):
        message = f"name '{node.value.id}' is not defined"
        raise Raised(Failure("NameError", message, Cause(Defect.RAISED, frame.module, message)))
    evaluate(frame, node.value)


def _is_unbound(frame: Frame, name: str) -> bool:
    """A bare name as a statement is there to ask whether it exists."""
    return (
        frame.ledger.complete
        and name not in frame.values
        and name not in (frame.local or ())
        and not hasattr(builtins, name)
    )


@handles(ast.FunctionDef, ast.AsyncFunctionDef)
def _function(frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    decorators = [resolved(frame, evaluate(frame, decorator)) for decorator in node.decorator_list]
    for default in (*node.args.defaults, *node.args.kw_defaults):
        evaluate(frame, default)
    with _type_scope(frame, node):
        for annotation in (*_annotations(node.args), node.returns):
            _annotation(frame, annotation)
    for value in decorators:
        _decorate(frame, value)
    plain = all(isinstance(value, Dotted) and value.path in CACHES for value in decorators)
    frame.bind(node.name, FunctionValue(node, frame.module, frame.scope) if plain else UNKNOWN)


def _decorate(frame: Frame, decorator: Value) -> None:
    if isinstance(decorator, FunctionValue):
        frame.world.call(decorator, bound(decorator.node, (UNKNOWN,), {}), frame)
    elif isinstance(decorator, ClassValue):
        instances.make(frame, decorator, (UNKNOWN,), {})
    elif isinstance(decorator, Instance | Bound):
        instances.call(frame, decorator, (UNKNOWN,), {})


def _annotations(arguments: ast.arguments) -> list[ast.expr | None]:
    several = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return [argument.annotation for argument in (*several, arguments.vararg, arguments.kwarg) if argument]


def _annotation(frame: Frame, node: ast.expr | None) -> None:
    """An annotation runs where it is evaluated at once; it can fail only in code that is not meant for this Python."""
    if node is not None and frame.world.evaluates_annotations(frame.module):
        evaluate(frame, node)


@handles(ast.ClassDef)
def _class(frame: Frame, node: ast.ClassDef) -> None:
    heads = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    kept = all(resolved(frame, evaluate(frame, head)) in KEEPING for head in heads)
    for decorator in node.decorator_list:
        _decorate(frame, resolved(frame, evaluate(frame, decorator)))
    with _type_scope(frame, node):
        bases = [resolved(frame, evaluate(frame, base)) for base in node.bases]
        for keyword in node.keywords:
            evaluate(frame, keyword.value)
    _hold_to_bases(frame, node, bases)
    outer = frame.local, frame.class_names
    frame.local, frame.class_names = dict.fromkeys(type_parameters(node), UNKNOWN), names_within(frame, node, bases)
    try:
        execute(frame, node.body)
    finally:
        frame.local, frame.class_names = outer
    frame.bind(node.name, ClassValue(node, frame.module, builtin_names(bases), tuple(bases), frame.scope, kept))
    instances.tell_parents(frame, bases)


def _hold_to_bases(frame: Frame, node: ast.ClassDef, bases: Sequence[Value]) -> None:
    """Fail where a base is a class of the library that takes no subclass here. Raises Raised."""
    version = frame.world.facts["sys.version_info"]
    keywords = [keyword.arg for keyword in node.keywords]
    for base in bases:
        if isinstance(base, Dotted) and isinstance(version, tuple):
            refused = refused_base(base.path, keywords, version[:2])  # type: ignore[arg-type]  # two numbers first
            if refused is not None:
                cause = Cause(Defect.RAISED, frame.module, refused.message)
                raise Raised(Failure(refused.exception, refused.message, cause, (frame.step(node.lineno),)))


@contextmanager
def _type_scope(frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[None]:
    """`def f[T]` and `class C[T]` evaluate their head where T is a name."""
    names = type_parameters(node)
    outer = frame.local
    if names:
        frame.local = {**(outer or {}), **dict.fromkeys(names, UNKNOWN)}
    try:
        yield
    finally:
        frame.local = outer


@handles(ast.Delete)
def _delete(frame: Frame, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            frame.unbind(target.id)


@handles(ast.Global)
def _global(frame: Frame, node: ast.Global) -> None:
    if frame.local is not None:
        frame.globals_named.update(node.names)
