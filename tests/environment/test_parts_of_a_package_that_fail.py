"""A package whose top-level import touches none of its extension modules is judged by what it is made for."""

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.failure import Breakage, Reach
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, distribution, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
TAG = "cpython-310-x86_64-linux-gnu.so"
TREES: dict[str, Content] = {
    "python/trees/__init__.py": "",
    "python/trees/etree." + TAG: elf(),
    "python/trees/html.py": "from trees import etree\n",
}
PADDING = bytes(9 << 20)


def breakages(files: dict[str, Content], runtime: str) -> tuple[Breakage, ...]:
    environment = Environment(
        View(stack_of(layer(files))), Target(PLATFORM.runtimes[runtime], "x86_64"), PLATFORM, PLATFORM.as_of
    )
    assert environment.breakages is not None
    return environment.breakages.all


def test_a_compiled_twin_of_a_source_does_not_speak_for_the_other_extensions() -> None:
    twin: dict[str, Content] = {"python/trees/builder.py": "", "python/trees/builder." + TAG: elf()}
    for files in (TREES, TREES | twin):
        (broken,) = breakages(files, "python3.11")
        assert (broken.reach, broken.fails) == (Reach.PART, True)


def test_an_extension_that_does_load_makes_the_broken_one_an_extra() -> None:
    (broken,) = breakages(TREES | {"python/trees/core.abi3.so": elf()}, "python3.11")
    assert (broken.reach, broken.fails) == (Reach.PART, False)


def test_the_users_of_a_broken_cffi_are_what_fails() -> None:
    """However large the compiled module is that imports cffi's runtime."""
    for padding in (b"", PADDING):
        library = elf()() + b"_cffi_backend\0" + padding
        files: dict[str, Content] = {
            "python/vault/__init__.py": "",
            "python/vault/_rust.abi3.so": library,
            "python/vault/fernet.py": "from vault import _rust\n",
            "python/_cffi_backend." + TAG: elf(),
            **distribution("vault", requires=["cffi"], record=["vault/__init__.py", "vault/_rust.abi3.so"]),
        }
        (broken,) = breakages(files, "python3.11")
        assert (broken.owner, broken.reach, broken.fails) == ("_cffi_backend", Reach.PART, True)


PICKING = """\
import importlib

def backend():
    for name in ("fast", "plain"):
        try:
            return importlib.import_module("parse.backends." + name)
        except ImportError:
            continue

parse = backend().parse
"""
BACKENDS: dict[str, Content] = {
    "python/parse/__init__.py": PICKING,
    "python/parse/backends/__init__.py": "",
    "python/parse/backends/plain.py": "parse = len\n",
    "python/parse/backends/fast.py": "from . import _fast\n",
    "python/parse/backends/_fast." + TAG: elf(),
}


def test_one_of_several_modules_that_a_package_picks_by_name_is_an_extra() -> None:
    (broken,) = breakages(BACKENDS, "python3.12")
    assert (broken.root, broken.reach, broken.fails) == ("parse.backends.fast", Reach.PART, False)


def test_a_module_that_others_import_by_its_name_is_none_of_several() -> None:
    user: dict[str, Content] = {"python/parse/cli.py": "from parse.backends import fast\n"}
    (broken,) = breakages(BACKENDS | user, "python3.12")
    assert broken.fails


def test_a_module_that_a_package_loads_when_it_is_asked_for_is_none_of_several() -> None:
    getter = (
        "import importlib\n\ndef __getattr__(name):\n    return importlib.import_module('parse.backends.' + name)\n"
    )
    (broken,) = breakages(BACKENDS | {"python/parse/__init__.py": getter}, "python3.12")
    assert broken.fails
