"""Import statements."""

import ast

from layerlint.environment.python.failure import Cause, Defect, Failure, Raised, Step
from layerlint.environment.python.frame import Frame
from layerlint.environment.python.statements.execution import handles
from layerlint.environment.python.values import (
    UNKNOWN,
    Dotted,
    Lazy,
    ModuleValue,
    Value,
)


@handles(ast.Import)
def _import(frame: Frame, node: ast.Import) -> None:
    for alias in node.names:
        if not getattr(node, "is_lazy", False):
            frame.world.import_module(alias.name, frame, node.lineno)
        bound = alias.name if alias.asname else alias.name.partition(".")[0]
        frame.bind(alias.asname or bound, module_value(frame, bound))


def module_value(frame: Frame, name: str) -> Value:
    return Dotted(name) if frame.world.is_runtime(name) else ModuleValue(name)


@handles(ast.ImportFrom)
def _import_from(frame: Frame, node: ast.ImportFrom) -> None:
    module = absolute(frame, node)
    if module is None:
        raise Raised(_above_the_top(frame, node.lineno))
    if getattr(node, "is_lazy", False):
        return
    frame.world.import_module(module, frame, node.lineno)
    for alias in node.names:
        if alias.name == "*":
            _star(frame, module)
        else:
            _from_name(frame, module, alias, node.lineno)


def _above_the_top(frame: Frame, line: int) -> Failure:
    where = "beyond top-level package" if frame.package else "with no known parent package"
    message = f"attempted relative import {where}"
    cause = Cause(Defect.RELATIVE, frame.module, message)
    return Failure("ImportError", message, cause, (Step(frame.module, f"{frame.place}:{line}"),))


def absolute(frame: Frame, node: ast.ImportFrom) -> str | None:
    """The dotted name that a from-import starts at; None where it climbs over the top."""
    if not node.level:
        return node.module or ""
    parts = frame.package.split(".") if frame.package else []
    if node.level > len(parts):
        return None
    return ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])


def _from_name(frame: Frame, module: str, alias: ast.alias, line: int) -> None:
    name, bound = alias.name, alias.asname or alias.name
    if frame.world.is_runtime(module):
        if frame.world.is_in_part(f"{module}.{name}"):
            frame.world.import_module(f"{module}.{name}", frame, line)
        frame.bind(bound, _runtime_name(frame, module, name))
        return
    value = frame.world.member(module, name)
    if value is UNKNOWN and not frame.world.binds(module, name):
        if frame.world.exists(f"{module}.{name}"):
            frame.world.import_module(f"{module}.{name}", frame, line)
            value = ModuleValue(f"{module}.{name}")
        elif (made := _made_on_demand(frame, module, name, line)) is not None:
            value = made
        elif frame.world.is_broken(f"{module}.{name}") or frame.world.lacks(module, name, frame.module):
            frame.world.refuse_name(module, name, frame.step(line))
    frame.bind(bound, Lazy(module, name) if value is UNKNOWN else value)


def _made_on_demand(frame: Frame, module: str, name: str, line: int) -> Value:
    try:
        return frame.world.made_on_demand(module, name, frame)
    except Raised as raised:
        if raised.failure.exception != "AttributeError":
            raise
        message = f"cannot import name '{name}' from '{module}'"
        steps = raised.failure.steps or (frame.step(line),)
        raise Raised(raised.failure._replace(exception="ImportError", message=message, steps=steps)) from None


def _runtime_name(frame: Frame, module: str, name: str) -> Value:
    path = f"{module}.{name}"
    if path in frame.world.facts:
        return frame.world.facts[path]
    if frame.world.lacks(module, name, frame.module):
        message = f"cannot import name '{name}' from '{module}'"
        raise Raised(Failure("ImportError", message, Cause(Defect.NAME, path, message)))
    return Dotted(path)


def _star(frame: Frame, module: str) -> None:
    names = frame.world.star(module, frame)
    if names is None:
        frame.lose_sight()
    else:
        for name, value in names.items():
            frame.bind(name, value)
