"""layerlint imports: what an import finds on a target and where, or why nothing."""

import sys
from collections.abc import Iterator, Sequence
from itertools import chain

from layerlint.cli import options
from layerlint.cli.answers import answers, knows
from layerlint.cli.asked import asked_on_targets
from layerlint.cli.candidates import candidates, promising
from layerlint.cli.errors import UsageError, guarded
from layerlint.cli.output import show, write
from layerlint.cli.parser import Parser, Words
from layerlint.environment.environment import Environment, View
from layerlint.platform.records import Day, Platform, Target
from layerlint.report import imports as report
from layerlint.report.imports import Answer
from layerlint.stack import Stack

FOUND, MISSING, FAILED = 0, 1, 2


def _parser() -> Parser:
    parser = Parser(
        "imports",
        "[PATH] [MODULE ...]",
        "What an import or require finds, all that it loads in turn included; for Java and .NET, where a class or an "
        "assembly comes from.",
        Words("words", "PATH | MODULE", "the archive, then modules; default: all"),
    )
    options.add_stack(parser, names=True)
    options.add_targets(parser, names=True)
    parser.add(options.FORMAT, options.COLOR, options.CONFIG)
    return parser


@guarded
def main(argv: Sequence[str]) -> int:
    """0 where every module that was named loads (or none was named), 1 where one does not."""
    given = _parser().parse(argv)
    (stack, modules), platform, day = asked_on_targets(given, "layerlint imports my-layer.zip requests")
    if stack is None:
        return FAILED
    answer = _best(stack, modules, platform, day)
    if given.format == "json":
        write(report.render_json(answer), sys.stdout)
    else:
        show(report.answer_lines(answer), sys.stdout, given.color)
    return MISSING if answer.unfound else FOUND


def _best(stack: Stack, modules: Sequence[str], platform: Platform, on: Day) -> Answer:
    """The answer of the target where most loads; of several, the newest supported one's."""
    view = View(stack)
    every = candidates(view, platform, on)
    asked = promising(view, [target for target in every if knows(target.runtime) or stack.runtimes])
    if not asked:
        raise UsageError(f"{stack.name} holds nothing that is loaded by name; --runtime python3.13 asks all the same")
    best: Answer | None = None
    for answer in _answers(view, asked, modules, platform, on):
        if best is None or answer.rank < best.rank:
            best = answer
        if best.loading and not best.failing:
            break
    if best is None:
        raise UsageError(
            f"layerlint imports knows Python, Node.js, Java, Ruby and .NET, and {asked[0].runtime} runs none of these"
        )
    return best


def _answers(
    view: View, asked: Sequence[Target], modules: Sequence[str], platform: Platform, on: Day
) -> Iterator[Answer]:
    declared = len(view.stack.runtimes) == len(view.stack.architectures) == 1
    for target in asked:
        if knows(target.runtime):
            found = list(answers(Environment(view, target, platform, on), modules))
            yield Answer(
                stack=view.stack.name,
                target=target,
                inferred=not declared,
                modules=tuple(chain.from_iterable(found)),
                unfound=bool(modules) and any(all(each.loads is False for each in rows) for rows in found),
            )
