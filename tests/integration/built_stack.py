"""Stacks of real wheels as layerlint and Python take them: zips, the stack of them, the model's answers."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from layerlint.engine import Diagnostic, Options, run
from layerlint.environment.environment import Environment, View
from layerlint.environment.python.model import ModuleVerdict
from layerlint.inputs.stacks import Declared, one_stack
from layerlint.load import load_rules
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from layerlint.stack import Stack
from tests.integration import wheelhouse
from tests.integration.stack_manifest import RealStack
from tests.truth.compare import Answer

PLATFORM = load_platform()
RULES = load_rules(packs=False)
DAY = "2025-06-01"  #: every runtime asked about was open then


class Built(NamedTuple):
    layers: tuple[Path, ...]
    function: Path | None


def build(stack: RealStack, folder: Path) -> Built:
    """The zips, the layers' from the wheel cache. Raises wheelhouse.NoIndex."""
    layers = tuple(map(wheelhouse.layer, stack.layers))
    return Built(layers, _function(stack, folder) if stack.function is not None else None)


def _function(stack: RealStack, folder: Path) -> Path:
    made = folder / "function.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for path, data in (*_vendored(stack), *_written(stack)):
            member = zipfile.ZipInfo(path, (2024, 1, 1, 0, 0, 0))
            member.external_attr = 0o100644 << 16
            opened.writestr(member, data)
    return made


def _written(stack: RealStack) -> Iterator[tuple[str, bytes]]:
    for path, text in (stack.function or {}).items():
        yield path, text.encode()


def _vendored(stack: RealStack) -> Iterator[tuple[str, bytes]]:
    if stack.vendored is not None:
        root = wheelhouse.installed(stack.vendored)
        for path in sorted(each for each in root.rglob("*") if each.is_file()):
            yield path.relative_to(root).as_posix(), path.read_bytes()


def opened(stack: RealStack, built: Built) -> Stack:
    """What the command line makes of the zips, with the variables that only a project can declare."""
    declared = Declared(runtimes=(f"python{stack.python}",), architectures=("x86_64",), handler=stack.handler)
    found = one_stack([str(path) for path in built.layers], str(built.function) if built.function else None, declared)
    assert not found.problems, found.problems
    return found.stacks[0]._replace(variables=dict(stack.variables))


def judged(stack: Stack) -> tuple[Diagnostic, ...]:
    return run(stack, RULES, Options(platform=PLATFORM, as_of=DAY)).diagnostics


def answers(stack: Stack) -> tuple[Answer, ...]:
    """What the model says of every top-level module and of the handler's."""
    target = Target(PLATFORM.runtimes[stack.runtimes[0]], stack.architectures[0])
    model = Environment(View(stack), target, PLATFORM, DAY).python
    assert model is not None
    names = {*model.top_level(), stack.handler_module} - {""}
    return tuple(_answer(model.verdict(name)) for name in sorted(names))


def _answer(verdict: ModuleVerdict) -> Answer:
    loads: Literal["unknown"] | bool = "unknown" if verdict.loads is None else verdict.loads
    return Answer(name=verdict.name, loads=loads, file=verdict.file, reason=verdict.reason, chain=verdict.chain)
