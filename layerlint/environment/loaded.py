"""What loading one thing by its name does, for languages that have no type of their own for it."""

from layerlint.named_tuple import NamedTuple


class Loaded(NamedTuple):
    name: str
    loads: bool | None  #: None: it cannot be known
    file: str | None  #: absolute, of what is found
    reason: str = ""  #: why it fails, or why it cannot be known
    chain: tuple[str, ...] = ()
