"""Each path by itself, or one stack in the order of the command line."""

from pathlib import Path

import pytest

from layerlint.examples.build import zip_bytes
from layerlint.inputs.stacks import Declared, lone_stacks, one_stack
from layerlint.stack import Role


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, member in {"a.zip": "python/a.py", "b.zip": "python/b.py", "f.zip": "app.py"}.items():
        Path(name).write_bytes(zip_bytes({member: ""}))
    Path("unzipped/python").mkdir(parents=True)


def test_each_path_is_a_stack_of_its_own() -> None:
    declared = Declared(runtimes=("python3.12",), architectures=("arm64",), handler="app.handler")
    opened = lone_stacks(["a.zip", "f.zip", "missing.zip", "unzipped/", "a.zip"], declared)
    layer, function, unzipped = opened.stacks
    assert (layer.name, function.name, unzipped.name) == ("a.zip", "f.zip", "unzipped")
    assert (layer.function, layer.handler) == (None, None)
    assert function.function
    assert (function.function.role, function.handler) == (Role.FUNCTION, "app.handler")
    assert {stack.runtimes for stack in opened.stacks} == {("python3.12",)}
    assert opened.problems == ("missing.zip: no such file or folder",)


def test_the_kind_can_be_said() -> None:
    (stack,) = lone_stacks(["f.zip"], Declared(role=Role.LAYER)).stacks
    (mount,) = stack.mounts
    assert (mount.role, mount.inferred) == (Role.LAYER, "")


def test_a_stack_keeps_the_order_of_its_layers() -> None:
    (stack,) = one_stack(["b.zip", "a.zip"], "f.zip", Declared()).stacks
    assert stack.name == "b.zip + a.zip + f.zip"
    assert [mount.role for mount in stack.mounts] == [Role.LAYER, Role.LAYER, Role.FUNCTION]


def test_a_stack_with_a_part_missing_is_not_judged() -> None:
    opened = one_stack(["a.zip", "x.zip"], "y.zip", Declared())
    assert opened.stacks == ()
    assert len(opened.problems) == 2
