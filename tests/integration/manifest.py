"""The layers that are built of real wheels, read from manifest.toml."""

import functools
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ALL_VARIABLE = "LAYERLINT_ALL_LAYERS"
MANIFEST = Path(__file__).with_name("manifest.toml")
AL2 = frozenset({"3.9", "3.10", "3.11"})  #: these run on the older image


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What pip is asked for, and what a person takes out afterwards."""

    name: str
    python: str  #: "3.12"
    system: str  #: "linux", "linux-new", "musl", "macos", "windows"
    machine: str  #: "x86_64", "aarch64" or "arm64" as the system spells it
    packages: tuple[str, ...]  #: exact pins, dependencies included
    abis: tuple[str, ...] = ()  #: when other than CPython's own
    folder: str = "python"  #: where in the zip pip installs to
    remove: tuple[str, ...] = ()  #: patterns over member names
    keep: tuple[str, ...] = ()  #: the same; where there are some, nothing else is kept
    debian: tuple[str, ...] = ()  #: packages of Debian, whose shared libraries are put into lib/
    move: tuple[tuple[str, str], ...] = ()  #: folders of the zip to those that their files are put into instead

    @property
    def tags(self) -> tuple[str, ...]:
        """Platform tags, best first."""
        return tuple(_TAGS[self.system](self.python, self.machine))

    @property
    def target(self) -> tuple[str, str]:
        """The runtime and architecture the builder had in mind."""
        return f"python{self.python}", "arm64" if self.machine in {"aarch64", "arm64"} else "x86_64"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What `layerlint check` owes on one target."""

    runtime: str
    architecture: str
    cause: str | None  #: None: no error. Otherwise one word of `CAUSES` in the tests


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    build: Build
    expected: tuple[Expected, ...]
    core: bool  #: in every run; the others only on demand, for they are a gigabyte and a half
    unknown: Mapping[str, str]  #: modules of which layerlint may say that it cannot know, and why


@functools.cache
def cases() -> tuple[Case, ...]:
    """Every layer of the manifest, in its order."""
    entries = tomllib.loads(MANIFEST.read_text("utf-8"))["layer"]
    return tuple(_case(entry) for entry in entries)


def chosen() -> tuple[Case, ...]:
    """The core, or every layer where the environment asks for all."""
    return cases() if os.environ.get(ALL_VARIABLE) else tuple(case for case in cases() if case.core)


def _case(entry: dict[str, object]) -> Case:
    verdicts, core, unknown = entry.pop("expect"), entry.pop("core", False), entry.pop("unknown", {})
    assert isinstance(verdicts, dict)
    assert isinstance(unknown, dict)
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    build = Build(**{**entry, **lists})  # type: ignore[arg-type]  # the manifest is ours; a wrong key fails here
    expected = tuple(_expected(target, cause) for target, cause in verdicts.items())
    return Case(build=build, expected=expected, core=bool(core), unknown=unknown)


def _expected(target: str, cause: str) -> Expected:
    runtime, _, architecture = target.partition("/")
    return Expected(runtime=runtime, architecture=architecture, cause=None if cause == "loads" else cause)


def _linux(python: str, machine: str) -> list[str]:
    """Tags up to the glibc of the image that runs this Python."""
    return _manylinux(26 if python in AL2 else 34, machine)


def _linux_new(_python: str, machine: str) -> list[str]:
    """Tags up to the glibc of the newer image, whichever the Python: what a modern machine picks."""
    return _manylinux(34, machine)


def _manylinux(newest: int, machine: str) -> list[str]:
    oldest, legacy = (5, ["manylinux2010", "manylinux1"]) if machine == "x86_64" else (17, [])
    glibc = [f"manylinux_2_{minor}_{machine}" for minor in range(newest, oldest - 1, -1)]
    return [*glibc, *(f"{name}_{machine}" for name in ["manylinux2014", *legacy, "linux"])]


def _musl(_python: str, machine: str) -> list[str]:
    return [f"musllinux_1_{minor}_{machine}" for minor in (2, 1)]


def _macos(_python: str, machine: str) -> list[str]:
    old = [f"macosx_10_{minor}_x86_64" for minor in range(16, 8, -1)] if machine == "x86_64" else []
    return [*(f"macosx_{major}_0_{machine}" for major in range(15, 10, -1)), *old, "macosx_10_9_universal2"]


def _windows(_python: str, _machine: str) -> list[str]:
    return ["win_amd64"]


_TAGS = {"linux": _linux, "linux-new": _linux_new, "musl": _musl, "macos": _macos, "windows": _windows}
