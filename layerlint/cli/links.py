"""layerlint links: what binaries need on a target, where the loader finds it, and what is missing."""

import sys
from collections.abc import Iterator, Sequence

from layerlint.cli import options
from layerlint.cli.asked import asked_on_targets
from layerlint.cli.candidates import candidates, promising
from layerlint.cli.errors import UsageError, guarded
from layerlint.cli.output import show, write
from layerlint.cli.parser import Parser, Words
from layerlint.environment.environment import Environment, View
from layerlint.environment.linker.linkage import Linkage, linkages
from layerlint.platform.records import Day, Platform, State
from layerlint.report import links as report
from layerlint.report.links import Answer
from layerlint.stack import Stack

EXAMPLE = "layerlint links my-layer.zip lib/libpq.so.5"
FOUND, MISSING, FAILED = 0, 1, 2


def _parser() -> Parser:
    parser = Parser(
        "links",
        "[PATH] [FILE ...]",
        "What each binary needs, where the dynamic loader of the target finds it and by which step of its search.",
        Words("words", "PATH | FILE", "the archive, then files in it or on Lambda; default: all"),
    )
    options.add_stack(parser, names=True)
    options.add_targets(parser, names=True)
    parser.add(options.FORMAT, options.COLOR, options.CONFIG)
    return parser


@guarded
def main(argv: Sequence[str]) -> int:
    """0 where every file that was named loads (or none was named), 1 where one does not."""
    given = _parser().parse(argv)
    (stack, files), platform, day = asked_on_targets(given, EXAMPLE)
    if stack is None:
        return FAILED
    answer = _best(stack, files, platform, day)
    if given.format == "json":
        write(report.render_json(answer), sys.stdout)
    else:
        show(report.answer_lines(answer), sys.stdout, given.color)
    return MISSING if files and answer.failing else FOUND


def _best(stack: Stack, files: Sequence[str], platform: Platform, on: Day) -> Answer:
    """The answer of the target where most loads; of several, the newest supported one's."""
    best: Answer | None = None
    for answer in _answers(stack, files, platform, on):
        if best is None or answer.failing < best.failing:
            best = answer
        if not best.failing:
            break
    if best is None:
        raise UsageError(f"no target is known for {stack.name}; --runtime python3.13 names one")
    return best


def _answers(stack: Stack, files: Sequence[str], platform: Platform, on: Day) -> Iterator[Answer]:
    view = View(stack)
    declared = len(stack.runtimes) == len(stack.architectures) == 1
    every = candidates(view, platform, on)
    supported = [target for target in every if target.runtime.state(on) is State.SUPPORTED or stack.runtimes]
    for target in promising(view, supported or every):
        env = Environment(view, target, platform, on)
        found = _chosen(tuple(linkages(env.natives.images, env.links)), files)
        yield Answer(stack=stack.name, target=target, inferred=not declared, files=found)


def _chosen(every: tuple[Linkage, ...], files: Sequence[str]) -> tuple[Linkage, ...]:
    """Those that the files name: by path in the archive, by path on Lambda, or by name. Raises UsageError."""
    if not files:
        return every
    found = {name: [each for each in every if _is_named(each, name)] for name in files}
    lost = next((name for name, each in found.items() if not each), None)
    if lost is not None:
        raise UsageError(f"no binary {lost!a} in {' or '.join(dict.fromkeys(each.place.mount.name for each in every))}")
    return tuple({each.place: each for name in files for each in found[name]}.values())


def _is_named(linkage: Linkage, name: str) -> bool:
    return f"{linkage.place.absolute}".endswith(f"/{name.removeprefix('./').lstrip('/')}")
