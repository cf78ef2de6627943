"""The CPythons at hand, by minor version."""

import functools
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VERSIONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15")
_ASK = "import sys; print(sys.implementation.name, '%d.%d' % sys.version_info[:2], sys.executable)"


@functools.cache
def interpreter(version: str) -> Path | None:
    """The real executable of a CPython such as "3.12"; None where there is none. Shims are seen through."""
    for candidate in _candidates(version):
        said = _introduce(candidate)
        if said[:2] == ["cpython", version]:
            return Path(said[2]).resolve()
    return None


def at_hand() -> list[str]:
    """The versions that an interpreter is here for, the oldest first."""
    return [version for version in VERSIONS if interpreter(version)]


def _introduce(candidate: Path) -> list[str]:
    """Implementation, version and executable; empty where it does not start."""
    asked = subprocess.run([candidate, "-I", "-S", "-c", _ASK], capture_output=True, text=True, check=False)
    return asked.stdout.strip().split(" ", 2) if asked.returncode == 0 else []


def _candidates(version: str) -> Iterator[Path]:
    if version == "{}.{}".format(*sys.version_info):
        yield Path(sys.executable)
    if found := shutil.which(f"python{version}"):
        yield from _managed(Path(found).parent.parent, version)
        yield Path(found)
    yield from _managed(Path.home() / ".pyenv", version)


def _managed(root: Path, version: str) -> Iterator[Path]:
    """The executables behind pyenv's shims, newest patch first, whichever version is chosen at the moment."""
    yield from sorted(root.glob(f"versions/{version}.*/bin/python{version}"), reverse=True)
