"""Options that several commands share."""

from time import strftime

from layerlint.cli.errors import UsageError
from layerlint.cli.parser import Option, Parser, sort_folders, sort_paths, sort_paths_before_names, sort_words
from layerlint.platform.records import Day

ARCHITECTURES = ("x86_64", "arm64")
ALIASES = {"aarch64": "arm64", "arm": "arm64", "amd64": "x86_64", "x86-64": "x86_64", "x64": "x86_64", "x86": "x86_64"}


def add_stack(parser: Parser, *, names: bool = False) -> None:
    """`names`: the command asks one stack; its words are names, and one may follow the layers."""
    parser.add(
        Option(
            "--layer",
            "layers of one stack, in order",
            "PATH",
            default=(),
            sort=sort_paths_before_names if names else sort_paths,
            several=True,
            field="layers",
        ),
        Option("--function", "the stack's function package", "PATH"),
        *([Option("--function-name", "the function of a project file, with its layers", "NAME")] if names else []),
        Option("--kind", "what each PATH is, instead of looking", choices=("layer", "function")),
        Option("--handler", "the function's handler, such as app.handler", "NAME"),
        group="the stack",
    )


def add_targets(parser: Parser, *, names: bool = False) -> None:
    """`names`: the command's words are names, and one may follow a target."""
    parser.add(
        words("--runtime", "runtimes that must load it", "ID", "runtimes", several=not names),
        words("--arch", "x86_64, arm64, or both; must load it", "NAME", "architectures", several=not names),
        Option("--platform", "TOML that overrides what is known of Amazon's images", "FILE"),
        DATE,
        group="the targets",
    )


def words(name: str, what: str, metavar: str, field: str = "", *, several: bool = True) -> Option:
    """An option of several words, with commas or, where `several` may follow it at once, with spaces between them."""
    return Option(name, what, metavar, default=(), sort=sort_words, several=several, field=field)


def day_of_run(given: Day | None) -> Day:
    return given or strftime("%Y-%m-%d")  # the user's own day is meant


def architectures(words: tuple[str, ...]) -> tuple[str, ...]:
    """Raises UsageError."""
    for word in words:
        if word not in ARCHITECTURES:
            meant = ALIASES.get(word.lower())
            hint = f"did you mean {meant}?" if meant else f"it is {' or '.join(ARCHITECTURES)}"
            raise UsageError(f"unknown architecture {word!a}; {hint}")
    return words


def _date(text: str) -> Day:
    from datetime import date  # noqa: PLC0415  # most runs are about today

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is no date such as 2026-11-23") from None


RULES = Option("--rules", "folders with rules of your own", "DIR", default=(), sort=sort_folders, several=True)
CONFIG = Option("--config", "the configuration, instead of the nearest one upward", "FILE")
DATE = Option("--as-of", "judge runtimes for this day, YYYY-MM-DD", "DATE", read=_date)
COLOR = Option("--color", "default: auto", choices=("auto", "always", "never"), default="auto")
#: of what can be asked, beside the report of a check, which has more
FORMAT = Option("--format", "default: text", choices=("text", "json"), default="text")
