"""The compiler without its warnings: what it says of an archive's code is nothing to the people who run us."""

import threading
import warnings
from collections.abc import Callable

from layerlint.hints import TypeVar

_LOCK = threading.Lock()  # the filters are the whole process's
Result = TypeVar("Result")


def quietly(do: Callable[[], Result]) -> Result:
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return do()
