"""Compiled Python: which interpreter a .pyc file is for, by its name and by its magic number."""

from layerlint.pattern import pattern

HEADER = 4  # bytes that hold the magic number
_CACHED = pattern(r"(.+)\.([a-z]+)-(\d)(\d+)(?:\.opt-(\w+))?\.pyc")


def magic_number(head: bytes) -> int | None:
    """The number CPython raises with every change of its bytecode; None where the header is not one of a .pyc."""
    return int.from_bytes(head[:2], "little") if len(head) >= HEADER and head[2:4] == b"\r\n" else None


def cache_tag(path: str) -> str | None:
    """The tag in the name of a file of __pycache__, as "cpython-312"; None for other files."""
    folder, _, name = path.rpartition("/")
    found = _CACHED.fullmatch(name) if folder.rpartition("/")[2] == "__pycache__" else None
    return f"{found[2]}-{found[3]}{found[4]}" if found else None
