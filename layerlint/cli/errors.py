"""What ends a command early: one line on stderr and exit 2."""

import sys
from collections.abc import Callable, Sequence

from layerlint.archive.open import InputError
from layerlint.config.settings import ConfigError
from layerlint.environment.targets import UnknownTarget
from layerlint.load import RulesError
from layerlint.platform.load import PlatformError
from layerlint.report.escape import visible

FAILED = 2


class UsageError(Exception):
    """Wrong usage; str() is one line that says what to do."""


ONE_LINERS = (UsageError, ConfigError, InputError, PlatformError, RulesError, UnknownTarget)

Command = Callable[[Sequence[str]], int]


def guarded(command: Command) -> Command:
    """The command with every error that is the user's to mend made one line."""

    def run(argv: Sequence[str]) -> int:
        try:
            return command(argv)
        except ONE_LINERS as error:
            return fail(str(error))

    return run


def fail(message: str) -> int:
    complain(message)
    return FAILED


def complain(message: str) -> None:
    print(f"layerlint: {visible(message)}", file=sys.stderr)
