"""The one stack that a command asks about, from the words and options that `imports`, `links` and `which` share."""

import os
from pathlib import Path
from types import SimpleNamespace

from layerlint.cli import options
from layerlint.cli.errors import UsageError, complain
from layerlint.cli.settings import platform_file
from layerlint.config.find import load_config
from layerlint.inputs.named import named_stacks
from layerlint.inputs.stacks import Declared, Opened, one_stack
from layerlint.named_tuple import NamedTuple
from layerlint.platform.load import load_platform
from layerlint.platform.records import Day, Platform
from layerlint.project.recognize import is_project
from layerlint.stack import Role, Stack


class Asked(NamedTuple):
    stack: Stack | None  #: None after a complaint about an input
    words: tuple[str, ...]  #: the positional words that name no input


def asked_stack(given: SimpleNamespace, example: str) -> Asked:
    """The stack of --layer and --function, of a project's function, or else the archive that the first word names.

    Raises UsageError.
    """
    declared = Declared(
        role=Role(given.kind) if given.kind else None,
        runtimes=tuple(vars(given).get("runtimes", ())),
        architectures=tuple(vars(given).get("architectures", ())),
        handler=given.handler,
    )
    words = tuple(given.words)
    if given.layers or given.function is not None:
        opened = one_stack(given.layers, given.function, declared)
    elif words and (given.function_name is None or is_project(Path(words[0]))):
        opened, words = named_stacks(words[:1], declared), words[1:]
    elif given.function_name is not None:
        opened = _here(given, declared)
    else:
        raise UsageError(f"nothing to ask; name an archive: {example}")
    for problem in opened.problems:
        complain(problem)
    return Asked(_chosen(opened, given.function_name), words)


def asked_on_targets(given: SimpleNamespace, example: str) -> tuple[Asked, Platform, Day]:
    """As `asked_stack`, with the platform and the day to judge for.

    The configuration's targets are asked where the words name none. Raises UsageError.
    """
    config = load_config(given.config, os.getcwd())
    given.runtimes = given.runtimes or config.runtimes
    given.architectures = options.architectures(given.architectures or config.architectures)
    asked = asked_stack(given, example)
    return asked, load_platform(platform_file(given.platform, config)), options.day_of_run(given.as_of)


def _here(given: SimpleNamespace, declared: Declared) -> Opened:
    from layerlint.cli.here import stacks_here  # noqa: PLC0415  # only where a function is asked for by its name

    return stacks_here(load_config(vars(given).get("config"), Path.cwd()), declared)


def _chosen(opened: Opened, name: str | None) -> Stack | None:
    """The stack itself, or the one of the function that is named. Raises UsageError."""
    if not opened.projects:
        if name is not None and opened.stacks:
            raise UsageError("--function-name names a function of a project file; an archive has none")
        return opened.stacks[0] if opened.stacks else None
    stacks = {stack.origin.name: stack for stack in opened.stacks if stack.origin is not None}
    functions = [each.name for project in opened.projects for each in project.functions if each.name in stacks]
    if name is None and len(functions) == 1:
        return stacks[functions[0]]
    if name in functions:
        return stacks[str(name)]
    if opened.problems:
        return None
    listed = ", ".join(functions) or "none that could be opened"
    asked = f"no function {name!a}" if name is not None else "--function-name NAME says which function"
    raise UsageError(f"{asked}; {opened.projects[0].file} has {listed}")
