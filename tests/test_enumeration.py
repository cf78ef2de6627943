"""Our enumerations answer as those of the standard library do."""

import copy
import enum
import pickle

import pytest

from layerlint import enumeration


class Colour(enumeration.Enum):
    RED = "red"
    GREEN = "green"
    CRIMSON = "red"
    BOTH = ("red", "green")

    @property
    def loud(self) -> bool:
        return self is Colour.RED

    def named(self) -> str:
        return f"a {self.name}"


class Level(enumeration.IntEnum):
    LOW = 1
    HIGH = 3

    def __str__(self) -> str:
        return self.name.lower()


Theirs = enum.Enum("Theirs", {"RED": "red", "GREEN": "green", "CRIMSON": "red", "BOTH": ("red", "green")})


def test_members_have_names_and_values_in_their_order() -> None:
    assert [(each.name, each.value) for each in Colour] == [(each.name, each.value) for each in Theirs]
    assert list(reversed(Colour)) == list(Colour)[::-1]
    assert len(Colour) == len(Theirs) == 3
    assert isinstance(Colour.RED, Colour)


def test_a_member_is_found_by_its_value_and_by_its_name() -> None:
    assert [Colour("green"), Colour["GREEN"]] == [Colour.GREEN] * 2
    assert [Colour.CRIMSON, Colour["CRIMSON"], Colour("red")] == [Colour.RED] * 3
    assert Level(3) is Level.HIGH


@pytest.mark.parametrize("unknown", ["blue", 1, "RED", None])
def test_what_is_no_member_is_an_error(unknown: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Colour"):
        Colour(unknown)
    with pytest.raises(KeyError):
        Colour[f"{unknown} no"]


def test_members_keep_what_the_class_defines() -> None:
    assert Colour.RED.loud
    assert not Colour.GREEN.loud
    assert Colour.GREEN.named() == "a GREEN"
    assert str(Level.HIGH) == f"{Level.HIGH}" == "high"


def test_members_are_shown_as_theirs() -> None:
    assert str(Colour.RED) == "Colour.RED"
    assert repr(Colour.RED) == repr(Theirs["RED"]).replace("Theirs", "Colour")


def test_numbers_are_compared_as_such() -> None:
    assert Level.LOW < Level.HIGH < 4
    assert {3: "three"}[Level.HIGH] == "three"
    assert sorted([Level.HIGH, Level.LOW]) == [Level.LOW, Level.HIGH]
    assert max(Level) is Level.HIGH


def test_a_copy_is_the_member_itself() -> None:
    for member in (*Colour, *Level):
        assert copy.deepcopy(member) is member
        assert pickle.loads(pickle.dumps(member)) is member  # noqa: S301  # our own bytes
        assert {member: 1}[member] == 1
