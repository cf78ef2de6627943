"""What an addon asks of Node-API, read from images that we build and from machine code as compilers write it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerlint.examples.elf import elf_bytes
from layerlint.facts.elf import read_elf
from layerlint.facts.native import Addon, Elf

COMPILER = shutil.which("gcc") or ""
SOURCE = """
int node_api_module_get_api_version_v1(void) { return VERSION; }
void *napi_register_module_v1(void *env, void *exports) { return exports; }
"""
FLAGS = (["-O0"], ["-O1"], ["-Os"], ["-O2"], ["-O2", "-fcf-protection"])


def addon(data: bytes) -> Addon:
    found = read_elf("a.node", data)
    assert isinstance(found, Elf), found
    assert found.addon is not None
    return found.addon


@pytest.mark.parametrize("machine", ["x86_64", "arm64"])
@pytest.mark.parametrize("version", [1, 8, 10, 65535])
def test_the_version_is_read_from_the_code(machine: str, version: int) -> None:
    found = addon(elf_bytes(machine=machine, undefined=("napi_wrap",), api_version=version))
    assert (found.api, found.napi) == (version, True)
    assert "napi_wrap" in found.functions


def test_what_registers_itself_is_not_asked() -> None:
    found = addon(elf_bytes(undefined=("napi_module_register",), api_version=10))
    assert (found.api, found.napi) == (None, True)


def test_a_function_that_is_only_called_is_no_answer() -> None:
    assert addon(elf_bytes(undefined=("node_api_module_get_api_version_v1", "napi_register_module_v1"))).api is None


@given(st.binary(min_size=8, max_size=8), st.sampled_from(["x86_64", "arm64"]))
def test_other_code_is_no_answer(code: bytes, machine: str) -> None:
    image = elf_bytes(machine=machine, api_version=10)
    known = b"\xb8\x0a\0\0\0\xc3\0\0" if machine == "x86_64" else b"\x40\x01\x80\x52\xc0\x03\x5f\xd6"
    assert image.count(known) == 1
    version = addon(image.replace(known, code)).api
    if version is None:
        return
    assert code[0] == 0xB8 and code[5] == 0xC3 if machine == "x86_64" else code[4:] == known[4:]
    assert version == int.from_bytes(code[1:5], "little") if machine == "x86_64" else version < 1 << 16


@given(st.integers(64, 600), st.binary(min_size=1, max_size=16))
def test_a_damaged_image_is_read_without_an_error(place: int, noise: bytes) -> None:
    image = elf_bytes(undefined=("napi_wrap",), api_version=10)
    read_elf("a.node", image[:place] + noise + image[place + len(noise) :])


@pytest.mark.skipif(not COMPILER, reason="no compiler here")
@pytest.mark.parametrize("flags", FLAGS, ids=" ".join)
def test_what_the_compiler_makes_of_it_is_understood(flags: list[str], tmp_path: Path) -> None:
    source, made = tmp_path / "a.c", tmp_path / "a.node"
    source.write_text(SOURCE)
    words = [COMPILER, "-shared", "-fPIC", *flags, "-DVERSION=10", str(source), "-o", str(made)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("the compiler does not take these")
    assert addon(made.read_bytes()).api == 10
