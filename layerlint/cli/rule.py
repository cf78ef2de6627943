"""layerlint rule: one rule's page, offline."""

import sys
from collections.abc import Sequence
from pathlib import Path

from layerlint.cli import options
from layerlint.cli.errors import guarded
from layerlint.cli.output import colored, plain, write
from layerlint.cli.parser import Parser, Words
from layerlint.config.selection import find
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.platform.records import Platform
from layerlint.report.lines import EMPTY
from layerlint.report.page import body, example_lines, head_lines, page
from layerlint.rule import Rule


@guarded
def main(argv: Sequence[str]) -> int:
    parser = Parser(
        "rule",
        "CODE | NAME",
        "The page of one rule: why it matters, what to do, examples with what is found in them.",
        Words("rule", "CODE | NAME", "such as LL201 or wrapped-root", is_one=True),
    )
    parser.add(options.RULES, options.COLOR)
    given = parser.parse(argv)
    found = find(load_rules([Path(folder) for folder in given.rules]), given.rule)
    if plain(sys.stdout, given.color):
        write(page(found, load_platform()), sys.stdout)
    else:
        _show(found, load_platform(), given.color)
    return 0


def _show(rule: Rule, platform: Platform, color: str) -> None:
    from layerlint.report.terminal import console_for, print_lines, print_markdown  # noqa: PLC0415  # for terminals

    console = console_for(sys.stdout, color=colored(color, sys.stdout))
    print_lines(head_lines(rule), console)
    print_markdown(body(rule), console)
    print_lines((EMPTY, *example_lines(rule, platform)), console)
