"""Packages of Debian, unpacked and kept in the wheel cache: jars and gems that people install every day."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.integration.wheelhouse import alone, cache


def unpacked(package: str) -> Path:
    """A folder that holds the files of a package, fetched with apt. Skips the test where that is not possible."""
    made = cache() / "debian" / package
    with alone(made):
        if not made.exists():
            if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
                pytest.skip("no apt here")
            _unpack(package, made)
    return made


def _unpack(package: str, made: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="unfinished-", dir=made.parent) as folder:
        done = subprocess.run(
            ["apt-get", "download", "--quiet", package],  # noqa: S607
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        fetched = next(Path(folder).glob("*.deb"), None)
        if fetched is None:
            pytest.skip(f"apt could not fetch {package}: {done.stderr.strip()[-300:]}")
        root = Path(folder) / "root"
        subprocess.run(["dpkg-deb", "-x", str(fetched), str(root)], check=True)  # noqa: S607
        root.rename(made)
