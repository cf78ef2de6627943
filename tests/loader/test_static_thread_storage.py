"""Variables of threads at a fixed place: what the real loader has room for, and what we read of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from layerlint.facts.elf import read_elf
from layerlint.facts.native import Elf
from tests.loader.real import loader

SOURCE = '__thread char own[{}] __attribute__((tls_model("initial-exec"))); char *get(void) {{ return own; }}'
pytestmark = [
    pytest.mark.skipif(shutil.which("gcc") is None, reason="no compiler"),
    pytest.mark.skipif(loader() is None, reason="there is no glibc here to ask"),
]


@pytest.mark.parametrize(("size", "fits"), [(400, True), (8192, False)])
def test_a_library_must_fit_into_what_the_loader_keeps(size: int, *, fits: bool, tmp_path: Path) -> None:
    """On the sides of the line, which other libraries of the process and the version of glibc move a little."""
    made = tmp_path / "own.so"
    (tmp_path / "own.c").write_text(SOURCE.format(size), encoding="utf-8")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(made), str(tmp_path / "own.c")], check=True)  # noqa: S607
    opened = f"import ctypes; ctypes.CDLL({str(made)!r})"
    done = subprocess.run([sys.executable, "-c", opened], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is fits
    assert fits or "cannot allocate memory in static TLS block" in done.stderr
    elf = read_elf("own.so", made.read_bytes())
    assert isinstance(elf, Elf)
    assert elf.static_tls == size
