"""Requires-Python: which versions of Python a distribution admits."""

from layerlint.pattern import pattern

PLAIN_MINIMUM = pattern(r"\s*>=\s*(\d{1,3})(?:\.(\d{1,3}))?(?:\.\d{1,3})?\s*")  # spares the import of packaging


def accepts(requires_python: str, version: tuple[int, int]) -> bool:
    """Whether the newest micro version of a Python is admitted; what cannot be read, and "", admit every one."""
    plain = PLAIN_MINIMUM.fullmatch(requires_python)
    if plain or not requires_python:
        return not plain or (int(plain[1]), int(plain[2] or 0)) <= version
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415  # 20 ms

    try:
        return SpecifierSet(requires_python).contains(f"{version[0]}.{version[1]}.99")
    except ValueError:  # what is invalid, and numbers of thousands of digits
        return True
