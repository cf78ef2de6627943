"""The stacks of a command line: each path by itself, or one stack of layers and a function."""

from collections.abc import Sequence

from layerlint.archive.open import InputError
from layerlint.hints import TYPE_CHECKING
from layerlint.inputs.mount import open_mount
from layerlint.named_tuple import NamedTuple
from layerlint.stack import Mount, Role, Stack

if TYPE_CHECKING:
    from layerlint.project.records import Project


class Declared(NamedTuple):
    """What is said about every stack of a run."""

    role: Role | None = None
    runtimes: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    handler: str | None = None


class Opened(NamedTuple):
    stacks: tuple[Stack, ...]
    problems: tuple[str, ...]  #: one line for each input that could not be opened
    projects: "tuple[Project, ...]" = ()  #: the project files among the inputs


def together(opened: Sequence[Opened]) -> Opened:
    """Several as one."""
    return Opened(
        stacks=tuple(stack for each in opened for stack in each.stacks),
        problems=tuple(problem for each in opened for problem in each.problems),
        projects=tuple(project for each in opened for project in each.projects),
    )


def lone_stacks(paths: Sequence[str], declared: Declared) -> Opened:
    """One stack for each path; a path that cannot be opened leaves the others alone."""
    stacks: list[Stack] = []
    problems: list[str] = []
    for path in dict.fromkeys(paths):
        try:
            stacks.append(_together([open_mount(path, declared.role)], declared))
        except InputError as problem:
            problems.append(str(problem))
    return Opened(stacks=tuple(stacks), problems=tuple(problems))


def one_stack(layers: Sequence[str], function: str | None, declared: Declared) -> Opened:
    """Layers in order under at most one function; nothing is judged where a part of it cannot be opened."""
    mounts: list[Mount] = []
    problems: list[str] = []
    named = [(path, Role.LAYER) for path in layers] + ([(function, Role.FUNCTION)] if function is not None else [])
    for path, role in named:
        try:
            mounts.append(open_mount(path, role))
        except InputError as problem:
            problems.append(str(problem))
    if problems:
        return Opened(stacks=(), problems=tuple(problems))
    return Opened(stacks=(_together(mounts, declared),), problems=())


def _together(mounts: Sequence[Mount], declared: Declared) -> Stack:
    function = next((mount for mount in mounts if mount.role is Role.FUNCTION), None)
    return Stack(
        layers=tuple(mount for mount in mounts if mount.role is Role.LAYER),
        function=function,
        handler=declared.handler if function else None,
        runtimes=declared.runtimes,
        architectures=declared.architectures,
    )
