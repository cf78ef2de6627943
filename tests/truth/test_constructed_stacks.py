"""Small stacks by hand: layerlint's answer for every module is what Python does."""

from pathlib import Path

import pytest

from tests.integration import wheelhouse
from tests.truth.compare import compare, predicted
from tests.truth.constructed import finding, written
from tests.truth.constructed.stack import Constructed
from tests.truth.harness import Image
from tests.truth.image import image
from tests.truth.interpreters import at_hand
from tests.truth.stage import staged

STACKS = (*finding.STACKS, *written.stacks("guards.txt"), *written.stacks("failing.txt"))


def _hold_to_the_truth(stack: Constructed, version: str, folder: Path, own: Image | None) -> None:
    layers, function = stack.built(folder)
    answers = predicted(layers, function, version)
    unknown = {answer.name for answer in answers if answer.loads == "unknown"}
    with staged(layers, function) as stage:
        found = compare(stage, answers, version, own)
    excused = unknown & stack.unknown.keys() | stack.beyond.keys()
    surprising = [difference for difference in found if difference.name not in excused]
    assert not surprising, "\n".join(map(str, surprising))


@pytest.mark.parametrize("version", at_hand())
@pytest.mark.parametrize("stack", [stack for stack in STACKS if not stack.sdk], ids=lambda stack: stack.name)
def test_imports_as_python_does(stack: Constructed, version: str, tmp_path: Path) -> None:
    _hold_to_the_truth(stack, version, tmp_path, None)


@pytest.mark.index
@pytest.mark.parametrize("version", at_hand())
@pytest.mark.parametrize("stack", [stack for stack in STACKS if stack.sdk], ids=lambda stack: stack.name)
def test_imports_over_the_runtime_s_own_packages(stack: Constructed, version: str, tmp_path: Path) -> None:
    if not wheelhouse.index_answers():
        pytest.skip("no package index answers")
    _hold_to_the_truth(stack, version, tmp_path, image(version))


def test_no_excuse_is_left_over() -> None:
    """An excuse names a module of its stack."""
    for stack in STACKS:
        files = {path for mounted in (*stack.layers, stack.function or {}) for path in mounted}
        parts = {part for path in files for part in path.removeprefix("python/").split("/")}
        names = {part.removesuffix(".py") for part in parts}
        assert stack.unknown.keys() | stack.beyond.keys() <= names, stack.name
