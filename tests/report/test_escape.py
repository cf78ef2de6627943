"""Names are the archive author's: nothing in them may reach a terminal, a log line or a parser as more than text."""

import json

from hypothesis import given
from hypothesis import strategies as st

from layerlint.report.escape import unicode_only, visible
from layerlint.report.github import _data, _property

HOSTILE = st.text(st.characters(exclude_categories=())) | st.text("\x1b\n\r\u202e\u2066\ud800\udcff\x00\x9b%:,[]a")


@given(HOSTILE)
def test_visible_text_is_one_printable_line(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert shown.encode().decode() == shown
    assert len(shown.splitlines()) <= 1


@given(st.text(st.characters(categories=["L", "N", "P"])))
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@given(HOSTILE)
def test_json_text_is_unicode_and_comes_back(text: str) -> None:
    clean = unicode_only(text)
    assert json.loads(json.dumps(clean)) == clean
    assert clean.encode().decode() == clean


@given(HOSTILE)
def test_a_workflow_command_cannot_be_left(text: str) -> None:
    for part in (_data(visible(text)), _property(visible(text))):
        assert "\n" not in part
        assert "\r" not in part
    assert not set(_property(visible(text))) & {":", ","}


def test_what_terminals_act_on_is_spelled_out() -> None:
    assert visible("a\x1b[31mb\u202ec\nd\udcffe\u00a0f\u200bg") == r"a\x1b[31mb\u202ec\nd\udcffe\xa0f\u200bg"
