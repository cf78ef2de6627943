"""The command line: it parses words, calls and prints. Each command is a module of its own, imported when asked for."""

import sys
from collections.abc import Sequence

COMMANDS = {
    "check": "judge layers, function packages and stacks of them",
    "imports": "what an import finds on a target, or why nothing",
    "rule": "the page of one rule",
    "rules": "all rules",
    "runtimes": "the runtimes that are known, with their dates",
    "demo": "build small broken layers and check them",
}
FAILED = 2
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0: nothing found; 1: something found; 2: it could not run."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _dispatch(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_gone()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else FAILED
    return status


def _dispatch(words: list[str]) -> int:
    if not words:
        _help([])
        return FAILED
    command = words[0]
    if command in ("-V", "--version"):
        return _version()
    if command in ("-h", "--help", "help"):
        return _help(words[1:])
    if command not in COMMANDS:
        return _unknown(command)
    import importlib  # noqa: PLC0415  # the others need none

    status: int = importlib.import_module(f"layerlint.cli.{command}").main(words[1:])
    return status


def _version() -> int:
    from layerlint import __version__  # noqa: PLC0415  # the package's own __init__ is tiny

    print(f"layerlint {__version__}")
    return 0


def _help(words: list[str]) -> int:
    if words and words[0] in COMMANDS:
        return _dispatch([words[0], "--help"])
    from layerlint.cli.overview import print_overview  # noqa: PLC0415  # only help needs it

    print_overview(COMMANDS)
    return 0


def _unknown(word: str) -> int:
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

    near = get_close_matches(word, COMMANDS, n=1)
    if near:
        hint = f"did you mean layerlint {near[0]}?"
    elif word.startswith("-"):
        hint = "options follow a command: layerlint check --help"
    else:
        hint = f"to judge an archive: layerlint check {word}"
    print(f"layerlint: no command {word!a}; {hint}", file=sys.stderr)
    return FAILED


def _reader_gone() -> int:
    """Whoever read our output has left: say nothing, and let the interpreter's last flush go nowhere."""
    import os  # noqa: PLC0415  # loaded already; named here because nothing else needs it

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
