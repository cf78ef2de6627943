"""What a wheel's tags say about where it belongs."""

import pytest

from layerlint.facts.wheel_tag import read_wheel_tags


@pytest.mark.parametrize(
    ("tag", "systems", "is_for_python_3"),
    [
        ("py3-none-any", (), True),
        ("py2.py3-none-any", (), True),
        ("py2-none-any", (), False),
        ("cp27-cp27mu-manylinux1_x86_64", (), False),
        ("cp312-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64", (), True),
        ("cp312-cp312-musllinux_1_2_x86_64", (), True),
        ("cp312-cp312-win_amd64", ("Windows",), True),
        ("py3-none-macosx_10_9_x86_64.macosx_11_0_arm64.macosx_10_9_universal2", ("macOS",), True),
        ("py3-none-macosx_10_9_x86_64.win32", ("macOS", "Windows"), True),
        ("py3-none-manylinux2014_x86_64.macosx_11_0_arm64", (), True),
    ],
)
def test_tags(tag: str, systems: tuple[str, ...], is_for_python_3: bool) -> None:
    [read] = read_wheel_tags([tag])
    assert read.foreign_systems == systems
    assert read.is_for_python_3 is is_for_python_3


def test_what_is_no_tag_is_left_out() -> None:
    assert read_wheel_tags(["", "py3", "a-b-c-d", "--", "py3-none-"]) == ()
