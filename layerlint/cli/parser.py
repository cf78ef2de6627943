"""The words of a command line: paths may stand anywhere, several values may follow an option, mistakes are one line.

A table of options is read here in a few lines, since setting up argparse takes a thirtieth of a small check.
"""

import os.path
import sys
from collections import deque
from collections.abc import Callable, Sequence
from types import SimpleNamespace

from layerlint.config.settings import nearest
from layerlint.hints import NoReturn
from layerlint.named_tuple import NamedTuple
from layerlint.report.escape import visible

FAILED = 2
HELP = ("-h", "--help")
MOUNT_POINTS = ("/opt/", "/var/task/")

#: the values that are an option's own, and those that are left to the words
Sorted = tuple[Sequence[str], Sequence[str]]


class Option(NamedTuple):
    name: str  #: as typed, such as "--layer"
    help: str
    metavar: str = ""  #: what stands for a value in help
    choices: tuple[str, ...] = ()
    default: object = None
    read: Callable[[str], object] = str  #: of one value; raises ValueError with what is wrong
    sort: Callable[[Sequence[str]], Sorted] | None = None  #: of options that may be given several times
    several: bool = False  #: takes all values up to the next option
    is_switch: bool = False  #: takes none
    field: str = ""  #: where its value is found, unless its name says it

    @property
    def target(self) -> str:
        return self.field or self.name.strip("-").replace("-", "_")


class Words(NamedTuple):
    """The words that belong to no option."""

    field: str
    metavar: str
    help: str
    is_one: bool = False  #: exactly one, else any number


class Parser:
    """The options and words of one command."""

    def __init__(self, command: str, usage: str, description: str, words: Words | None = None) -> None:
        self.name = f"layerlint {command}"
        self.usage = usage
        self.description = description
        self.words = words
        self.groups: dict[str, list[Option]] = {"": []}  #: by their titles in help

    def add(self, *options: Option, group: str = "") -> None:
        self.groups.setdefault(group, []).extend(options)

    def parse(self, argv: Sequence[str]) -> SimpleNamespace:
        """The value of every option by its field. Exits after help and, with one line, after a mistake."""
        return _Reading(self, argv).read()

    def fail(self, message: str, hint: str = "") -> NoReturn:
        print(f"{self.name}: {visible(message)}{hint}; {self.name} --help lists the options", file=sys.stderr)
        raise SystemExit(FAILED)


class _Reading:
    def __init__(self, parser: Parser, argv: Sequence[str]) -> None:
        self.parser = parser
        self.options = {option.name: option for group in parser.groups.values() for option in group}
        self.given = SimpleNamespace(**{option.target: option.default for option in self.options.values()})
        self.left = deque(argv)
        self.words: list[str] = []
        self.strays: list[str] = []
        self.unknown: list[str] = []

    def read(self) -> SimpleNamespace:
        while self.left:
            word = self.left.popleft()
            name, equals, value = word.partition("=")
            if word == "--":
                self.words += self.left
                break
            if word in HELP:
                self._help()
            elif name in self.options:
                self._take(self.options[name], [value] if equals else None)
            else:
                (self.unknown if self._is_option(word) else self.words).append(word)
        self._place_words(self.parser.words)
        if self.unknown:
            near = nearest(self.unknown[0], [*HELP[1:], *self.options]).rstrip("?")
            self.parser.fail(f"unrecognized arguments: {' '.join(self.unknown)}", near)
        return self.given

    def _help(self) -> NoReturn:
        from layerlint.cli.help import print_help  # noqa: PLC0415  # argparse writes it

        print_help(self.parser)
        raise SystemExit(0)

    def _take(self, option: Option, explicit: list[str] | None) -> None:
        if option.is_switch:
            if explicit:
                self._reject(option, f"ignored explicit argument {explicit[0]!r}")
            setattr(self.given, option.target, True)
            return
        values = explicit or self._following(option)
        own, strays = option.sort(values) if option.sort is not None else (values, ())
        if not own or "" in own:
            self._reject(option, "an empty value says nothing")  # as of a variable that a script has not set
        self.strays += strays
        if option.sort is not None:
            setattr(self.given, option.target, (*getattr(self.given, option.target), *own))
        else:
            setattr(self.given, option.target, self._value(option, own[0]))

    def _following(self, option: Option) -> list[str]:
        values: list[str] = []
        while self.left and not self._is_option(self.left[0]) and (option.several or not values):
            values.append(self.left.popleft())
        if not values:
            self._reject(option, f"expected {'at least one' if option.several else 'one'} argument")
        return values

    def _is_option(self, word: str) -> bool:
        """A lone "-" is a word, and so is what has a space in it and no option of ours before it."""
        return word.startswith("-") and word != "-" and (" " not in word or word.partition("=")[0] in self.options)

    def _value(self, option: Option, text: str) -> object:
        if option.choices and text not in option.choices:
            self._reject(option, f"invalid choice: {text!r} (choose from {', '.join(map(repr, option.choices))})")
        try:
            return option.read(text)
        except ValueError as error:
            self._reject(option, str(error))

    def _place_words(self, wanted: Words | None) -> None:
        words = [*self.strays, *self.words]
        if "" in words:
            self.parser.fail("an empty argument names nothing")
        if wanted is None:
            self.unknown += words
        elif not wanted.is_one:
            setattr(self.given, wanted.field, tuple(words))
        elif words:
            setattr(self.given, wanted.field, words[0])
            self.unknown += words[1:]
        else:
            self.parser.fail(f"the following arguments are required: {wanted.metavar}")

    def _reject(self, option: Option, why: str) -> NoReturn:
        self.parser.fail(f"argument {option.name}: {why}")


def sort_words(values: Sequence[str]) -> Sorted:
    """Words with spaces or commas between them. What looks like a path after the first is left to the paths."""
    own, strays = keep_first(values, _is_like_a_path)
    return [word for value in own for word in value.split(",") if word], strays


def sort_paths(values: Sequence[str]) -> Sorted:
    return values, ()


def sort_folders(values: Sequence[str]) -> Sorted:
    """What is no folder after the first is left to the words."""
    return keep_first(values, lambda value: not os.path.isdir(value))


def sort_paths_before_names(values: Sequence[str]) -> Sorted:
    """Paths where names may follow: what is no path after the first is left to those.

    A file of a running function may be a name, too.
    """
    return keep_first(values, lambda value: _is_inside(value) or not _is_like_a_path(value))


def keep_first(values: Sequence[str], is_stray: Callable[[str], bool]) -> Sorted:
    """The first value is the option's in any case."""
    first, *rest = values
    return [first, *(value for value in rest if not is_stray(value))], [value for value in rest if is_stray(value)]


def _is_like_a_path(value: str) -> bool:
    return "/" in value or value.endswith(".zip") or os.path.exists(value)


def _is_inside(value: str) -> bool:
    return value.startswith(MOUNT_POINTS) and not value.endswith(".zip") and not os.path.exists(value)
