"""Who is told which archive's turn it is: a person at a terminal, or nobody."""

from types import TracebackType

from layerlint.hints import Self, TextIO


class Progress:
    """Says nothing."""

    def begin(self, name: str) -> None:
        """The next archive's turn."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return


def progress_on(stream: TextIO, total: int, *, color: bool) -> Progress:
    """A bar on a terminal, silence elsewhere."""
    if not stream.isatty():
        return Progress()
    from layerlint.cli.bar import Bar  # noqa: PLC0415  # threads are for terminals only

    return Bar(stream, total, color=color)
