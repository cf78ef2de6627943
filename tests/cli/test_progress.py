"""The bar is for terminals and for long runs."""

import io

import pytest

from layerlint.cli import bar
from layerlint.cli.bar import Bar
from layerlint.cli.progress import progress_on


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nobody_is_told_anything_where_nobody_looks() -> None:
    stream = io.StringIO()
    with progress_on(stream, 2, color=False) as progress:
        progress.begin("layer.zip")
    assert not isinstance(progress, Bar)
    assert stream.getvalue() == ""


def test_a_short_run_shows_no_bar() -> None:
    stream = Terminal()
    with progress_on(stream, 2, color=False) as progress:
        progress.begin("layer.zip")
    assert isinstance(progress, Bar)
    assert stream.getvalue() == ""


@pytest.mark.parametrize("total", [1, 3])
def test_a_long_run_names_what_is_checked(total: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bar, "SECONDS", 0.0)
    stream = Terminal()
    with Bar(stream, total, color=False) as progress:
        progress.begin("first.zip")
        progress._timer.join()
        progress.begin("a\x1b[31m[red].zip")
    assert "checking a\\x1b[31m[red].zip" in stream.getvalue()
