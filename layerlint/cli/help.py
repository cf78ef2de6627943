"""The help of one command, as argparse writes it: coloured on a terminal."""

import argparse
import sys
from functools import partial

from layerlint.cli.parser import HELP, Option, Parser

OPTIONS_WIDTH = 30  # columns that help keeps for the options


def print_help(parser: Parser) -> None:
    formatter: type[argparse.HelpFormatter] = argparse.HelpFormatter
    if sys.stdout.isatty():
        from rich_argparse import RichHelpFormatter  # noqa: PLC0415  # only help on a terminal needs it

        RichHelpFormatter.group_name_formatter = str.capitalize
        formatter = RichHelpFormatter
    shown = argparse.ArgumentParser(
        prog=parser.name,
        usage=" ".join(filter(None, (parser.name, parser.usage, "[options]"))),
        description=parser.description,
        formatter_class=partial(formatter, max_help_position=OPTIONS_WIDTH),
        add_help=False,
    )
    shown.add_argument(*HELP, action="store_true", help="show this and leave")
    if parser.words:
        shown.add_argument(
            parser.words.field,
            nargs=None if parser.words.is_one else "*",
            metavar=parser.words.metavar,
            help=parser.words.help,
        )
    for title, options in parser.groups.items():
        group = shown.add_argument_group(title) if title else shown
        for option in options:
            _add(group, option)
    shown.print_help()


def _add(group: argparse._ActionsContainer, option: Option) -> None:
    if option.is_switch:
        group.add_argument(option.name, action="store_true", help=option.help)
    else:
        group.add_argument(
            option.name,
            nargs="+" if option.several else None,
            choices=option.choices or None,
            metavar=option.metavar or None,
            help=option.help,
        )
