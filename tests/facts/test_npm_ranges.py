"""Which major versions a range of npm's admits."""

import pytest

from layerlint.facts.node_range import LONGEST, admits

MAJORS = (12, 14, 16, 18, 20, 22, 24)


@pytest.mark.parametrize(
    ("text", "admitted"),
    [
        ("*", MAJORS),
        ("", MAJORS),
        (">=18", (18, 20, 22, 24)),
        (">= 18.17.0", (18, 20, 22, 24)),
        (">18", (20, 22, 24)),
        (">18.0", (18, 20, 22, 24)),
        ("<20", (12, 14, 16, 18)),
        ("<=20", (12, 14, 16, 18, 20)),
        ("<20.0.1", (12, 14, 16, 18, 20)),
        ("^18.17.0 || ^20.3.0 || >=21.0.0", (18, 20, 22, 24)),
        ("14 || 16", (14, 16)),
        ("14.x", (14,)),
        ("v16", (16,)),
        ("~18.2", (18,)),
        ("14 - 18", (14, 16, 18)),
        (">=14 <19", (14, 16, 18)),
        (">=14.0.0 <15.0.0 || >=20", (14, 20, 22, 24)),
        ("=22.0.0", (22,)),
        ("^0.10.0", ()),
        (">=20 <18", ()),
    ],
)
def test_majors(text: str, admitted: tuple[int, ...]) -> None:
    assert tuple(major for major in MAJORS if admits(text, major)) == admitted
    assert all(admits(text, major) is not None for major in MAJORS)


@pytest.mark.parametrize("text", ["whatever", "workspace:*", ">=18 and more", "file:../a", "1" * (LONGEST + 1)])
def test_what_is_not_understood_is_not_known(text: str) -> None:
    assert admits(text, 18) is None
