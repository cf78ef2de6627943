"""A pattern that we call refused is refused by the running interpreter's own `re`."""

import re
import warnings

from hypothesis import given
from hypothesis import strategies as st

from layerlint.environment.python.library_calls import refusal
from layerlint.environment.python.values import UNKNOWN

PIECES = st.sampled_from(["(?i)", "(?mx)", "(?#c)", "# c\n", "#", " ", "\n", "a", "|", "(", ")", "[", "]", "\\", "+"])
PATTERNS = st.lists(PIECES, max_size=6).map("".join)
LATEST = (3, 14)


def takes(pattern: str, flags: int) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(pattern, flags)
        except (re.error, RecursionError):
            return False
    return True


@given(PATTERNS)
def test_refused_patterns_are_refused(pattern: str) -> None:
    if refusal("re.compile", (pattern,), {}, LATEST) is not None:
        assert not takes(pattern, 0)
    if refusal("re.compile", (pattern, UNKNOWN), {}, LATEST) is not None:
        assert not takes(pattern, 0)
        assert not takes(pattern, re.VERBOSE)
