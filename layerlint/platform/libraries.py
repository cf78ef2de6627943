"""The shared libraries of Lambda's images: which are there, which are known to be missing, and how sure that is."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache, cached_property

from layerlint.enumeration import Enum
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.platform import files
from layerlint.platform.fields import ARCHITECTURES
from layerlint.platform.records import Confidence, Runtime

#: "cairo" of libcairo.so.2, of libcairo-2.dll and of cairo-2
STEM = pattern(r"(?:lib)?(.+?)(?:-[0-9a-f]{8})?(?:[-.]?\d[\w.\-]*)?(?:\.(?:so|dll|dylib)\b[\w.*]*|\*)?")
LONGEST = 100  # letters; no library has a longer name
Stems = Mapping[str, Sequence[str]]  # the sonames of each stem
LANGUAGE_FOLDER, SYSTEM_FOLDER = "/var/lang/lib", "/lib64"


class Presence(Enum):
    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"  #: nobody listed it: warn, never fail


class LibraryStatus(NamedTuple):
    presence: Presence
    confidence: Confidence
    tripped_by: str = ""  #: packages known to need it
    reason: str = ""  #: why it is missing, one clause
    brought_by: str = ""  #: the system's package that has it, where one does


class Nodes(NamedTuple):
    """The symbol versions of one library that a system is taken to have: those of a prefix up to the newest."""

    prefix: str  #: "OPENSSL_"
    newest: tuple[int, ...]


class ImageLibraries:
    """What tables/libraries.py says, and missing_libraries.toml where that is silent. Made by `load_libraries`."""

    def __init__(self) -> None:
        from layerlint.platform.tables import libraries as table  # noqa: PLC0415  # only where a binary needs a library

        self._always = frozenset(table.ALWAYS.split())
        self._never = frozenset(table.NEVER.split())
        self._process = frozenset(table.PROCESS.split())
        self._versioned = frozenset(table.VERSIONED.split())
        self._systems: Mapping[str, Mapping[str, str]] = table.SYSTEMS
        self._languages: Mapping[str, Mapping[str, str]] = table.LANGUAGES
        self._nodes: Mapping[str, Mapping[str, str]] = table.NODES
        self._known: dict[tuple[str, str, str | None, str, str], LibraryStatus] = {}
        self._stems: dict[tuple[str, str, str | None], tuple[Stems, Stems]] = {}

    @cached_property
    def _missing_ones(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """Tables that most archives never ask."""
        return files.table("missing_libraries.toml")

    @property
    def _absent(self) -> Mapping[str, Mapping[str, str]]:
        return self._missing_ones["absent"]

    def status(self, runtime: Runtime, architecture: str, soname: str) -> LibraryStatus:
        """Of the image alone: a library in the stack may satisfy the need all the same, and one in the image wins."""
        key = (runtime.system.name, runtime.language, runtime.version, architecture, soname)
        if key not in self._known:
            self._known[key] = self._status(runtime, architecture, soname)
        return self._known[key]

    def _status(self, runtime: Runtime, architecture: str, soname: str) -> LibraryStatus:
        if soname in self._always:
            return LibraryStatus(Presence.PRESENT, Confidence.DOCUMENTED)
        if soname in self._never:
            return LibraryStatus(Presence.ABSENT, Confidence.DOCUMENTED, reason="Lambda's systems use glibc, not musl")
        system = self._systems.get(runtime.system.name, {})
        found = self._of_language(runtime, soname) or _of_system(system, architecture, soname)
        return found or self._missing(runtime.system.name, soname)

    def by_short_name(self, runtime: Runtime, name: str) -> LibraryStatus:
        """Of any version of a library, by the name that a linker's -l takes: "cairo" of libcairo.so.2."""
        system = runtime.system.name
        held, lacking = self._by_stem(runtime)
        stem = library_stem(name)
        if any(soname.startswith(f"lib{name}.") for soname in held.get(stem, ())):
            return LibraryStatus(Presence.PRESENT, Confidence.INFERRED)
        if stem in held:
            return LibraryStatus(Presence.ABSENT, Confidence.DOCUMENTED, reason="the image has it under another name")
        found = [self._missing(system, soname) for soname in lacking.get(stem, ())]
        unsure = [status for status in found if status.confidence is Confidence.INFERRED]
        return next(iter(unsure or found), LibraryStatus(Presence.UNKNOWN, Confidence.INFERRED))

    def _by_stem(self, runtime: Runtime) -> tuple[Stems, Stems]:
        """The names that the image has or may have, and those that it is known to lack."""
        key = (runtime.system.name, runtime.language, runtime.version)
        if key not in self._stems:
            lacking = (soname for soname, row in self._absent.items() if runtime.system.name in row)
            self._stems[key] = (_stems(self._held(runtime)), _stems(lacking))
        return self._stems[key]

    def _held(self, runtime: Runtime) -> Iterable[str]:
        for table in (self._systems.get(runtime.system.name, {}), self._languages.get(runtime.language, {})):
            rows = (names for row, names in table.items() if row not in ("confidence", "systems"))
            yield from " ".join(rows).replace("{version}", runtime.version or "").split()

    def folder(self, runtime: Runtime, soname: str) -> str:
        """Where the image holds a library that is present."""
        found = self._of_language(runtime, soname)
        return LANGUAGE_FOLDER if found and found.presence is Presence.PRESENT else SYSTEM_FOLDER

    def in_process(self, soname: str) -> bool:
        """Whether every process of a runtime holds the library before it loads anything else."""
        return soname in self._process

    def is_versioned(self, soname: str) -> bool:
        """Whether every symbol of the system's own copy has a version."""
        return soname in self._versioned

    def nodes(self, system: str, soname: str) -> Nodes | None:
        """What a system's own copy is taken to have; None where nobody knows."""
        row = self._nodes.get(soname, {})
        if system not in row:
            return None
        return Nodes(row["prefix"], tuple(map(int, row[system].split("."))))

    def _of_language(self, runtime: Runtime, soname: str) -> LibraryStatus | None:
        row = self._languages.get(runtime.language)
        if row is None or runtime.system.name not in row["systems"].split():
            return None
        if soname in row["present"].replace("{version}", runtime.version or "").split():
            return LibraryStatus(Presence.PRESENT, Confidence(row["confidence"]))
        if soname in row.get(f"uncertain_{runtime.system.name}", "").split():
            return LibraryStatus(Presence.UNKNOWN, Confidence.INFERRED, reason="the runtime may bring one of its own")
        return None

    def _missing(self, system: str, soname: str) -> LibraryStatus:
        row = _row(self._absent, soname)
        package = self._package(system, soname)
        if system not in row:
            return LibraryStatus(Presence.UNKNOWN, Confidence.INFERRED, brought_by=package)
        return LibraryStatus(Presence.ABSENT, Confidence(row[system]), row["trips"], row["why"], package)

    def _package(self, system: str, soname: str) -> str:
        """The system's package that brings a library; "" where it has none."""
        return _row(self._missing_ones["packages"], soname).get(system, "")


def _row(table: Mapping[str, Mapping[str, str]], soname: str) -> Mapping[str, str]:
    """By the name itself, or by a pattern for any version of it."""
    if soname in table:
        return table[soname]
    matching = (row for name, row in table.items() if "*" in name and fnmatchcase(soname, name))
    return next(matching, {})


def _of_system(system: Mapping[str, str], architecture: str, soname: str) -> LibraryStatus | None:
    if soname in system.get("present", "").split() or soname in system.get(architecture, "").split():
        return LibraryStatus(Presence.PRESENT, Confidence(system["confidence"]))
    if soname in system.get("inferred", "").split():
        return LibraryStatus(Presence.PRESENT, Confidence.INFERRED)
    if soname in system.get("uncertain", "").split():
        return LibraryStatus(Presence.UNKNOWN, Confidence.INFERRED, reason="images may or may not have it by now")
    if any(soname in system.get(other, "").split() for other in ARCHITECTURES):
        return LibraryStatus(Presence.ABSENT, Confidence.DOCUMENTED, reason="it belongs to another architecture")
    return None


def library_stem(name: str) -> str:
    """The part of a library's name that is the same in all of its versions and on all systems."""
    found = STEM.fullmatch(name) if len(name) <= LONGEST else None
    return found[1] if found else name


def _stems(sonames: Iterable[str]) -> Stems:
    found: dict[str, list[str]] = {}
    for soname in sonames:
        found.setdefault(library_stem(soname), []).append(soname)
    return found


@cache
def load_libraries() -> ImageLibraries:
    return ImageLibraries()
