"""Real layers of real wheels: what `pip install --target python` leaves behind, zipped, and kept in a cache.

The cache is `.cache/wheels` at the root of the checkout, or the folder that LAYERLINT_WHEEL_CACHE names. Every layer is
pinned to exact versions and built without resolving, so it is the same on every machine. Whether an index answers is
found out by asking for one small wheel, once a run.
"""

import fnmatch
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.integration.manifest import Build

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parents[2]
CACHE_VARIABLE = "LAYERLINT_WHEEL_CACHE"
PROBE = "six==1.17.0"
PATCH = 20  #: of the Python asked for: wheels may refuse the first few of a minor version
RECIPE = 2  #: raised when zips are built in another way, so that old ones are not taken from the cache


class NoIndex(Exception):
    """pip could not fetch; str() is its last words."""


def cache() -> Path:
    return Path(os.environ.get(CACHE_VARIABLE) or ROOT / ".cache" / "wheels")


@functools.cache
def index_answers() -> bool:
    """Whether pip can fetch a wheel that is in no cache of its own."""
    with tempfile.TemporaryDirectory() as folder:
        asked = _pip("download", "--no-deps", "--no-cache-dir", "--dest", folder, PROBE)
    return asked.returncode == 0


def layer(build: Build) -> Path:
    """The zip of a build, from the cache or made now. Raises NoIndex."""
    made = cache() / "layers" / f"{build.name}-{_digest(build)}.zip"
    with alone(made):
        if not made.exists():
            with tempfile.TemporaryDirectory(prefix="layerlint-wheels-") as folder:
                if build.packages:
                    install(build, Path(folder) / build.folder)
                _bring(build.debian, Path(folder) / "lib")
                _put(Path(folder), made, build)
    return made


def installed(build: Build) -> Path:
    """A folder that holds what pip installs for a build, from the cache or made now. Raises NoIndex."""
    made = cache() / "installed" / f"{build.name}-{_digest(build)}"
    with alone(made):
        if not made.exists():
            with tempfile.TemporaryDirectory(prefix="layerlint-wheels-", dir=made.parent) as folder:
                install(build, Path(folder) / "all")
                (Path(folder) / "all").rename(made)
    return made


@contextmanager
def alone(made: Path) -> Iterator[None]:
    """One process makes a thing, and the others wait for it."""
    made.parent.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32" or made.exists():
        yield
        return
    with made.with_name(f"{made.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(build: Build, target: Path) -> None:
    """Run pip as people do who build for another machine than theirs. Raises NoIndex."""
    target.mkdir(parents=True, exist_ok=True)
    platforms = [word for tag in build.tags for word in ("--platform", tag)]
    abis = [word for abi in build.abis for word in ("--abi", abi)]
    version = ["--implementation", "cp", "--python-version", f"{build.python}.{PATCH}", "--only-binary=:all:"]
    # pip holds Requires-Python against its own interpreter as well, and the pins are known to fit.
    where = ["--no-deps", "--no-compile", "--ignore-requires-python", "--target", str(target)]
    done = _pip("install", *where, *version, *platforms, *abis, *build.packages)
    if done.returncode:
        raise NoIndex(f"{build.name}: {done.stderr.strip()[-500:]}")


def _pip(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _digest(build: Build) -> str:
    told = (RECIPE, build.folder, build.python, build.tags, build.abis, build.packages, build.remove)
    more = [each for each in (build.keep, build.debian, build.move) if each]
    return hashlib.sha256(repr((*told, *more)).encode()).hexdigest()[:12]


def _bring(packages: Sequence[str], into: Path) -> None:
    """Every shared library of some packages under each of its names: zips for Lambda seldom hold links."""
    from tests.integration.debian import unpacked  # noqa: PLC0415  # it keeps what it fetches in this cache

    for root in map(unpacked, packages):
        into.mkdir(parents=True, exist_ok=True)
        for path in sorted({*root.glob("usr/lib/*-linux-gnu/*.so*"), *root.glob("lib/*-linux-gnu/*.so*")}):
            shutil.copyfile(path, into / path.name)


def _put(root: Path, made: Path, build: Build) -> None:
    """Zip under another name first: a run that is stopped leaves no half zip in the cache."""
    unfinished = made.with_suffix(f".{os.getpid()}")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as opened:
        for path in _kept(root, build):
            add(opened, path, _moved(path.relative_to(root).as_posix(), build))
    unfinished.rename(made)


def _kept(root: Path, build: Build) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and _matches(name, build.keep or ("*",)) and not _matches(name, build.remove):
            yield path


def _moved(name: str, build: Build) -> str:
    places = (place + name[len(folder) :] for folder, place in build.move if name.startswith(f"{folder}/"))
    return next(places, name)


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def add(opened: zipfile.ZipFile, path: Path, name: str) -> None:
    """As `zip -r` does, but dated alike everywhere."""
    member = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = path.stat().st_mode << 16
    with path.open("rb") as source, opened.open(member, "w") as sink:
        shutil.copyfileobj(source, sink)
