"""Which targets a stack is held to."""

import pytest

from layerlint.environment.targets import UnknownTarget, find_runtime
from layerlint.platform.load import load_platform

PLATFORM = load_platform()


def test_an_unknown_runtime_gets_the_nearest_name() -> None:
    with pytest.raises(UnknownTarget, match=r"unknown runtime python3\.21; did you mean python3\.\d+\?"):
        find_runtime(PLATFORM, "python3.21")
    with pytest.raises(UnknownTarget, match="layerlint runtimes lists them"):
        find_runtime(PLATFORM, "???")


def test_a_runtime_without_an_image_cannot_be_judged() -> None:
    with pytest.raises(UnknownTarget, match="its publisher made the image, not Amazon"):
        find_runtime(PLATFORM, "custom")
