"""The shared libraries of Lambda's images: which are there, which are known to be missing, and how sure that is."""

from collections.abc import Mapping
from enum import Enum
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, NamedTuple

from layerlint.platform import files
from layerlint.platform.fields import ARCHITECTURES
from layerlint.platform.records import Confidence, Runtime


class Presence(Enum):
    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"  #: nobody listed it: warn, never fail


class LibraryStatus(NamedTuple):
    presence: Presence
    confidence: Confidence
    tripped_by: str = ""  #: packages known to need it
    reason: str = ""  #: why it is missing, one clause


class ImageLibraries:
    """What libraries.toml says. Made by `load_libraries`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._always = frozenset(table["always"].split())
        self._never = frozenset(table["never"].split())
        self._systems: Mapping[str, Mapping[str, str]] = table["system"]
        self._languages: Mapping[str, Mapping[str, str]] = table["language"]
        self._absent: Mapping[str, Mapping[str, str]] = table["absent"]
        self._patterns = [pattern for pattern in self._absent if "*" in pattern]

    def status(self, runtime: Runtime, architecture: str, soname: str) -> LibraryStatus:
        """Of the image alone: a library in the stack may satisfy the need all the same, and one in the image wins."""
        if soname in self._always:
            return LibraryStatus(Presence.PRESENT, Confidence.DOCUMENTED)
        if soname in self._never:
            return LibraryStatus(Presence.ABSENT, Confidence.DOCUMENTED, reason="Lambda's systems use glibc, not musl")
        system = self._systems.get(runtime.system.name, {})
        found = self._of_language(runtime, soname) or _of_system(system, architecture, soname)
        return found or self._missing(runtime.system.name, soname)

    def _of_language(self, runtime: Runtime, soname: str) -> LibraryStatus | None:
        row = self._languages.get(runtime.language)
        if row is None or runtime.system.name not in row["systems"].split():
            return None
        if soname in row["present"].replace("{version}", runtime.version or "").split():
            return LibraryStatus(Presence.PRESENT, Confidence(row["confidence"]))
        if soname in row["uncertain"].split():
            return LibraryStatus(Presence.UNKNOWN, Confidence.INFERRED, reason="the runtime may bring one of its own")
        return None

    def _missing(self, system: str, soname: str) -> LibraryStatus:
        matching = (pattern for pattern in self._patterns if fnmatchcase(soname, pattern))
        name = soname if soname in self._absent else next(matching, "")
        row = self._absent.get(name, {})
        if system not in row:
            return LibraryStatus(Presence.UNKNOWN, Confidence.INFERRED)
        return LibraryStatus(Presence.ABSENT, Confidence(row[system]), row["trips"], row["why"])


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


@cache
def load_libraries() -> ImageLibraries:
    return ImageLibraries(files.table("libraries.toml"))
