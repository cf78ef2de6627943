"""The command line: it parses words, calls and prints. Each command is a module of its own, imported when asked for."""

import gc
import os
import sys
from collections.abc import Sequence

TYPE_CHECKING = False  # as in typing, which takes 3 ms to import
if TYPE_CHECKING:
    from typing import NoReturn

COMMANDS = {
    "check": "judge layers, function packages and stacks of them",
    "imports": "what an import finds on a target, or why nothing",
    "links": "what a binary needs, where the loader finds it, and what is missing",
    "which": "whose file is at a path, and whom it shadows",
    "rule": "the page of one rule",
    "rules": "all rules",
    "runtimes": "the runtimes that are known, with their dates",
    "demo": "build small broken layers and check them",
}
FAILED = 2
INTERRUPTED = 130


def process() -> "NoReturn":
    """The whole process: what `main` does, and then gone.

    The objects of a large layer are left to the system, which frees them at once: a fifth of the time otherwise.
    """
    gc.disable()
    if sys.stdout is None or sys.stderr is None:
        _open_streams()
    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0: nothing found; 1: something found; 2: it could not run."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _dispatch(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _output_lost()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else FAILED
    except Exception as error:
        if os.environ.get("LAYERLINT_TRACEBACK"):
            raise
        return _unforeseen(error)
    return status


def _open_streams() -> None:
    """Give those that the caller has closed a place to go: whoever closes them still wants the exit code."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115  # as long as the process
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115  # as long as the process


def _dispatch(words: list[str]) -> int:
    """A command runs without the cyclic garbage collector.

    Large listings and syntax trees are millions of objects without a cycle. Looking through them again and again took
    half of the time of a check of numpy and pandas; without it, memory stayed the same.
    """
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

    was_enabled = gc.isenabled()
    gc.disable()
    try:
        status: int = importlib.import_module(f"layerlint.cli.{command}").main(words[1:])
    finally:
        if was_enabled:
            gc.enable()
    return status


def _version() -> int:
    from layerlint import __version__  # noqa: PLC0415  # the package's own __init__ is tiny

    print(f"layerlint {__version__}")
    return 0


def _help(words: list[str]) -> int:
    if words:
        return _dispatch([words[0], "--help"]) if words[0] in COMMANDS else _unknown(words[0])
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


def _unforeseen(error: Exception) -> int:
    """One line for what nobody thought of: a full disk under our output, or a fault of our own."""
    from contextlib import suppress  # noqa: PLC0415  # only a mishap needs it

    from layerlint.report.escape import visible  # noqa: PLC0415  # as above

    if isinstance(error, FileNotFoundError) and error.filename is None:
        message = "the current folder is gone"
    elif isinstance(error, OSError):
        message = f"{error.filename or 'standard output'}: {error.strerror or error}"
        _output_lost()
    else:
        message = f"internal error: {type(error).__name__}: {error}; LAYERLINT_TRACEBACK=1 shows where"
    with suppress(OSError):  # as where stderr is on that full disk
        print(f"layerlint: {visible(message)}", file=sys.stderr)
    return FAILED


def _output_lost() -> int:
    """Nobody takes our output any more: let the interpreter's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
