"""The stand-ins for the words of `typing` take what annotations do with these."""

import pytest

from layerlint import hints


@pytest.mark.parametrize("word", sorted(set(hints.__all__) - {"TYPE_CHECKING"}))
def test_a_word_stands_alone_and_with_brackets(word: str) -> None:
    stand_in = getattr(hints, word)
    assert stand_in[int] | None
    assert stand_in in dict.__class_getitem__((str, stand_in)).__args__
    assert isinstance(type("Made", (stand_in,), {})(), stand_in)


def test_type_checkers_alone_read_the_other_branch() -> None:
    assert hints.TYPE_CHECKING is False
