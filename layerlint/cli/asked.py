"""The one stack that a command asks about, from the words and options that `imports` and `which` share."""

import argparse
from typing import NamedTuple

from layerlint.cli.errors import UsageError, complain
from layerlint.inputs.stacks import Declared, lone_stacks, one_stack
from layerlint.stack import Role, Stack


class Asked(NamedTuple):
    stack: Stack | None  #: None after a complaint about an input
    words: tuple[str, ...]  #: the positional words that name no input


def asked_stack(given: argparse.Namespace, example: str) -> Asked:
    """The stack of --layer and --function, or else the archive that the first word names. Raises UsageError."""
    declared = Declared(
        role=Role(given.kind) if given.kind else None,
        runtimes=tuple(given.runtimes),
        architectures=tuple(given.architectures),
        handler=given.handler,
    )
    words = tuple(given.words)
    if given.layers or given.function is not None:
        opened = one_stack(given.layers, given.function, declared)
    elif words:
        opened, words = lone_stacks(words[:1], declared), words[1:]
    else:
        raise UsageError(f"nothing to ask; name an archive: {example}")
    for problem in opened.problems:
        complain(problem)
    return Asked(opened.stacks[0] if opened.stacks else None, words)
