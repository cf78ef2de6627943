"""The program that is the runtime: bootstrap of a function or layer, or the handler of go1.x."""

from collections.abc import Iterator

from layerlint.environment.disk import Disk
from layerlint.environment.environment import Environment
from layerlint.environment.tree import Place, Tree

BOOTSTRAP = "bootstrap"
MOST_SHOWN = 20


def entrypoint(env: Environment) -> Place | None:
    """The file that Lambda starts in place of a managed runtime; None where it finds none, or runs a managed one."""
    return next((place for path in wanted(env) if (place := at(env, path))), None)


def wanted(env: Environment) -> tuple[str, ...]:
    """Where the target looks for its entry point, absolute, in order."""
    if env.language == "provided":
        return env.platform.search.entrypoints
    if env.language == "go" and env.stack.handler:
        return (f"{env.view.task.root}/{env.stack.handler}",)
    return ()


def at(env: Environment, path: str) -> Place | None:
    """The file at an absolute path; links are followed, from one mount point into the other too."""
    return Disk((env.view.opt, env.view.task)).place(path)


def tree_of(env: Environment, path: str) -> Tree | None:
    trees = (env.view.opt, env.view.task)
    return next((tree for tree in trees if tree.mounts and path.startswith(f"{tree.root}/")), None)


def near(env: Environment) -> Iterator[Place]:
    """Files that may be meant: called bootstrap but for case, suffix or folder; nearest to the root first."""
    found = [
        (path.count("/"), path, tree)
        for tree in (env.view.task, env.view.opt)
        for path in tree.files
        if path.rpartition("/")[2].partition(".")[0].lower() == BOOTSTRAP
    ]
    for _, path, tree in sorted(found, key=lambda each: each[:2])[:MOST_SHOWN]:
        place = tree.file(path)
        if place is not None:
            yield place


def lone_program(env: Environment) -> Place | None:
    """The only Linux program of the function, where it has one: what go1.x started by its name."""
    mount = env.stack.function
    if mount is None:
        return None
    programs = [
        native.path
        for native in mount.contents.natives.values()
        if "/" not in native.path and native.elf is not None and (native.elf.interpreter or not native.elf.dynamic)
    ]
    return env.view.task.file(programs[0]) if len(programs) == 1 else None
