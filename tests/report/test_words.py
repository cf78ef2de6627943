"""Targets in few words that stay true."""

from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from layerlint.report.words import both, count, targets

RUNTIMES = load_platform().runtimes


def _targets(*names: str) -> list[Target]:
    return [Target(RUNTIMES[name], arch) for name in names for arch in RUNTIMES[name].architectures]


def test_runtimes_of_the_same_architectures_are_named_together() -> None:
    found = _targets("python3.7", "python3.12", "python3.13")
    assert targets(found) == "python3.7 on x86_64; python3.12, python3.13 on x86_64 and arm64"


def test_neighbours_become_a_range_only_where_none_is_left_out() -> None:
    every = _targets("python3.8", "python3.9", "python3.10", "python3.11", "python3.12")
    without = [target for target in every if target.runtime.identifier != "python3.10"]
    assert targets(every, every) == "python3.8 to python3.12 on x86_64 and arm64"
    assert targets(without, every) == "python3.8, python3.9, python3.11, python3.12 on x86_64 and arm64"


def test_lists_and_counts() -> None:
    assert (both([]), both(["a"]), both(["a", "b"]), both(["a", "b", "c"])) == ("", "a", "a and b", "a, b and c")
    assert (count(1, "error"), count(2655, "file")) == ("1 error", "2,655 files")
