"""What paths name: archives, each by itself, and project files with all that they declare.

A folder with a project file in it and nothing that a layer or a function package would have is the project.
"""

from collections.abc import Sequence

from layerlint.inputs.here import project_files, unmade
from layerlint.inputs.kind import BARE
from layerlint.inputs.stacks import Declared, Opened, lone_stacks, together
from layerlint.project.recognize import is_project
from layerlint.project.records import Project, ProjectError

PLAN = "a plan has it all: terraform plan -out plan && terraform show -json plan > plan.json"


def named_stacks(paths: Sequence[str], declared: Declared) -> Opened:
    """The stacks of all paths; what cannot be opened or read leaves the others alone."""
    return together([_of_path(path, declared) for path in dict.fromkeys(paths)])


def read_named(path: str) -> Project | None:
    """The project at `path`; None where it names an archive. Raises ProjectError."""
    if not is_project(path):
        return None
    from pathlib import Path  # noqa: PLC0415  # an archive needs none of it

    from layerlint.project.recognize import read_project  # noqa: PLC0415  # as above

    return read_project(Path(path), path)


def _of_path(path: str, declared: Declared) -> Opened:
    try:
        project = read_named(path)
    except ProjectError as problem:
        return Opened(stacks=(), problems=(str(problem),))
    if project is not None:
        return opened_project(project, declared)
    opened = lone_stacks([path], declared)
    if declared.role is not None or not _is_bare(opened):
        return opened
    if files := project_files(path):
        return named_stacks([f"{path.rstrip('/')}/{name}" for name in files], declared)
    hint = unmade(path)
    return Opened(stacks=(), problems=(f"{path}: nothing to check; {hint}",)) if hint else opened


def _is_bare(opened: Opened) -> bool:
    """Whether a path leads to something that is neither like a layer nor like a function package."""
    return any(mount.inferred == BARE for stack in opened.stacks for mount in stack.mounts)


def opened_project(project: Project, declared: Declared) -> Opened:
    """The stacks of a project, with a problem where it leads to nothing that could be judged."""
    from layerlint.inputs.project_stacks import project_stacks  # noqa: PLC0415  # as above

    opened = project_stacks(project, declared)
    if opened.problems or any(next(stack.mounts, None) for stack in opened.stacks):
        return opened
    return opened._replace(problems=(f"{project.file}: {_nothing(project)}",))


def _nothing(project: Project) -> str:
    """Why there is nothing to judge, and what to do."""
    unbuilt = {resource.source.unbuilt for resource in project.contents} - {""}
    if unbuilt:
        return f"nothing in it is built yet; run {min(unbuilt)} first"
    if project.contents:
        return "what it declares is not on this machine: there is nothing to judge"
    if project.images:
        return "its functions are container images, which have no layers"
    if project.modules:
        return f"what it declares stands in other modules ({', '.join(project.modules)}); {PLAN}"
    return f"{project.kind} that declares no layer and no function"
