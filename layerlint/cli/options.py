"""Options that several commands share."""

import argparse
from datetime import date

from layerlint.cli.errors import UsageError
from layerlint.cli.parser import PATHS, PATHS_BEFORE_NAMES, WORD, WORDS, Parser

ARCHITECTURES = ("x86_64", "arm64")
ALIASES = {"aarch64": "arm64", "arm": "arm64", "amd64": "x86_64", "x86-64": "x86_64", "x64": "x86_64", "x86": "x86_64"}


def add_stack(parser: Parser, *, names: bool = False) -> None:
    """`names`: the command's words are names, and one may follow the layers."""
    group = parser.add_argument_group("the stack")
    paths = PATHS_BEFORE_NAMES if names else PATHS
    group.add_argument("--layer", **paths, dest="layers", metavar="PATH", help="layers of one stack, in order")
    group.add_argument("--function", metavar="PATH", help="the stack's function package")
    group.add_argument("--function-name", metavar="NAME", help="the function of a project file, with its layers")
    group.add_argument("--kind", choices=("layer", "function"), help="what each PATH is, instead of looking")
    group.add_argument("--handler", metavar="NAME", help="the function's handler, such as app.handler")


def add_targets(parser: Parser, *, names: bool = False) -> None:
    """`names`: the command's words are names, and one may follow a target."""
    group = parser.add_argument_group("the targets")
    words = WORD if names else WORDS
    group.add_argument("--runtime", **words, dest="runtimes", metavar="ID", help="runtimes that must load it")
    group.add_argument(
        "--arch", **words, dest="architectures", metavar="NAME", help="x86_64, arm64, or both; must load it"
    )
    group.add_argument("--platform", metavar="FILE", help="TOML that overrides what is known of Amazon's images")
    add_date(group)


def add_rules(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--rules", **PATHS, metavar="DIR", help="folders with rules of your own")


def add_config(parser: Parser) -> None:
    parser.add_argument("--config", metavar="FILE", help="the configuration, instead of the nearest one upward")


def add_date(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--as-of", type=_date, metavar="DATE", help="judge runtimes for this day, YYYY-MM-DD")


def add_color(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")


def day_of_run(given: date | None) -> date:
    return given or date.today()  # noqa: DTZ011  # the user's own day is meant


def architectures(words: tuple[str, ...]) -> tuple[str, ...]:
    """Raises UsageError."""
    for word in words:
        if word not in ARCHITECTURES:
            meant = ALIASES.get(word.lower())
            hint = f"did you mean {meant}?" if meant else f"it is {' or '.join(ARCHITECTURES)}"
            raise UsageError(f"unknown architecture {word!a}; {hint}")
    return words


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-11-23") from None
