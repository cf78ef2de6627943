"""Wheels as they are published, pinned by their file names, fetched once and kept unpacked in the cache."""

import functools
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

from tests.integration.wheelhouse import NoIndex, cache

LIST = Path(__file__).with_name("wheels.txt")


class Wheel(NamedTuple):
    """A file name taken apart, as the specification of wheels says."""

    file: str
    name: str
    version: str
    python: str  #: "cp312"
    abi: str
    platforms: tuple[str, ...]

    @property
    def machine(self) -> str:
        return "aarch64" if self.platforms[0].endswith("aarch64") else "x86_64"

    @property
    def is_musl(self) -> bool:
        return self.platforms[0].startswith("musllinux")


@functools.cache
def wheels() -> tuple[Wheel, ...]:
    """Every wheel of the list, in its order."""
    return tuple(_wheel(line) for line in LIST.read_text("utf-8").splitlines() if line and not line.startswith("#"))


def _wheel(file: str) -> Wheel:
    name, version, python, abi, platforms = file.removesuffix(".whl").rsplit("-", 4)
    return Wheel(file, name, version, python, abi, tuple(platforms.split(".")))


def fetched(wheel: Wheel) -> Path:
    """The wheel's file, from the cache or fetched now. Raises NoIndex."""
    made = cache() / "published" / wheel.file
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=made.parent) as folder:
            _download(wheel, Path(folder))
            (Path(folder) / wheel.file).rename(made)
    return made


def unpacked(wheel: Wheel) -> Path:
    """A folder with the wheel's files, from the cache or unpacked now. Raises NoIndex."""
    made = cache() / "unpacked" / wheel.file.removesuffix(".whl")
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=made.parent) as folder:
            with zipfile.ZipFile(fetched(wheel)) as archive:
                archive.extractall(Path(folder) / "all")
            (Path(folder) / "all").rename(made)
    return made


def _download(wheel: Wheel, folder: Path) -> None:
    platforms = [word for each in wheel.platforms for word in ("--platform", each)]
    version = f"3.{wheel.python[3:]}" if wheel.python.startswith("cp3") else "3.12"
    tags = ["--implementation", "cp", "--python-version", version, "--abi", wheel.abi, *platforms]
    words = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--only-binary=:all:"]
    command = [sys.executable, "-m", "pip", "download", *words, *tags, "--dest", str(folder)]
    done = subprocess.run([*command, f"{wheel.name}=={wheel.version}"], capture_output=True, text=True, check=False)
    if done.returncode or not (folder / wheel.file).exists():
        raise NoIndex(f"{wheel.file}: {done.stderr.strip()[-500:]}")
