"""The text report on a terminal: coloured, wrapped with hanging indents. The one report that needs rich."""

from collections.abc import Iterable

from layerlint.hints import TYPE_CHECKING, TextIO
from layerlint.report.lines import Line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROWEST = 40
WIDEST = 120
LEAST = 20  # columns that a line has after what it hangs under


def console_for(stream: TextIO, *, color: bool) -> "Console":
    from rich.console import Console  # noqa: PLC0415  # 70 ms, for terminals only

    return Console(
        file=stream, force_terminal=color or None, no_color=not color, markup=False, highlight=False, emoji=False
    )


def print_lines(lines: Iterable[Line], console: "Console") -> None:
    width = max(NARROWEST, min(WIDEST, console.width))
    for line in lines:
        _print_line(line, console, width)


def print_markdown(markdown: str, console: "Console") -> None:
    from rich.markdown import Markdown  # noqa: PLC0415  # as above

    width = max(NARROWEST, min(WIDEST, console.width))
    console.print(Markdown(markdown, code_theme="ansi_dark"), width=width)


def _print_line(line: Line, console: "Console", width: int) -> None:
    from rich.text import Text  # noqa: PLC0415  # as above

    text = Text.assemble(*((span.text, span.style) for span in line.spans))
    if not line.wraps or text.cell_len <= width:
        console.print(text, soft_wrap=True)
        return
    first, rest = _first_row(text, console, width)
    console.print(first, soft_wrap=True)
    hang = min(line.hang, width - LEAST)
    for row in rest.wrap(console, width - hang):
        console.print(Text(" " * hang) + row, soft_wrap=True)


def _first_row(text: "Text", console: "Console", width: int) -> "tuple[Text, Text]":
    first = text.wrap(console, width)[0]
    first.rstrip()
    start = len(first)
    while text.plain[start : start + 1] == " ":
        start += 1
    return first, text[start:]
