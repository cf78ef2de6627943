"""What is missed under a condition that nobody can decide, and what metadata says of it."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import distribution, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
OPEN = "import os\nif os.getcwd() == '/x':\n    import {}\n"


def loads(imported: str, record: list[str], requires: list[str]) -> bool | None:
    files = {
        "python/pkg/__init__.py": OPEN.format(imported),
        **distribution("pkg", record=["pkg/__init__.py", *record], requires=requires),
    }
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    environment = Environment(View(stack_of(layer(files))), target, PLATFORM, PLATFORM.as_of)
    assert environment.python is not None
    return environment.python.verdict("pkg").loads


@pytest.mark.parametrize(
    ("imported", "record", "requires", "expected"),
    [
        ("pkg.fast", [], [], True),  # a part of other releases
        ("pkg.fast", ["pkg/fast.py"], [], None),  # a part that somebody took away
        ("other", [], [], True),
        ("other", [], ["other>=1"], None),
    ],
)
def test_metadata_decides_what_a_condition_leaves_open(
    imported: str, record: list[str], requires: list[str], expected: bool | None
) -> None:
    assert loads(imported, record, requires) is expected
