"""Small stacks by hand: what require and import find, and whether it loads, is what Node.js says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.node.model import NodeModel
from layerlint.environment.node.resolver import Found, Outcome
from layerlint.examples.build import stack_of, zip_bytes
from layerlint.examples.recipe import Recipe
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from tests.truth.node import running
from tests.truth.node.stacks import STACKS, NodeStack
from tests.truth.stage import Stage, staged

PLATFORM = load_platform()
PROGRAMS = running.programs()
pytestmark = pytest.mark.skipif(not PROGRAMS, reason="no Node.js at hand")
each_stack = pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.name)
each_program = pytest.mark.parametrize("program", PROGRAMS)


def model_of(stack: NodeStack, program: str) -> NodeModel:
    recipe = Recipe(layers=tuple(map(Recipe, stack.layers)), function=stack.function, variables=stack.variables)
    runtime = PLATFORM.runtimes.get(f"nodejs{running.major(program)}.x")
    if runtime is None:
        pytest.skip(f"Node.js {running.major(program)} is no runtime of Lambda")
    environment = Environment(View(stack_of(recipe)), Target(runtime, "x86_64"), PLATFORM, PLATFORM.as_of)
    assert environment.node is not None
    return environment.node


def laid_out(stack: NodeStack, folder: Path) -> tuple[list[Path], Path]:
    layers = [folder / f"layer{number}.zip" for number in range(len(stack.layers))]
    for path, files in zip(layers, stack.layers, strict=True):
        path.write_bytes(zip_bytes(files))
    function = folder / "function.zip"
    function.write_bytes(zip_bytes(stack.function))
    return layers, function


def queries(stack: NodeStack, model: NodeModel) -> Iterator[running.Query]:
    """Every package by its name, from the function and from every other package, and what the stack asks for."""
    start = "/var/task/index.mjs" if "index.mjs" in stack.function else "/var/task/index.js"
    names = [package.name for package in model.shared.installed.values()]
    files = [
        start,
        *(
            f"{package.folder}/index.js"
            for package in model.shared.installed.values()
            if _is_real(package.folder, model)
        ),
    ]
    for form in ("require", "import"):
        yield from ((form, name, file) for name in dict.fromkeys(names) for file in files)
        yield from ((form, name, file) for name, file in stack.asked)


def _is_real(folder: str, model: NodeModel) -> bool:
    return model.shared.disk.real(folder) == folder


def answer(model: NodeModel, form: str, name: str, file: str) -> Found:
    return model.resolver.require(name, file) if form == "require" else model.resolver.import_(name, file)


@each_program
@each_stack
def test_names_lead_where_node_says(stack: NodeStack, program: str, tmp_path: Path) -> None:
    model = model_of(stack, program)
    asked = list(queries(stack, model))
    with staged(*laid_out(stack, tmp_path)) as stage:
        truth = ask(program, stage, asked, model)
    wrong = []
    for query, said in zip(asked, truth, strict=True):
        found = answer(model, *query)
        mine = found.path if found.outcome is Outcome.FILE else found.outcome.value
        agrees = said == found.path if found.outcome is Outcome.FILE else said.startswith("!") == found.fails
        if not agrees:
            wrong.append(f"{query}: {said}, and the model says {mine} {found.reason}")
    assert not wrong, "\n".join(wrong)


@each_program
@each_stack
def test_packages_load_where_node_says(stack: NodeStack, program: str, tmp_path: Path) -> None:
    model = model_of(stack, program)
    asked = [(form, name, "/var/task/index.js") for name in model.public for form in ("require", "import")]
    with staged(*laid_out(stack, tmp_path)) as stage:
        truth = ask(program, stage, asked, model, load=True)
    verdicts = [model.verdict(name, required=form == "require") for form, name, _ in asked]
    wrong = [
        f"{query}: {said or 'loads'}, and the model says {verdict.reason or 'loads'}"
        for query, said, verdict in zip(asked, truth, verdicts, strict=True)
        if verdict.loads != (not said)
    ]
    assert not wrong, "\n".join(wrong)


def ask(program: str, stage: Stage, asked: list[running.Query], model: NodeModel, *, load: bool = False) -> list[str]:
    node_path = ":".join(model.resolver.node_path)
    return running.ask(program, stage, asked, model.facts, node_path, load=load)
