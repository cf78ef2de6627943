"""Our NamedTuple is held against the standard library's."""

import pickle
import typing
from functools import cached_property
from typing import Any

import pytest

from layerlint.named_tuple import NamedTuple


class Ours(NamedTuple):
    first: int
    second: str = "b"
    third: tuple[str, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class Theirs(typing.NamedTuple):
    first: int
    second: str = "b"
    third: tuple[str, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class Below(Ours):
    """With room for values that are worked out once."""

    @cached_property
    def length(self) -> int:
        return len(self.second)


def answers(kind: Any) -> list[object]:  # noqa: ANN401  # two classes of no common kind
    one = kind(1, third=("x",))
    match one:
        case (first, second, third):
            matched = [first, second, third]
    told = [repr(one).partition("(")[2], one._asdict(), one._replace(second="c").both, kind._fields]
    return [*told, kind._field_defaults, kind.__match_args__, matched, tuple(kind._make([1, "2", ()])), one.both]


def test_values_behave_alike() -> None:
    assert answers(Ours) == answers(Theirs)
    assert Ours(1) == (1, "b", ())
    assert hash(Ours(1)) == hash((1, "b", ()))
    assert repr(Ours(2)) == "Ours(first=2, second='b', third=())"


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_wrong_use_is_refused(kind: Any) -> None:  # noqa: ANN401  # as above
    for given, named in (((), {}), ((1, "b", (), 4), {}), ((1,), {"fourth": 4}), ((1,), {"first": 1})):
        with pytest.raises(TypeError):
            kind(*given, **named)
    with pytest.raises(AttributeError):
        kind(1).first = 2
    with pytest.raises(AttributeError):
        kind(1).fourth = 2
    with pytest.raises((TypeError, ValueError)):
        kind(1)._replace(fourth=4)
    with pytest.raises(TypeError):
        kind._make([1])


def test_a_value_survives_its_trip_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Ours(1))) == Ours(1)  # noqa: S301  # our own


def test_a_class_below_holds_more_than_its_fields() -> None:
    below = Below(1, "four")
    assert below.length == len("four")
    assert below._replace(second="x").length == 1
    assert type(below._replace(second="x")) is Below
