"""layerlint rule: one rule's page, offline."""

import sys
from collections.abc import Sequence
from pathlib import Path

from layerlint.cli import options
from layerlint.cli.errors import guarded
from layerlint.cli.output import colored, write
from layerlint.cli.parser import Parser
from layerlint.cli.show import plain
from layerlint.config.selection import find
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.report.page import page


@guarded
def main(argv: Sequence[str]) -> int:
    parser = Parser(
        "rule", "CODE | NAME", "The page of one rule: why it matters, what to do, examples with what is found in them."
    )
    parser.add_argument("rule", metavar="CODE | NAME", help="such as LL201 or wrapped-root")
    options.add_rules(parser)
    options.add_color(parser)
    given = parser.parse_args(argv)
    rules = load_rules([Path(folder) for folder in given.rules])
    _print(page(find(rules, given.rule), load_platform()), given.color)
    return 0


def _print(markdown: str, color: str) -> None:
    stream = sys.stdout
    if plain(stream, color):
        write(markdown, stream)
        return
    from layerlint.report.terminal import console_for, print_markdown  # noqa: PLC0415  # for terminals only

    print_markdown(markdown, console_for(stream, color=colored(color, stream)))
