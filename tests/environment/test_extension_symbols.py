"""Extension modules that ask for what the target's Python, or cffi's runtime, does not give."""

import pytest

from layerlint.environment.environment import Environment, View
from layerlint.environment.python.failure import Defect
from layerlint.environment.python.model import ModuleVerdict
from layerlint.examples.build import stack_of
from layerlint.examples.elf import elf, elf_bytes
from layerlint.examples.recipe import Content, distribution, layer
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target

PLATFORM = load_platform()
PACKAGE: dict[str, Content] = {"python/pkg/__init__.py": "from pkg import _a\n"}
BACKEND = "python/_cffi_backend.cpython-312-x86_64-linux-gnu.so"
CLAIMED = distribution(
    "pkg", requires=["cffi>=1.12; platform_python_implementation != 'PyPy'"], record=["pkg/_a.abi3.so"]
)


def verdict(files: dict[str, Content], runtime: str, name: str = "pkg") -> ModuleVerdict:
    target = Target(PLATFORM.runtimes[runtime], "x86_64")
    model = Environment(View(stack_of(layer(files))), target, PLATFORM, PLATFORM.as_of).python
    assert model is not None
    return model.verdict(name)


def generated(*undefined: str) -> bytes:
    return elf_bytes(undefined=undefined) + b"_cffi_backend\0"


@pytest.mark.parametrize(("runtime", "loads"), [("python3.11", False), ("python3.12", True), ("python3.14", True)])
def test_a_symbol_of_a_newer_python(runtime: str, *, loads: bool) -> None:
    files: dict[str, Content] = {**PACKAGE, "python/pkg/_a.abi3.so": elf(undefined=("PyErr_GetRaisedException",))}
    found = verdict(files, runtime)
    assert found.loads is loads
    if not loads:
        assert found.failure is not None
        assert found.failure.cause.defect is Defect.SYMBOL
        assert "undefined symbol: PyErr_GetRaisedException (new in Python 3.12)" in found.reason


def test_a_module_that_brings_a_python_of_its_own_is_left_alone() -> None:
    module = elf(undefined=("PyErr_GetRaisedException",), needed=("libpython3.12.so.1.0",), rpath="$ORIGIN")
    files: dict[str, Content] = {**PACKAGE, "python/pkg/_a.so": module, "python/pkg/libpython3.12.so.1.0": elf()}
    assert verdict(files, "python3.11").loads is True


def test_a_module_of_one_version_is_not_asked() -> None:
    module = elf(undefined=("PyErr_GetRaisedException",))
    assert verdict({**PACKAGE, "python/pkg/_a.cpython-311-x86_64-linux-gnu.so": module}, "python3.11").loads is True


def test_cffis_runtime_for_another_python_fails_what_cffi_made() -> None:
    files: dict[str, Content] = {**PACKAGE, **CLAIMED, "python/pkg/_a.abi3.so": generated(), BACKEND: elf()}
    assert verdict(files, "python3.12").loads is True
    found = verdict(files, "python3.13")
    assert found.loads is False
    assert found.failure is not None
    assert (found.failure.exception, found.failure.cause.subject) == ("ModuleNotFoundError", "_cffi_backend")
    assert found.failure.cause.defect is Defect.ABI


def test_cffi_left_out() -> None:
    found = verdict({**PACKAGE, **CLAIMED, "python/pkg/_a.abi3.so": generated()}, "python3.12")
    assert found.failure is not None
    assert found.failure.cause.defect is Defect.MISSING


def test_who_does_not_require_cffi_is_not_searched() -> None:
    claimed = distribution("pkg", requires=["six"], record=["pkg/_a.abi3.so"])
    assert verdict({**PACKAGE, **claimed, "python/pkg/_a.abi3.so": generated()}, "python3.12").loads is True


def test_of_modules_that_nothing_claims_those_that_import_are_searched() -> None:
    imports = generated("PyImport_ImportModule")
    assert verdict({**PACKAGE, "python/pkg/_a.abi3.so": imports}, "python3.12").loads is False
    assert verdict({**PACKAGE, "python/pkg/_a.abi3.so": generated()}, "python3.12").loads is True


def test_a_module_without_the_name_in_its_bytes_loads() -> None:
    files: dict[str, Content] = {**PACKAGE, **CLAIMED, "python/pkg/_a.abi3.so": elf()}
    assert verdict(files, "python3.12").loads is True


def test_a_guard_against_a_missing_module_catches_it() -> None:
    guarded = "try:\n    from pkg import _a\nexcept ModuleNotFoundError:\n    _a = None\n"
    files: dict[str, Content] = {**CLAIMED, "python/pkg/__init__.py": guarded, "python/pkg/_a.abi3.so": generated()}
    assert verdict(files, "python3.12").loads is True
