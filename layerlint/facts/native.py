"""Binaries of any system: what a member is by its first bytes, and what an ELF image asks of the loader."""

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple


class Format(Enum):
    ELF = "ELF"
    MACHO = "Mach-O"
    PE = "PE"


class Elf(NamedTuple):
    """The dynamic side of an ELF image, read through its program headers as the loader does."""

    shared: bool  #: ET_DYN
    interpreter: str | None = None  #: PT_INTERP
    soname: str | None = None
    needed: tuple[str, ...] = ()
    rpath: tuple[str, ...] = ()
    runpath: tuple[str, ...] = ()
    version_needs: Mapping[str, tuple[str, ...]] = {}  #: library to versions, as GLIBC_2.28
    python_symbols: tuple[str, ...] = ()  #: of Python's C API, to be found elsewhere; of modules for any Python alone
    debug_bytes: int = 0  #: what stripping debug sections and the symbol table would save
    dynamic: bool = True  #: False for a static executable


class Native(NamedTuple):
    """A member that is a binary by its magic."""

    path: str
    format: Format
    system: str  #: "linux", "linux-musl", "macos", "windows", "other"; "any" for managed .NET code
    machines: tuple[str, ...]  #: Lambda's words where it has them: "x86_64", "arm64"; else "i386", "arm", ...
    bits: int
    size: int
    elf: Elf | None = None

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]
