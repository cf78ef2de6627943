"""Carries out the statements of a body as far as they decide what is imported."""

from layerlint.environment.python.statements import bindings, displays, flow, guards, imports
from layerlint.environment.python.statements.execution import LoopEnded, Returned, execute

__all__ = ["LoopEnded", "Returned", "bindings", "displays", "execute", "flow", "guards", "imports"]
