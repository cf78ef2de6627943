"""Stacks of real wheels: the findings are those expected, and every import does what the model says."""

from pathlib import Path

import pytest

from layerlint.rule import Severity
from tests.integration import wheelhouse
from tests.integration.built_stack import answers, build, judged, opened
from tests.integration.stack_manifest import RealStack, real_stacks
from tests.truth.compare import differences
from tests.truth.harness import ask
from tests.truth.image import image
from tests.truth.interpreters import interpreter
from tests.truth.stage import staged

pytestmark = pytest.mark.index


@pytest.fixture(scope="session", autouse=True)
def _index() -> None:
    if not wheelhouse.index_answers():
        pytest.skip("no package index answers")


@pytest.mark.parametrize("stack", real_stacks(), ids=lambda stack: stack.name)
def test_check_finds_what_is_wrong_and_nothing_else(stack: RealStack, tmp_path: Path) -> None:
    diagnostics = judged(opened(stack, build(stack, tmp_path)))
    told = {each.code: str(each.severity) for each in diagnostics if each.severity > Severity.NOTE}
    notes = {each.code for each in diagnostics if each.severity is Severity.NOTE}
    wanted = {code: severity for code, severity in stack.found.items() if severity != "note"}
    assert told == wanted, "\n".join(f"{each.code} {each.finding}" for each in diagnostics)
    assert stack.found.keys() - wanted.keys() <= notes


@pytest.mark.parametrize("stack", real_stacks(), ids=lambda stack: stack.name)
def test_imports_as_python_does(stack: RealStack, tmp_path: Path) -> None:
    if interpreter(stack.python) is None:
        pytest.skip(f"no CPython {stack.python} at hand")
    built = build(stack, tmp_path)
    found = opened(stack, built)
    said = answers(found)
    with staged(built.layers, built.function) as stage:
        names = [answer.name for answer in said]
        truth = ask(stage, stack.python, names, image(stack.python), stack.variables.get("PYTHONPATH"))
    unknown = {answer.name for answer in said if answer.loads == "unknown"} & stack.unknown.keys()
    surprising = [each for each in differences(said, truth) if each.name not in unknown]
    assert not surprising, "\n".join(map(str, surprising))
    _an_error_is_told_where_the_handler_fails(stack, {each.name: each.loads for each in truth.outcomes})


def _an_error_is_told_where_the_handler_fails(stack: RealStack, loads: dict[str, bool]) -> None:
    handler = (stack.handler or "").rpartition(".")[0].replace("/", ".")
    if handler:
        assert loads[handler] is ("error" not in stack.found.values())


def test_there_are_enough() -> None:
    assert len(real_stacks()) >= 20
