"""Binaries of any system: what a member is by its first bytes, and what an ELF image asks of the loader."""

from collections.abc import Mapping

from layerlint.enumeration import Enum
from layerlint.named_tuple import NamedTuple


class Format(Enum):
    ELF = "ELF"
    MACHO = "Mach-O"
    PE = "PE"


class Addon(NamedTuple):
    """How an addon makes itself known to Node.js."""

    versions: tuple[int, ...] = ()  #: NODE_MODULE_VERSION of each registering function that it offers by name
    napi: bool = False  #: it uses Node-API, which all versions have
    functions: tuple[str, ...] = ()  #: of Node-API, named among its symbols
    api: int | None = None  #: the Node-API version that it says it was built for
    registers: bool = False  #: it registers itself while it is loaded
    registered: int | None = None  #: the NODE_MODULE_VERSION it does that with, where it was found


class Elf(NamedTuple):
    """The dynamic side of an ELF image, read through its program headers as the loader does."""

    shared: bool  #: ET_DYN
    interpreter: str | None = None  #: PT_INTERP
    soname: str | None = None
    needed: tuple[str, ...] = ()
    rpath: tuple[str, ...] = ()  #: as written, "" for the working folder; the loader ignores it beside a RUNPATH
    runpath: tuple[str, ...] | None = None  #: None: not set; an empty one still switches RPATH off
    no_defaults: bool = False  #: the loader looks neither into its cache nor into the system's folders
    version_needs: Mapping[str, tuple[str, ...]] = {}  #: library to versions, as GLIBC_2.28
    versions: tuple[str, ...] = ()  #: symbol versions that it defines, its own name first; (): none at all
    python_symbols: tuple[str, ...] = ()  #: of Python's C API, to be found elsewhere; of modules for any Python alone
    addon: Addon | None = None  #: of a file named as addons for Node.js are
    debug_bytes: int = 0  #: what stripping debug sections and the symbol table would save
    dynamic: bool = True  #: False for a static executable
    executable_stack: bool = False
    text_relocations: bool = False
    alignment: int = 0  #: the smallest alignment of a loaded segment, bytes; 0 where none is loaded
    aligned: bool = True  #: every loaded segment's address agrees with its offset, as its alignment asks
    static_tls: int = 0  #: bytes of every thread that must lie in the block made as the process starts
    processor_level: int = 0  #: x86-64 level that it says it needs: 2, 3 or 4; 0 and 1 ask for nothing


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
