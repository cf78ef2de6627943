"""Classes with several ways up to one base: what is asked of them must not be asked once for each way."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.examples.build import stack_of
from layerlint.examples.recipe import layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
LEVELS = 80
DIAMOND = "class B{0}(A{1}): pass\nclass C{0}(A{1}): pass\nclass A{0}(B{0}, C{0}): pass\n"
TWICE = "class A{0}(A{1}, A{1}): pass\n"


@pytest.mark.parametrize("base", ["", "(Exception)"])
@pytest.mark.parametrize("step", [DIAMOND, TWICE])
def test_a_lattice_of_classes_is_gone_through_once(step: str, base: str) -> None:
    lines = ["try:\n    import gone\nexcept ImportError:\n    gone = None\n", f"class A0{base}: pass\n"]
    lines += [step.format(level, level - 1) for level in range(1, LEVELS)]
    lines += [f"made = A{LEVELS - 1}()\nisinstance(made, A0)\n"]
    stack = stack_of(layer({"python/lattice.py": "".join(lines)}, "python3.12", "x86_64"))
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    model = Environment(View(stack), target, PLATFORM, PLATFORM.as_of).python
    assert model is not None
    assert model.verdict("lattice").losses
