"""What is too large to be read is not said to load."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import distribution, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
LARGE = "x = 1\n" + "# padding\n" * (1 << 20)
WORDY = "x = [" + "1," * 160_000 + "]\n"


def loads(files: dict[str, str], name: str) -> bool | None:
    environment = Environment(
        View(stack_of(layer(files))), Target(PLATFORM.runtimes["python3.12"], "x86_64"), PLATFORM, PLATFORM.as_of
    )
    assert environment.python is not None
    return environment.python.verdict(name).loads


@pytest.mark.parametrize("source", [LARGE, WORDY], ids=["large", "wordy"])
def test_what_is_not_read_is_not_known_to_load(source: str) -> None:
    assert loads({"python/big.py": source}, "big") is None
    assert loads({"python/user.py": "import big\n", "python/big.py": source}, "user") is None
    assert loads({"python/user.py": "def f():\n    import big\n", "python/big.py": source}, "user") is True


def test_metadata_does_not_vouch_for_it() -> None:
    assert loads({"python/big.py": LARGE, **distribution("big", record=["big.py"])}, "big") is None
