"""The guess may only err in one direction, and must cost no more than the text is long."""

import pytest

from layerlint.facts.syntax_hint import Hints
from tests.facts.test_syntax_level import SOURCES

NEW = [(source, version) for version, sources in SOURCES.items() for source in sources if version > (3, 6)]


def seems_newer(source: bytes, version: tuple[int, int]) -> bool:
    return Hints(lambda: source).newer_than(version)


@pytest.mark.parametrize(("source", "version"), NEW)
def test_newer_syntax_is_never_passed_over(source: str, version: tuple[int, int]) -> None:
    for minor in range(6, version[1]):
        assert seems_newer(source.encode(), (3, minor))


def test_answers_do_not_depend_on_the_order_of_the_questions() -> None:
    hints = Hints(b"if a := 1: pass\n".strip)
    assert [hints.newer_than((3, minor)) for minor in (7, 14, 8, 6)] == [True, False, False, True]


@pytest.mark.parametrize(
    "source",
    [
        "import a\n\n\nclass A(B, c=d):\n    def e(self, *f, **g):\n        return f(*f, **g)[0]\n",
        "x = f'{a!r:>{b}} {{c}} {d.e(g)[0]}' f\"{h['i']} {j:%Y-%m}\" '{' \"k's\"\n",
        "try:\n    pass\nexcept (A, B) as e:\n    raise\nexcept C:\n    type(e)\n",
        "lazy = type = 1\nx = [a for a in b if c]\ny = {**a, 'b': [*c]}\n",
    ],
)
def test_plain_sources_do_not_seem_newer(source: str) -> None:
    assert not seems_newer(source.encode(), (3, 11))


@pytest.mark.parametrize(
    "unit",
    [
        b'f"{',
        b"{",
        b"f'{{a",
        b"[",
        b"[*",
        b"[*(",
        b"[*a(b)",
        b"{*",
        b"return ",
        b"in ",
        b"\nexcept a",
        b"\n@(",
        b"\nx:",
        b"def a[",
        b" ",
        b"\n",
        b", ",
        b"\nmatch ",
        b"f'",
        b"{a=",
    ],
)
@pytest.mark.parametrize("start", [b"", b'f"', b"f'", b"\nmatch ", b"\n@", b"x: "])
def test_hostile_text_is_looked_through_in_one_go(unit: bytes, start: bytes) -> None:
    """Quadratic work would not end within the life of the test run."""
    seems_newer(start + unit * (100_000 // len(unit)), (3, 6))
