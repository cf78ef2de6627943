"""Extension modules without the function that Python calls: told where an import comes to what nobody published."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.failure import Breakage, Defect, Reach
from layerlint.environment.python.loadable import entry_points
from layerlint.environment.python.model import ModuleVerdict
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, distribution, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
MODULE = "python/pkg/_a.cpython-312-x86_64-linux-gnu.so"
IMPORTS: dict[str, Content] = {"python/pkg/__init__.py": "from pkg import _a\n"}
LIBRARY: Content = elf(defined=("call",))


def environment(files: dict[str, Content]) -> Environment:
    target = Target(PLATFORM.runtimes["python3.12"], "x86_64")
    return Environment(View(stack_of(layer(files))), target, PLATFORM, PLATFORM.as_of)


def test_python_3_15_takes_the_other_function_as_well() -> None:
    files: dict[str, Content] = {**IMPORTS, "python/pkg/_a.abi3.so": elf(defined=("PyModExport__a",))}
    for runtime, count in {"python3.14": 1, "python3.15": 0}.items():
        target = Target(PLATFORM.runtimes[runtime], "x86_64")
        env = Environment(View(stack_of(layer(files))), target, PLATFORM, PLATFORM.as_of)
        assert env.breakages is not None
        assert len(list(env.breakages.of(Defect.ENTRY))) == count


def told(files: dict[str, Content]) -> list[Breakage]:
    env = environment(files)
    assert env.breakages is not None
    return list(env.breakages.of(Defect.ENTRY))


def verdict(files: dict[str, Content], name: str) -> ModuleVerdict:
    env = environment(files)
    assert env.breakages is not None
    return env.breakages.model.verdict(name)


@pytest.mark.parametrize(
    ("module", "version", "symbols"),
    [
        ("pkg._a", (3, 12), (b"PyInit__a",)),
        ("a", (3, 14), (b"PyInit_a",)),
        ("a", (3, 15), (b"PyInit_a", b"PyModExport_a")),
        ("a", (2, 7), (b"inita",)),
        ("pkg.schön", (3, 12), (b"PyInitU_schn_7qa",)),
    ],
)
def test_the_function_bears_the_name_of_the_module(
    module: str, version: tuple[int, int], symbols: tuple[bytes, ...]
) -> None:
    assert entry_points(module, version) == symbols


def test_a_library_that_is_imported_fails_as_a_module() -> None:
    failing = verdict({**IMPORTS, MODULE: LIBRARY}, "pkg")
    assert failing.loads is False
    assert failing.reason.endswith(f"{MODULE} has no PyInit__a")
    (breakage,) = told({**IMPORTS, MODULE: LIBRARY})
    assert breakage.reach is Reach.WHOLE


@pytest.mark.parametrize(
    "files",
    [
        {**IMPORTS, MODULE: elf(defined=("PyInit__a",))},
        {**IMPORTS, MODULE: elf()},  # nothing can be said of what tells no names
        {**IMPORTS, MODULE: elf(needed=("libb.so",), defined=("b",)), "lib/libb.so": elf(defined=("PyInit__a",))},
        {**IMPORTS, MODULE: LIBRARY, **distribution("pkg", record=[MODULE.removeprefix("python/")])},
        {"python/pkg/__init__.py": "", MODULE: LIBRARY},
        {"python/a.so": LIBRARY},
    ],
)
def test_what_has_one_or_is_no_module(files: dict[str, Content]) -> None:
    assert told(files) == []


def test_an_import_of_a_mere_library_fails_all_the_same() -> None:
    assert verdict({"python/a.so": LIBRARY}, "a").loads is False
