"""On a terminal: wrapped with hanging indents, coloured, and nothing from an archive acts on it."""

import io
import re

import pytest
from rich.console import Console

from layerlint.report.lines import Line, Span, span
from layerlint.report.terminal import print_lines
from layerlint.report.text import render, report_lines
from tests.report.runs import everything

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
OURS = {"1", "31", "1;31", "1;33", "1;36", "34", "32", "90", "0", "1;32"}


def printed(lines: list[Line], width: int) -> str:
    buffer = io.StringIO()
    console = Console(file=buffer, width=width, force_terminal=True, color_system="standard", markup=False)
    print_lines(lines, console)
    return buffer.getvalue()


@pytest.mark.parametrize("width", [40, 80, 300])
def test_the_words_are_those_of_the_plain_report(width: int) -> None:
    run = everything()
    shown = ESCAPE.sub("", printed(list(report_lines(run)), width))
    assert shown.split() == render(run).split()


@pytest.mark.parametrize("width", [10, 40, 60])
def test_nothing_is_lost_where_little_room_is_left(width: int) -> None:
    prose = Line((span("a name " * 7), span("word " * 20)), hang=54)
    assert printed([prose], width).split() == str(prose).split()


def test_only_our_own_escapes_reach_the_terminal() -> None:
    shown = printed(list(report_lines(everything())), 80)
    assert {code[2:-1] for code in ESCAPE.findall(shown)} <= OURS
    assert "\\x1b[31m" in shown
    assert "\u202e" not in shown
    assert "[red]" in shown


def test_prose_is_wrapped_under_itself_and_paths_are_not() -> None:
    prose = Line((Span("  why: "), span("word " * 20)), hang=7)
    path = Line((Span("  --> "), span("a/" * 40)), wraps=False)
    rows = ESCAPE.sub("", printed([prose, path], 40)).splitlines()
    assert all(len(row) <= 40 for row in rows[:-1])
    assert all(row.startswith("       word") for row in rows[1:-1])
    assert rows[-1] == f"  --> {'a/' * 40}"
