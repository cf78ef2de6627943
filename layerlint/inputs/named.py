"""What paths name: archives, each by itself, and project files with all that they declare.

A folder with a project file in it and nothing that a layer or a function package would have is the project.
"""

from collections.abc import Sequence

from layerlint.inputs.mount import BARE
from layerlint.inputs.stacks import Declared, Opened, lone_stacks, together
from layerlint.project.recognize import is_project


def named_stacks(paths: Sequence[str], declared: Declared) -> Opened:
    """The stacks of all paths; what cannot be opened or read leaves the others alone."""
    return together([_of_path(path, declared) for path in dict.fromkeys(paths)])


def _of_path(path: str, declared: Declared) -> Opened:
    if is_project(path):
        from layerlint.inputs.project_stacks import named_project  # noqa: PLC0415  # an archive needs none of it

        return named_project(path, declared)
    opened = lone_stacks([path], declared)
    if declared.role is not None or not _is_bare(opened):
        return opened
    from layerlint.inputs.here import project_files, unmade  # noqa: PLC0415  # as above

    if files := project_files(path):
        return named_stacks([f"{path.rstrip('/')}/{name}" for name in files], declared)
    hint = unmade(path)
    return Opened(stacks=(), problems=(f"{path}: nothing to check; {hint}",)) if hint else opened


def _is_bare(opened: Opened) -> bool:
    """Whether a path leads to something that is neither like a layer nor like a function package."""
    return any(mount.inferred == BARE for stack in opened.stacks for mount in stack.mounts)
