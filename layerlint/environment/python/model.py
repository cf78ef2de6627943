"""The Python side of an environment: the questions that rules and commands ask."""

from typing import NamedTuple

from layerlint.environment.tree import Tree
from layerlint.platform.records import PythonFacts, Target
from layerlint.stack import Stack


class ModuleVerdict(NamedTuple):
    """What `import name` does on the target, everything that it imports in turn included."""

    name: str
    loads: bool | None  #: None: the model cannot know
    file: str | None  #: absolute path on Lambda of the file found
    reason: str  #: why it fails, or why it cannot be known; "" when it loads
    chain: tuple[str, ...]  #: the imports that lead from the module to what is broken


class PythonShared:
    """What all Python targets of one stack share."""

    def __init__(self, stack: Stack, opt: Tree, task: Tree) -> None:
        self.stack = stack
        self.opt = opt
        self.task = task


class PythonModel:
    def __init__(self, shared: PythonShared, target: Target, facts: PythonFacts) -> None:
        self.shared = shared
        self.target = target
        self.facts = facts

    def top_level(self) -> tuple[str, ...]:
        """The top-level modules that the stack brings, whether they can be imported or not; sorted."""
        return ()

    def verdict(self, name: str) -> ModuleVerdict:
        """What importing a dotted module does."""
        return ModuleVerdict(name, True, None, "", ())
