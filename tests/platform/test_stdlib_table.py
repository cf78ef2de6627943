"""The standard library table, held against every CPython at hand."""

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerlint.platform.stdlib import Version, load_stdlib

STDLIB = load_stdlib()
PROBE = Path(__file__).parents[2] / "scripts" / "stdlib_probe.py"
MEASURED = [version for version in STDLIB.versions if version <= STDLIB.measured]


def interpreter(version: Version) -> str | None:
    """A CPython that starts, on PATH or among pyenv's."""
    name = f"python{version[0]}.{version[1]}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    found = [shutil.which(name), *map(str, sorted(pyenv.glob(f"{version[0]}.{version[1]}.*/bin/{name}"), reverse=True))]
    return next((path for path in found if path and _starts(path)), None)


def _starts(path: str) -> bool:
    try:
        return subprocess.run([path, "-c", "pass"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@cache
def held(version: Version) -> dict[str, list[str] | None]:
    """What the interpreter itself says; skips where there is none."""
    path = interpreter(version)
    if path is None:
        pytest.skip(f"no CPython {version[0]}.{version[1]} at hand")
    command = [path, "-I", "-S", "-W", "ignore", str(PROBE)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    modules: dict[str, list[str] | None] = json.loads(done.stdout)["modules"]
    return modules


@pytest.mark.parametrize("version", MEASURED, ids=str)
def test_modules_are_those_of_the_interpreter(version: Version) -> None:
    wrong = [
        name
        for name, names in held(version).items()
        if STDLIB.has_module(name, version) != (names is not None) and not STDLIB.is_uncertain(name, version)
    ]
    assert [name for name in wrong if name not in ("_hashlib", "_uuid")] == []


@pytest.mark.parametrize("version", MEASURED, ids=str)
def test_no_name_that_is_there_is_called_absent(version: Version) -> None:
    for module, names in held(version).items():
        assert [name for name in names or () if STDLIB.lacks_name(module, name, version)] == []


@pytest.mark.parametrize(
    ("module", "name", "has", "lacks"),
    [
        ("typing", "Self", (3, 11), (3, 10)),
        ("typing", "override", (3, 12), (3, 11)),
        ("inspect", "getargspec", (3, 10), (3, 11)),
        ("collections", "Mapping", (3, 9), (3, 10)),
        ("ast", "Num", (3, 13), (3, 14)),
        ("asyncio", "run", (3, 7), (3, 6)),
        ("pkgutil", "find_loader", (3, 13), (3, 14)),
        ("importlib", "metadata", (3, 8), (3, 7)),
        ("uuid", "uuid7", (3, 14), (3, 13)),
        ("tarfile", "data_filter", (3, 7), (3, 6)),
    ],
)
def test_names_that_came_and_went(module: str, name: str, has: Version, lacks: Version) -> None:
    assert not STDLIB.lacks_name(module, name, has)
    assert STDLIB.lacks_name(module, name, lacks)


@pytest.mark.parametrize(
    ("module", "has", "lacks"),
    [
        ("distutils", (3, 11), (3, 12)),
        ("distutils.version", (3, 11), (3, 12)),
        ("imp", (3, 11), (3, 12)),
        ("cgi", (3, 12), (3, 13)),
        ("tomllib", (3, 11), (3, 10)),
        ("dataclasses", (3, 7), (3, 6)),
        ("zoneinfo", (3, 9), (3, 8)),
        ("annotationlib", (3, 14), (3, 13)),
        ("sre_parse", (3, 14), (3, 15)),
    ],
)
def test_modules_that_came_and_went(module: str, has: Version, lacks: Version) -> None:
    assert STDLIB.has_module(module, has)
    assert not STDLIB.has_module(module, lacks)


def test_modules_of_every_version() -> None:
    for version in STDLIB.versions:
        top = STDLIB.top_level(version)
        assert {"os", "sys", "json", "sqlite3", "this", "_io", "ssl"} <= top
        assert not {"winreg", "msvcrt", "nt", "_winapi", "typing_extensions", "requests", "test"} & top
        for name in ("os.path", "xml.parsers.expat.errors", "concurrent.futures.thread", "email.mime.text"):
            assert STDLIB.has_module(name, version)


def test_what_no_table_can_know() -> None:
    assert STDLIB.is_uncertain("tkinter")
    assert STDLIB.is_uncertain("tkinter.ttk")
    assert STDLIB.is_uncertain("dbm.gnu")
    assert not STDLIB.is_uncertain("dbm")
    assert not STDLIB.is_uncertain("json")
    assert STDLIB.is_uncertain("_py_warnings", (3, 16))
    assert not STDLIB.is_uncertain("_py_warnings", (3, 12))
    assert STDLIB.is_uncertain("urllib2", (2, 7))


def test_what_depends_on_the_build_is_not_called_absent() -> None:
    for version in STDLIB.versions:
        assert not STDLIB.lacks_name("ssl", "HAS_TLSv1_3", version)
        assert not STDLIB.lacks_name("os", "O_TMPFILE", version)
        assert not STDLIB.lacks_name("hashlib", "scrypt", version)


@given(st.text(), st.text(), st.tuples(st.integers(), st.integers()))
def test_any_question_has_an_answer(module: str, name: str, version: Version) -> None:
    assert isinstance(STDLIB.has_module(module, version), bool)
    assert isinstance(STDLIB.is_uncertain(module, version), bool)
    if STDLIB.lacks_name(module, name, version):
        assert STDLIB.has_module(module, version)
