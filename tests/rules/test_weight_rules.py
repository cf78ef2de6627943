"""The rules about limits and weight, where an example would be too large or too many."""

import pytest

from layerlint.engine import Diagnostic, Options, run
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import Content, Recipe, distribution, layer, zeros
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.rule import Severity

RULES = [rule for rule in load_rules(packs=False) if rule.family == "LL6"]
PLATFORM = load_platform()
LIMIT = 10_000
SMALL = PLATFORM._replace(limits=PLATFORM.limits._replace(unpacked_bytes=LIMIT, packed_bytes=2_000))


def found(recipe: Recipe) -> tuple[Diagnostic, ...]:
    """With a limit of 10,000 bytes unpacked and 2,000 packed."""
    return run(stack_of(recipe), RULES, Options(platform=SMALL, as_of=PLATFORM.as_of)).diagnostics


def codes(recipe: Recipe) -> list[str]:
    return [diagnostic.code for diagnostic in found(recipe)]


@pytest.mark.parametrize(
    ("size", "expected"),
    [(8_999, []), (9_000, ["LL603"]), (9_999, ["LL603"]), (10_000, ["LL601"]), (30_000, ["LL601"])],
)
def test_equality_is_rejected_and_nine_tenths_are_near(size: int, expected: list[str]) -> None:
    assert codes(layer({"data.npz": zeros(size)})) == expected


def test_archives_count_together() -> None:
    recipe = Recipe({"python/a.npz": zeros(6_000)}, function={"b.npz": zeros(4_000)})
    (diagnostic,) = found(recipe)
    assert diagnostic.code == "LL601"
    assert diagnostic.severity is Severity.ERROR
    assert diagnostic.finding.archive == ""
    assert diagnostic.finding.message == "the function and its layers unpack to 10,000 bytes together"
    assert "layer.zip 6,000, function.zip 4,000" in diagnostic.finding.reason


def test_what_is_too_large_alone_is_not_said_again_of_the_sum() -> None:
    (diagnostic,) = found(Recipe({"python/a.npz": zeros(10_000)}, function={"b.npz": zeros(4_000)}))
    assert diagnostic.finding.archive == "layer.zip"


def test_near_the_limit_together() -> None:
    (diagnostic,) = found(Recipe({"python/a.npz": zeros(6_000)}, function={"b.npz": zeros(3_500)}))
    assert diagnostic.code == "LL603"
    assert diagnostic.finding.message.startswith("the function and its layers take")


def test_the_largest_parts_are_distributions_and_folders() -> None:
    files: dict[str, Content] = {
        "python/frames/data.npz": zeros(7_000),
        "python/frames.libs/lib.npz": zeros(1_000),
        "python/other/data.npz": zeros(3_000),
        "nodejs/node_modules/@scope/thing/index.js": zeros(2_000),
        **distribution("frames", "2.2.1", record=["frames/data.npz", "frames.libs/lib.npz"]),
    }
    (diagnostic,) = found(layer(files))
    parts = diagnostic.finding.help.partition("the largest parts are ")[2]
    assert parts.startswith("frames 2.2.1 8 KiB, python/other 3 KiB, nodejs/node_modules/@scope/thing 2 KiB")


def test_only_the_size_of_the_zip_limits_the_upload() -> None:
    assert codes(layer({"python/a.npz": zeros(8_000)})) == []
    assert codes(layer({f"python/{number}.txt": "" for number in range(40)})) == ["LL602"]


def test_an_empty_stack_has_no_weight() -> None:
    assert codes(layer({})) == []


def test_test_folders_that_must_stay_are_not_in_the_command() -> None:
    files: dict[str, Content] = {
        "python/frames/__init__.py": "",
        "python/frames/tests/data.csv": zeros(2 << 20),
        "python/stars/__init__.py": "from .tests.runner import TestRunner\n",
        "python/stars/tests/data.csv": zeros(2 << 20),
    }
    (diagnostic,) = run(stack_of(layer(files)), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    assert diagnostic.finding.paths == ("python/frames/tests",)
    assert diagnostic.finding.help.startswith("zip -d layer.zip 'python/frames/tests/*', then")
    del files["python/stars/__init__.py"], files["python/stars/tests/data.csv"]
    (diagnostic,) = run(stack_of(layer(files)), RULES, Options(platform=PLATFORM, as_of=PLATFORM.as_of)).diagnostics
    assert diagnostic.finding.help.startswith("zip -d layer.zip '*/tests/*', then")
