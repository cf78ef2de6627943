"""The README says what the program says."""

import re

import pytest

from tests.readme import OUTPUT, README, RULES, printed, rules_table

pytestmark = pytest.mark.checkout
TEXT = README.read_text("utf-8")


def test_every_rule_stands_in_the_table() -> None:
    found = RULES.search(TEXT)
    assert found
    assert found[0] == rules_table(), "run python -m tests.readme"


@pytest.mark.parametrize("block", list(OUTPUT.finditer(TEXT)), ids=lambda block: block["command"])
def test_what_it_shows_is_what_is_printed(block: re.Match[str]) -> None:
    assert block["text"] == printed(block["command"]), "run python -m tests.readme"


def test_both_commands_can_be_found_by_their_marks() -> None:
    assert re.findall(r"<!-- command: (\w+) -->\n```sh\n.*layerlint demo\n```", TEXT) == ["demo"]
    assert re.findall(r"<!-- command: (\w+) -->\n```sh\n.*pytest[^\n]*\n```", TEXT) == ["test"]
