"""Packages of the npm registry in exact versions, laid out as `npm install` does; tarballs are kept in the wheel cache.

npm runs none of their scripts and resolves nothing: what is named is fetched, and nothing else.
"""

import os
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.integration.wheelhouse import alone, cache

AT_ONCE = 4  # npm processes
DATE = (2024, 1, 1, 0, 0, 0)


def fetch(pins: Iterable[str]) -> None:
    """Get those that are not in the cache. Skips the test where npm cannot."""
    folder = cache() / "npm"
    with alone(folder / "whole"):
        missing = sorted({pin for pin in pins if not tarball(pin).exists()})
        if missing and shutil.which("npm") is None:
            pytest.skip("no npm here")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            said = list(pool.map(_pack, (missing[start::AT_ONCE] for start in range(AT_ONCE))))
    if not all(tarball(pin).exists() for pin in missing):
        pytest.skip(f"npm could not fetch: {''.join(said)[-500:]}")


def tarball(pin: str) -> Path:
    """Where the tarball of "@scope/name@1.2.3" is kept."""
    return cache() / "npm" / f"{pin.removeprefix('@').replace('/', '-').replace('@', '-')}.tgz"


def layer(pins: Sequence[str], made: Path, folder: str = "nodejs/node_modules") -> Path:
    """A zip of the packages side by side below `folder`."""
    fetch(pins)
    with zipfile.ZipFile(made, "w") as opened:
        for pin in pins:
            name = pin.rpartition("@")[0]
            for path, mode, data in files(pin):
                member = zipfile.ZipInfo(f"{folder}/{name}/{path}", DATE)
                member.external_attr = (0o100644 | mode & 0o111) << 16
                opened.writestr(member, data)
    return made


def files(pin: str) -> Iterator[tuple[str, int, bytes]]:
    """Path inside the package, mode and bytes of every file."""
    with tarfile.open(tarball(pin)) as opened:
        for member in opened:
            source = opened.extractfile(member) if member.isfile() else None
            if source is not None:
                yield member.name.partition("/")[2], member.mode, source.read()


def _pack(pins: Sequence[str]) -> str:
    """What npm complains of; the cache holds no half tarballs, since they are moved there whole."""
    if not pins:
        return ""
    folder = cache() / "npm" / f"unfinished-{os.getpid()}-{abs(hash(tuple(pins)))}"
    folder.mkdir(parents=True)
    command = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), *pins]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    for found in folder.glob("*.tgz"):
        found.rename(folder.parent / found.name)
    shutil.rmtree(folder)
    return done.stderr
