"""The real dynamic loader, asked what it would load; and our model over the same files, with this machine's libraries.

`LD_TRACE_LOADED_OBJECTS` makes ld.so map what a library needs, print it and end: nothing of the library runs. What the
model takes for the image's libraries is this machine's own cache, as `ldconfig -p` prints it, and the folders that the
cache was made of.
"""

import functools
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from layerlint.archive.open import open_archive
from layerlint.environment.linker.closure import Closure, closure
from layerlint.environment.linker.search import LibrarySearch, Object, Step, native_of
from layerlint.environment.tree import Place, Tree
from layerlint.facts.contents import Contents
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from layerlint.stack import Mount, Role

LOADERS = {"x86_64": "/lib64/ld-linux-x86-64.so.2", "aarch64": "/lib/ld-linux-aarch64.so.1"}
ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}
TRACED = re.compile(r"^\t(\S+)(?: => (not found|\S+))?(?: \(0x[0-9a-f]+\))?$")
KERNELS = re.compile(r"linux-(?:vdso|gate)\.so")
CACHED = re.compile(r"^\t(\S+) \(libc6,(x86-64|AArch64)[^)]*\) => (\S+)$")
WORDS = {"x86_64": "x86-64", "aarch64": "AArch64"}


def loader() -> str | None:
    """The real loader of this machine; None where there is none, or no cache to read."""
    path = LOADERS.get(platform.machine())
    return path if path and Path(path).exists() and shutil.which("ldconfig", path=_SBIN) else None


_SBIN = os.pathsep.join(["/sbin", "/usr/sbin", os.environ.get("PATH", "")])


@functools.cache
def cached() -> Mapping[str, str]:
    """The names in this machine's cache to the files that stand for them; the first is what ld.so takes."""
    told = subprocess.run(["ldconfig", "-p"], env={"PATH": _SBIN}, capture_output=True, text=True, check=True).stdout  # noqa: S607
    found: dict[str, str] = {}
    for line in told.splitlines():
        row = CACHED.match(line)
        if row and row[2] == WORDS[platform.machine()]:
            found.setdefault(row[1], row[3])
    return found


def traced(path: Path, folder: Path, library_path: Sequence[str]) -> dict[str, str | None]:
    """Each name that the real loader asks for, to the file it takes; None where it finds nothing."""
    variables = {"LD_TRACE_LOADED_OBJECTS": "1", "LD_LIBRARY_PATH": ":".join(library_path), "LC_ALL": "C"}
    done = subprocess.run(
        [str(loader()), str(path)], cwd=folder, env=variables, capture_output=True, text=True, check=False
    )
    rows = [row for line in done.stdout.splitlines() if (row := TRACED.match(line)) and not KERNELS.match(row[1])]
    return {row[1]: None if row[2] == "not found" else os.path.realpath(folder / (row[2] or row[1])) for row in rows}


def warned(path: Path, folder: Path, library_path: Sequence[str]) -> str:
    """What the real loader says of symbols that it does not find, were everything bound at once: `ldd -r`."""
    variables = {"LD_TRACE_LOADED_OBJECTS": "1", "LD_WARN": "1", "LD_BIND_NOW": "1", "LC_ALL": "C"}
    done = subprocess.run(
        [str(loader()), str(path)],
        cwd=folder,
        env={**variables, "LD_LIBRARY_PATH": ":".join(library_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


class Modelled:
    """Our search over a folder that stands for /opt, on a system whose own libraries are this machine's."""

    def __init__(self, folder: Path, library_path: Sequence[str] = ()) -> None:
        self.folder = folder
        mount = Mount(contents=Contents(open_archive(folder)), role=Role.LAYER)
        self.tree = Tree(str(folder), [mount])
        target = Target(load_platform().runtimes["provided.al2023"], ARCHITECTURES[platform.machine()])
        self.search = LibrarySearch([self.tree], target, library_path, _cache_folder, working_folder=str(folder))

    def objects(self) -> Sequence[Object]:
        """Every library of the folder that the machine can load."""
        files = (self.tree.file(path) for mount in self.tree.mounts for path in sorted(mount.contents.natives))
        found = [place for place in files if place is not None and self.search.suits(native_of(place))]
        return [item for place in found if (item := self._object(place)) is not None]

    def _object(self, place: Place) -> Object | None:
        native = native_of(place)
        return Object(place, native.elf, f"{self.folder}/{place.path}") if native and native.elf else None

    def closure(self, first: Object) -> Closure:
        return closure(first, self.search, _nothing)

    def found(self, first: Object) -> dict[str, str | None]:
        """Each name that something in the folder asks for to the file; those that another answers to are left out."""
        edges = self.closure(first).edges
        return {
            edge.soname: os.path.realpath(edge.found.path) if edge.found else None
            for edge in edges
            if edge.found is None or edge.found.step is not Step.LOADED
        }


def _cache_folder(soname: str) -> str | None:
    path = cached().get(soname)
    if path:
        return path.rpartition("/")[0]
    return next((folder for folder in _default_folders() if Path(folder, soname).exists()), None)


@functools.cache
def _default_folders() -> tuple[str, ...]:
    """Where ld.so looks last, for names that are not in its cache: the folders from which the cache was made."""
    return tuple(sorted({path.rpartition("/")[0] for path in cached().values()}))


def _nothing(name: str) -> None:
    del name
