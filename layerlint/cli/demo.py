"""layerlint demo: broken layers as guides make them, built in a temporary folder and checked."""

import contextlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from layerlint.cli import check, options
from layerlint.cli.errors import guarded
from layerlint.cli.output import show
from layerlint.cli.parser import Parser
from layerlint.examples.build import zip_bytes
from layerlint.examples.demo.layers import Step, steps
from layerlint.platform.load import load_platform
from layerlint.report.lines import EMPTY, Line, Span

INTRODUCTION = (
    "Layers as a popular guide makes them, built here from small packages of our own, and what layerlint says of them."
)


@guarded
def main(argv: Sequence[str]) -> int:
    parser = Parser("demo", "", "Build small broken layers in a temporary folder, check them and show the findings.")
    parser.add(options.COLOR)
    given = parser.parse(argv)
    show([Line((Span(INTRODUCTION),))], sys.stdout, given.color)
    with tempfile.TemporaryDirectory(prefix="layerlint-demo-") as folder, contextlib.chdir(folder):
        Path("layerlint.toml").touch()  # so that no configuration further up has a say
        for number, step in enumerate(steps(), 1):
            Path(step.archive).write_bytes(zip_bytes(step.files))
            show(_heading(number, step), sys.stdout, given.color)
            check.main(_words(step, given.color))
    return 0


def _words(step: Step, color: str) -> list[str]:
    """The check's words: of the day that the platform data describes, so that the demonstration does not age."""
    day = load_platform().as_of
    return [step.archive, *step.options, "--as-of", day, "--color", color]


def _heading(number: int, step: Step) -> Iterator[Line]:
    yield EMPTY
    yield Line((Span(f"{number}. {step.title}", "bold underline"),))
    yield EMPTY
    for command in (*step.commands, " ".join(("layerlint check", step.archive, *step.options))):
        yield Line((Span("  $ ", "bright_black"), Span(command)), wraps=False)
    yield EMPTY
