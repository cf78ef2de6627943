"""Which groups of entry points a text asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerlint.facts.entry_point_scan import asked_groups


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("entry_points(group='a.b')", [("a.b", 1, False)]),
        ('\nfor p in entry_points( group = "a"):', [("a", 2, False)]),
        ("pkg_resources.iter_entry_points('console_scripts')", [("console_scripts", 1, False)]),
        ("metadata.entry_points().get('a', ())", [("a", 1, False)]),
        ('entry_points()["a"]', [("a", 1, False)]),
        ("entry_points().select(group='a')", [("a", 1, False)]),
        ("next(iter(entry_points(group='a', name=n)))", [("a", 1, True)]),
        ("next(  # why\n    iter(\n        entry_points(  # so\n            group='a'", [("a", 3, True)]),
        ("entry_points(group=GROUP)", []),
        ("entry_points(group=f'a_{b}')", []),
        ("def entry_points(**params):\n    return ['a']", []),
    ],
)
def test_groups(text: str, expected: list[tuple[str, int, bool]]) -> None:
    assert [tuple(asked) for asked in asked_groups(text.encode())] == expected


PIECES = st.sampled_from(
    [b"entry_points(", b"group=", b"'a'", b"#", b"\n", b" ", b")", b".get(", b"next(iter(", b"\xff"]
)


@given(st.lists(PIECES, max_size=40).map(b"".join))
def test_any_bytes_are_read(data: bytes) -> None:
    assert all(0 < asked.line <= data.count(b"\n") + 1 for asked in asked_groups(data))


def test_long_runs_cost_no_more_than_their_length() -> None:
    data = b"next(iter(entry_points(" * 20_000 + b"entry_points(" + b"#\n" * 200_000
    assert asked_groups(data) == ()
