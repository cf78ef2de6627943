"""Start-up is part of the product: a clean small layer pays for nothing that it does not need."""

import subprocess
import sys
from pathlib import Path

import pytest

from layerlint.examples.build import zip_bytes
from tests.integration.measured import environment

CLEAN = {
    "python/module/__init__.py": "try:\n    import threading\nexcept ImportError:\n    import dummy_threading\n",
    "python/module-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: module\nVersion: 1.0\n\n",
    "python/module-1.0.dist-info/RECORD": "module/__init__.py,,\nmodule-1.0.dist-info/METADATA,,\n",
}
#: What each costs over a bare interpreter was measured: between 10 and 200 ms.
HEAVY = {
    "libcst",
    "rich",
    "elftools",
    "email",
    "zipfile",
    "logging",
    "importlib.metadata",
    "asyncio",
    "unittest",
    "ssl",
}
#: of the standard library, 2 to 10 ms each
UNNEEDED = {"json", "tomllib", "typing", "pathlib", "argparse", "ast", "gettext", "locale", "datetime"}
LOADED = "import sys; from layerlint.cli import main; main({words!r}); print(*sorted(sys.modules))"


def loaded_by(*words: str, folder: Path) -> set[str]:
    """The modules that a command leaves loaded."""
    command = [sys.executable, "-P", "-c", LOADED.format(words=list(words))]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_a_clean_layer_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "layer.zip").write_bytes(zip_bytes(CLEAN))
    assert loaded_by("check", "layer.zip", folder=tmp_path) & (HEAVY | UNNEEDED) == set()


def test_a_clean_layer_reads_no_rule(tmp_path: Path) -> None:
    (tmp_path / "layer.zip").write_bytes(zip_bytes(CLEAN))
    loaded = loaded_by("check", "layer.zip", folder=tmp_path)
    assert [name for name in loaded if name.startswith(("layerlint.rules.", "layerlint.examples."))] == []


def test_the_version_loads_next_to_nothing(tmp_path: Path) -> None:
    loaded = loaded_by("--version", folder=tmp_path)
    assert {name for name in loaded if name.startswith("layerlint")} == {"layerlint", "layerlint.cli"}
    assert loaded & (HEAVY | {"argparse", "dataclasses", "tomllib"}) == set()


@pytest.mark.parametrize("words", [["rules"], ["runtimes"]])
def test_tables_load_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    assert loaded_by(*words, folder=tmp_path) & HEAVY == set()
