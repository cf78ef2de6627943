"""argparse with our manners: mistakes are one line, several values may follow an option, paths may stand anywhere."""

import argparse
import os.path
import sys
from collections.abc import Sequence
from functools import partial

from layerlint.config.settings import nearest
from layerlint.hints import Any, NoReturn
from layerlint.report.escape import visible

FAILED = 2
WIDTH = 100
OPTIONS_WIDTH = 30  # columns that help keeps for the options
MOUNT_POINTS = ("/opt/", "/var/task/")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line and whose help is coloured on a terminal."""

    def __init__(self, command: str, words: str, description: str) -> None:
        super().__init__(
            prog=f"layerlint {command}",
            usage=" ".join(filter(None, (f"layerlint {command}", words, "[options]"))),
            description=description,
            formatter_class=partial(argparse.HelpFormatter, width=WIDTH),  # it asks for the terminal's otherwise
            allow_abbrev=False,
            add_help=False,
        )
        self.add_argument("-h", "--help", action="help", help="show this and leave")
        self.set_defaults(strays=())

    def error(self, message: str) -> NoReturn:
        shown = visible(message)
        print(f"{self.prog}: {shown}{self._near(message)}; {self.prog} --help lists the options", file=sys.stderr)
        raise SystemExit(FAILED)

    def _near(self, message: str) -> str:
        _, unknown, words = message.partition("unrecognized arguments: ")
        options = [option for option in self._option_string_actions if option.startswith("--")]
        return nearest(words.split()[0], options).rstrip("?") if unknown else ""

    def print_help(self, file: Any = None) -> None:  # noqa: ANN401  # argparse's own
        self.formatter_class = partial(argparse.HelpFormatter, max_help_position=OPTIONS_WIDTH)
        if (file or sys.stdout).isatty():
            from rich_argparse import RichHelpFormatter  # noqa: PLC0415  # only help on a terminal needs it

            RichHelpFormatter.group_name_formatter = str.capitalize
            self.formatter_class = partial(RichHelpFormatter, max_help_position=OPTIONS_WIDTH)
        super().print_help(file)


class Several(argparse.Action):
    """Values after one option, with spaces or commas between them; nargs "+", default ().

    What looks like a path after the first value is left to the paths.
    """

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,  # noqa: ANN401  # argparse's own
        option: str | None = None,
    ) -> None:
        del parser, option
        first, *rest = [values] if isinstance(values, str) else values
        own = [first, *(value for value in rest if not self.is_stray(value))]
        namespace.strays += tuple(value for value in rest if self.is_stray(value))
        setattr(namespace, self.dest, (*getattr(namespace, self.dest), *self.taken_apart(own)))

    def is_stray(self, value: str) -> bool:
        return "/" in value or value.endswith(".zip") or os.path.exists(value)

    def taken_apart(self, values: Sequence[str]) -> Sequence[str]:
        return [word for value in values for word in value.split(",") if word]


class SeveralPaths(Several):
    """Paths after one option, where names may follow: what is no path after the first is left to those.

    A file of a running function may be a name, too.
    """

    def is_stray(self, value: str) -> bool:
        is_inside = value.startswith(MOUNT_POINTS) and not value.endswith(".zip") and not os.path.exists(value)
        return is_inside or not super().is_stray(value)

    def taken_apart(self, values: Sequence[str]) -> Sequence[str]:
        return values


def parse(parser: Parser, argv: Sequence[str]) -> argparse.Namespace:
    """Options and positional words in any order; `words` are the positional ones."""
    options = parser.parse_intermixed_args(list(argv))
    options.words = (*options.strays, *options.words)
    return options


#: what an option of several values is declared with
WORDS: dict[str, Any] = {"action": Several, "nargs": "+", "default": ()}
PATHS: dict[str, Any] = {"action": "extend", "nargs": "+", "default": []}
#: the same for commands whose words are names, so that one may follow
WORD: dict[str, Any] = {"action": Several, "default": ()}
PATHS_BEFORE_NAMES: dict[str, Any] = {"action": SeveralPaths, "nargs": "+", "default": ()}
