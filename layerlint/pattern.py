"""Regular expressions that are compiled when they are first used: checking a small layer uses a third of ours.

Compiling all of them took a tenth of such a check.
"""

import re

from layerlint.hints import TYPE_CHECKING, AnyStr

#: what is looked up once, so that a second use costs no more than that of a compiled one
METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class Deferred:
    """Stands in for `re.compile` of the same arguments; an expression that is none is told by its first use."""

    def __init__(self, expression: str | bytes, flags: int = 0) -> None:
        self._expression = expression
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self._expression, self._flags)
        self.__dict__.update((method, getattr(compiled, method)) for method in METHODS)
        return getattr(compiled, name)


if TYPE_CHECKING:

    def pattern(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]: ...

else:
    pattern = Deferred
