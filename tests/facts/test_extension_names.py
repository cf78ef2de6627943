"""File names of extension modules and compiled files."""

import importlib.util
import sys

import pytest

from layerlint.facts.bytecode import cache_tag, magic_number
from layerlint.facts.suffix import Abi, parse_extension
from layerlint.platform.load import load_platform


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("_x.cpython-312-x86_64-linux-gnu.so", "CPython 3.12 on x86_64 Linux"),
        ("_x.cpython-39-aarch64-linux-gnu.so", "CPython 3.9 on arm64 Linux"),
        ("_x.cpython-313t-aarch64-linux-gnu.so", "free-threaded CPython 3.13 on arm64 Linux"),
        ("_x.cpython-37m-darwin.so", "CPython 3.7 on macOS"),
        ("_x.cpython-312-darwin.so", "CPython 3.12 on macOS"),
        ("_x.cpython-311-x86_64-linux-musl.so", "CPython 3.11 on x86_64 musl Linux"),
        ("_x.cp312-win_amd64.pyd", "CPython 3.12 on x86_64 Windows"),
        ("_x.cp313t-win_arm64.pyd", "free-threaded CPython 3.13 on arm64 Windows"),
        ("_x.pypy310-pp73-x86_64-linux-gnu.so", "PyPy 3.10 on x86_64 Linux"),
        ("_x.cpython-313-iphoneos.so", "CPython 3.13 on another system"),
        ("_x.abi3.so", "the stable ABI"),
        ("_x.abi3-x86_64-linux-gnu.so", "the stable ABI on x86_64 Linux"),
        ("_x.pyd", "Python on Windows"),
    ],
)
def test_a_name_says_what_it_was_built_for(name: str, shown: str) -> None:
    found = parse_extension(f"python/pkg/{name}")
    assert found is not None
    assert str(found) == shown
    assert found.module == "_x"
    assert found.module + found.suffix == name


@pytest.mark.parametrize("name", ["libz.so.1", "libz-1a2b.so", "x.py", "x", ".so", "x.foo.so", "x.cpython-3.txt"])
def test_other_names_are_no_extension_modules(name: str) -> None:
    assert parse_extension(name) is None


def test_plain_and_stable_names() -> None:
    plain, threaded = parse_extension("x.so"), parse_extension("x.abi3t.so")
    assert plain is not None
    assert plain.abi is Abi.ANY
    assert threaded is not None
    assert threaded.abi is Abi.STABLE_THREADED
    assert threaded.free_threaded


def test_every_accepted_suffix_is_understood() -> None:
    for runtime in load_platform().runtimes.values():
        for suffix in runtime.python.suffixes["x86_64"] if runtime.python and runtime.python.version > (3,) else ():
            assert parse_extension(f"m{suffix}") is not None


def test_the_magic_number_of_compiled_files() -> None:
    head = importlib.util.MAGIC_NUMBER + bytes(12)
    assert magic_number(head) == int.from_bytes(importlib.util.MAGIC_NUMBER[:2], "little")
    assert magic_number(b"abcd") is None
    assert magic_number(b"") is None


def test_cache_tags() -> None:
    assert cache_tag(importlib.util.cache_from_source("a/b.py")) == sys.implementation.cache_tag
    assert cache_tag("a/__pycache__/b.cpython-39.opt-1.pyc") == "cpython-39"
    assert cache_tag("a/b.cpython-39.pyc") is None
    assert cache_tag("a/__pycache__/b.pyc") is None
