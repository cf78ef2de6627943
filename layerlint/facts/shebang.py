"""The first line of a script, as the kernel reads it."""

from layerlint.named_tuple import NamedTuple

LONGEST = 256  # bytes that the kernel looks at
ENV = "env"


class Shebang(NamedTuple):
    interpreter: str  #: a path, as written
    argument: str = ""  #: all the rest of the line, which the kernel passes as one word
    carriage_return: bool = False  #: the line ends as Windows ends lines, and the kernel takes that for part of it

    @property
    def asked(self) -> str:
        """The program that `env` is to find along PATH; "" where the interpreter is named by its path."""
        if self.interpreter.rpartition("/")[2] != ENV:
            return ""
        words = self.argument.removeprefix("-S").split()
        names = [word for word in words if not word.startswith("-") and "=" not in word]
        return names[0] if names else ""


def read_shebang(head: bytes) -> Shebang | None:
    """None where the file does not begin with `#!` and a name."""
    if not head.startswith(b"#!"):
        return None
    line = head[2:LONGEST].partition(b"\n")[0].decode("utf-8", "backslashreplace")
    ended = line.endswith("\r")
    interpreter, _, argument = line.rstrip("\r").strip(" \t").partition(" ")
    return Shebang(interpreter, argument.strip(), ended) if interpreter else None
