"""What the file name of a Python extension module says: the interpreter, ABI and platform it was built for."""

from layerlint.enumeration import Enum
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

SYSTEMS = {
    "linux-gnu": "linux",
    "linux-gnueabihf": "linux",
    "linux-gnueabi": "linux",
    "linux-gnux32": "linux",
    "linux": "linux",
    "linux-musl": "linux-musl",
    "linux-musleabihf": "linux-musl",
    "linux-android": "other",
    "darwin": "macos",
}
MACHINES = {"aarch64": "arm64", "powerpc64le": "ppc64le", "i686": "i386", "amd64": "x86_64"}
WINDOWS = {"win_amd64": "x86_64", "win_arm64": "arm64", "win32": "i386"}
INTERPRETERS: dict[str | None, str] = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}
TITLES = {
    "linux": "Linux",
    "linux-musl": "musl Linux",
    "macos": "macOS",
    "windows": "Windows",
    "other": "another system",
}

_SOABI = pattern(r"(cpython|pypy|graalpy)-?(\d)(\d*)([a-z]*)(?:-pp\d+|-native)?(?:-(.+))?")
_WINDOWS = pattern(r"cp(\d)(\d+)([a-z]*)-(win\w+)")


class Abi(Enum):
    EXACT = "exact"  #: one interpreter version; the tag says which
    STABLE = "abi3"
    STABLE_THREADED = "abi3t"  #: the stable ABI of free-threaded builds
    ANY = "plain"  #: a bare .so or .pyd, which any version picks up


ABIS = {"": Abi.ANY, "abi3": Abi.STABLE, "abi3t": Abi.STABLE_THREADED}


class Extension(NamedTuple):
    """A file name taken apart; None where the name does not say."""

    module: str  #: the last part of the module's name
    suffix: str  #: from the first dot on
    abi: Abi
    interpreter: str | None = None  #: "cpython", "pypy", "graalpy"
    version: tuple[int, int] | None = None
    flags: str = ""  #: "t" free-threaded, "d" debug, "m" before 3.8
    machine: str | None = None  #: Lambda's word where it has one
    system: str | None = None  #: as in Native.system

    @property
    def free_threaded(self) -> bool:
        return "t" in self.flags or self.abi is Abi.STABLE_THREADED

    def __str__(self) -> str:
        """What it was built for, as a person says it: "free-threaded CPython 3.13 on x86_64 Linux"."""
        who = INTERPRETERS.get(self.interpreter, "the stable ABI" if self.abi is Abi.STABLE else "Python")
        version = f" {self.version[0]}.{self.version[1]}" if self.version else ""
        kind = "free-threaded " if self.free_threaded else "debug " if "d" in self.flags else ""
        where = " ".join(filter(None, (self.machine, TITLES.get(self.system or ""))))
        return f"{kind}{who}{version}" + (f" on {where}" if where else "")


def parse_extension(path: str) -> Extension | None:
    """The extension module that `path` would be by its name; None where no import looks for such a name."""
    module, dot, rest = path.rpartition("/")[2].partition(".")
    if not dot or not module.isidentifier():
        return None
    tag, _, ending = f".{rest}".rpartition(".")
    if ending not in ("so", "pyd"):
        return None
    tag = tag.removeprefix(".")
    system = "windows" if ending == "pyd" else None
    name, _, triplet = tag.partition("-")
    if name in ABIS:
        machine, named_system = _platform(triplet)
        return Extension(module, f".{rest}", ABIS[name], machine=machine, system=system or named_system)
    return _tagged(module, f".{rest}", tag)


def _tagged(module: str, suffix: str, tag: str) -> Extension | None:
    found = _SOABI.fullmatch(tag)
    if found:
        interpreter, major, minor, flags, platform = found.groups()
        version = (int(major), int(minor)) if minor and len(minor) < 4 else None
        machine, system = _platform(platform or "")
        return Extension(module, suffix, Abi.EXACT, interpreter, version, flags, machine, system)
    windows = _WINDOWS.fullmatch(tag)
    if not windows:
        return None
    major, minor, flags, platform = windows.groups()
    return Extension(
        module, suffix, Abi.EXACT, "cpython", (int(major), int(minor)), flags, WINDOWS.get(platform), "windows"
    )


def _platform(triplet: str) -> tuple[str | None, str | None]:
    if triplet in SYSTEMS:
        return None, SYSTEMS[triplet]
    machine, dash, system = triplet.partition("-")
    if not dash:
        return None, "other" if triplet else None
    return MACHINES.get(machine, machine), SYSTEMS.get(system, "other")
