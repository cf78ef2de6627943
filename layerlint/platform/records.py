"""The records that the data files are read into. Code holds none of the numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple


class Confidence(Enum):
    DOCUMENTED = "documented"
    MEASURED = "measured"
    REPORTED = "reported"
    INFERRED = "inferred"  #: never makes an error


class State(Enum):
    SUPPORTED = "supported"
    PREVIEW = "preview"
    DEPRECATED = "deprecated"
    CREATE_BLOCKED = "create-blocked"
    UPDATE_BLOCKED = "update-blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """An operating system image: AL1, AL2, AL2023."""

    name: str
    title: str
    glibc: tuple[int, ...]
    glibcxx: tuple[int, ...]  #: newest GLIBCXX_ node every image has
    glibcxx_newest: tuple[int, ...]  #: newest node of current images only; between the two is no error
    cxxabi: tuple[int, ...]
    cxxabi_newest: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonFacts:
    version: tuple[int, int]
    abi: str  #: "cp312"; "cp36m" before 3.8
    pyc_magic: int | None
    sdk_folder: str  #: where the bundled boto3 lives, absolute


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    identifier: str  #: as the API spells it, e.g. "python3.12"
    language: str  #: "python", "nodejs", "java", "ruby", "dotnet", "go", "provided"
    version: str | None
    system: System
    architectures: tuple[str, ...]
    released: date | None
    deprecation: date | None
    block_create: date | None
    block_update: date | None
    preview: bool
    python: PythonFacts | None
    confidence: Confidence

    def state(self, on: date) -> State:
        """Dates decide: a deprecated function keeps running, a blocked one cannot be created or updated."""
        if self.block_update and self.block_update <= on:
            return State.UPDATE_BLOCKED
        if self.block_create and self.block_create <= on:
            return State.CREATE_BLOCKED
        if self.deprecation and self.deprecation <= on:
            return State.DEPRECATED
        return State.PREVIEW if self.preview else State.SUPPORTED

    def __str__(self) -> str:
        return self.identifier


class Target(NamedTuple):
    runtime: Runtime
    architecture: str  #: "x86_64" or "arm64"

    def __str__(self) -> str:
        return f"{self.runtime.identifier} on {self.architecture}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    unpacked_bytes: int  #: function and layers together; equality is rejected
    packed_bytes: int  #: in a direct upload
    layers: int
    extensions: int
    name_bytes: int  #: one part of a path on Linux
    path_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    as_of: date
    sources: tuple[str, ...]
    systems: Mapping[str, System]
    runtimes: Mapping[str, Runtime]
    limits: Limits
