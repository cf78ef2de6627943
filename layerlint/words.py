"""Turns of phrase that messages share."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 file`, `2,655 files`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def quoted(word: str) -> str:
    """As a shell takes it."""
    import shlex  # noqa: PLC0415  # for findings alone

    return shlex.quote(word)


def zip_name(archive: str) -> str:
    """What the user calls an archive, as a word to type in a shell."""
    name = archive.rstrip("/").rpartition("/")[2]
    return quoted(name if name.lower().endswith((".zip", ".jar")) else f"{name}.zip")
