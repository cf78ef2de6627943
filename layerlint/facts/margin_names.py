"""The names that a source plainly binds at its left margin, without parsing it."""

from layerlint.pattern import pattern

_BINDING = pattern(rb"\n(?:(?:(?:async +)?def +|class +)(\w+)|(\w+) *(?::[^=\n]*)?=)")


def margin_names(data: bytes) -> frozenset[bytes]:
    """Functions, classes and assigned names. Not all of them: one that stands second in a line is not looked for."""
    return frozenset(one or other for one, other in _BINDING.findall(b"\n" + data))
