"""Lines for people: plain to a file or pipe, through rich to a terminal."""

from collections.abc import Iterable

from layerlint.cli.output import colored, write
from layerlint.hints import TextIO
from layerlint.report.lines import Line


def show(lines: Iterable[Line], stream: TextIO, color: str) -> None:
    if not plain(stream, color):
        from layerlint.report.terminal import console_for, print_lines  # noqa: PLC0415  # for terminals only

        print_lines(lines, console_for(stream, color=colored(color, stream)))
        return
    write("".join(f"{line}\n" for line in lines), stream)


def plain(stream: TextIO, color: str) -> bool:
    return not colored(color, stream) and not stream.isatty()
