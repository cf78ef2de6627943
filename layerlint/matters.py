"""What rules speak of. A rule about what a stack or a target does not show would say nothing: its file is not read."""

from collections.abc import Callable, Mapping

from layerlint.environment.environment import Environment, View
from layerlint.hints import TypeVar
from layerlint.platform.records import State
from layerlint.rule import Rule

Subject = TypeVar("Subject", View, Environment)

#: which codes begin the rules that need a matter to speak; a rule that is named twice needs both
ABOUT = {
    "python": "LL3 LL409 LL503 LL506 LL507 LL508 LL509 LL511 LL512 LL513 LL514",
    "nodejs": "LL70 LL711 LL712 LL713",
    "java": "LL81",
    "ruby": "LL82",
    "dotnet": "LL83",
    "project": "LL91 LL92 LL93",
    "flaws": "LL101 LL102 LL103 LL104 LL105 LL106 LL107 LL108 LL110 LL111 LL114 LL116 LL117",
    "links": "LL112",
    "misplaced code": "LL202 LL203 LL204 LL206 LL207 LL208 LL209 LL211 LL212 LL213 LL214",
    "breakages": "LL301 LL302 LL305 LL309 LL313 LL316 LL317 LL318 LL319 LL320 LL409",
    "missing modules": "LL312",
    "unmet requirements": "LL311 LL507",
    "function": "LL210 LL315 LL514 LL517 LL519 LL704 LL801 LL803 LL817 LL826 LL827 LL83",
    "binaries": "LL407 LL412 LL414 LL418 LL419 LL422 LL423 LL424 LL425 LL426 LL606 LL802",
    "unfit binaries": "LL401 LL402 LL403 LL404 LL405 LL406 LL411 LL420 LL421 LL518",
    "missing libraries": "LL408 LL410 LL413 LL510",
    "several archives": "LL501 LL502 LL503 LL504 LL505 LL506 LL508 LL509 LL511 LL512 LL709",
    "several layers": "LL515 LL516",
    "extensions": "LL804 LL805 LL806",
    "code of other versions": "LL205",
    "stuck programs": "LL415 LL416 LL417",
    "custom runtime": "LL802",
    "unsupported runtime": "LL901 LL902 LL903 LL904",
    "variables": "LL513 LL519 LL803",
}


def matters(code: str) -> tuple[str, ...]:
    """What a rule of this code needs to have something to say."""
    return tuple(matter for matter, codes in ABOUT.items() if code.startswith(tuple(codes.split())))


def shows(subject: Subject, rule: Rule, answers: Mapping[str, Callable[[Subject], bool]]) -> bool:
    """Whether a stack or target shows what a rule speaks of, as far as `answers` can tell of it."""
    return all(answers[matter](subject) for matter in rule.about if matter in answers)


def _has_folder(env: Environment, name: str) -> bool:
    archives = [mount.contents.archive for mount in env.stack.mounts]
    return any(name in archive.folders or name in archive.links for archive in archives)


#: asked of a stack
OF_STACK: Mapping[str, Callable[[View], bool]] = {
    "project": lambda view: bool(view.stack.resources),
    "function": lambda view: view.stack.function is not None,
    "several archives": lambda view: len(tuple(view.stack.mounts)) > 1,
    "several layers": lambda view: len(view.stack.layers) + len(view.stack.absent) > 1,
    "variables": lambda view: bool(view.stack.variables),
    "flaws": lambda view: any(mount.contents.archive.flaws for mount in view.stack.mounts),
    "links": lambda view: any(mount.contents.archive.links for mount in view.stack.mounts),
    "binaries": lambda view: any(mount.contents.natives for mount in view.stack.mounts),
}
#: asked of a stack on a target
OF_TARGET: Mapping[str, Callable[[Environment], bool]] = {
    "python": lambda env: env.language == "python",
    "nodejs": lambda env: env.language == "nodejs",
    "java": lambda env: env.language == "java",
    "ruby": lambda env: env.language == "ruby",
    "dotnet": lambda env: env.language == "dotnet",
    "custom runtime": lambda env: env.language == "provided",
    "unsupported runtime": lambda env: env.target.runtime.state(env.as_of) is not State.SUPPORTED,
    "extensions": lambda env: _has_folder(env, env.platform.search.extensions.rpartition("/")[2]),
    "code of other versions": lambda env: any(
        env.layout(mount).reached_by_others(env.target.runtime) for mount in env.stack.mounts
    ),
    "stuck programs": lambda env: bool(env.natives.stuck),
    "misplaced code": lambda env: any(env.layout(mount).mistakes for mount in env.stack.mounts),
    "breakages": lambda env: bool(env.breakages),
    "missing modules": lambda env: bool(env.stack.function or env.breakages),
    "unmet requirements": lambda env: env.python is not None and bool(env.python.candidates.visible.unmet),
    "unfit binaries": lambda env: any(images.any_misfit for images in env.images),
    "missing libraries": lambda env: bool(env.links.unmet or env.breakages),
}
