"""Lines of styled spans: what the text report is made of before it meets a terminal or a file."""

from layerlint.named_tuple import NamedTuple
from layerlint.report.escape import visible


class Span(NamedTuple):
    text: str
    style: str = ""  #: a style as rich names it


class Line(NamedTuple):
    spans: tuple[Span, ...] = ()
    hang: int = 0  #: where a wrapped line goes on
    wraps: bool = True  #: False for what people copy: paths and commands

    def __str__(self) -> str:
        return "".join(span.text for span in self.spans).rstrip()


EMPTY = Line()


def span(text: str, style: str = "") -> Span:
    """A span of text from anywhere, escaped."""
    return Span(visible(text), style)
