"""A stack mounted for a target."""

from datetime import date
from functools import cached_property

from layerlint.environment.python.model import PythonModel, PythonShared
from layerlint.environment.tree import Tree
from layerlint.platform.records import Platform, Target
from layerlint.stack import Stack


class View:
    """What all targets of one stack share: the merged trees and everything parsed from them."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.opt = Tree("/opt", stack.layers)
        self.task = Tree("/var/task", [stack.function] if stack.function else [])

    @cached_property
    def python(self) -> PythonShared:
        return PythonShared(self.stack, self.opt, self.task)


class Environment:
    """One view and one target; answers what the code would find there."""

    def __init__(self, view: View, target: Target, platform: Platform, as_of: date) -> None:
        self.view = view
        self.stack = view.stack
        self.target = target
        self.platform = platform
        self.as_of = as_of

    @property
    def language(self) -> str:
        return self.target.runtime.language

    @property
    def complete(self) -> bool:
        """Whether nothing else can join: the function and all of its layers are here."""
        return self.stack.function is not None

    @cached_property
    def python(self) -> PythonModel | None:
        """The Python import model; None on runtimes of other languages."""
        facts = self.target.runtime.python
        return None if facts is None else PythonModel(self.view.python, self.target, facts)
