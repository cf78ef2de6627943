"""The programs of Lambda's images that scripts are run by: which are there, and which are known to be missing."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from layerlint.platform import files
from layerlint.platform.libraries import LibraryStatus, Presence
from layerlint.platform.records import Confidence, Runtime


class ImagePrograms:
    """What programs.toml says. Made by `load_programs`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._folders = tuple(table["folders"].split())
        self._language_folder: str = table["language_folder"]
        self._present = frozenset(table["present"].split())
        self._languages: Mapping[str, str] = table["language"]
        self._absent: Mapping[str, str] = table["absent"]

    def at(self, runtime: Runtime, path: str) -> LibraryStatus:
        """Of an absolute path in the image."""
        folder, _, name = path.rpartition("/")
        if folder in self._folders:
            own = name in self._present
            return _present() if own else self._missing(runtime, name)
        if folder == self._language_folder:
            return _present() if name in self._of_language(runtime) else self._missing(runtime, name)
        return LibraryStatus(Presence.UNKNOWN, Confidence.INFERRED)

    def named(self, runtime: Runtime, name: str) -> LibraryStatus:
        """Of a name that is searched along PATH, as `/usr/bin/env` does."""
        if name in self._present or name in self._of_language(runtime):
            return _present()
        return self._missing(runtime, name)

    def _of_language(self, runtime: Runtime) -> list[str]:
        return self._languages.get(runtime.language, "").replace("{version}", runtime.version or "").split()

    def _missing(self, runtime: Runtime, name: str) -> LibraryStatus:
        stem = name.rstrip("0123456789.")
        known = name in self._absent["names"].split() or stem in self._absent["names"].split()
        if known and runtime.system.name in self._absent:
            return LibraryStatus(Presence.ABSENT, Confidence(self._absent[runtime.system.name]))
        return LibraryStatus(Presence.UNKNOWN, Confidence.INFERRED)


def _present() -> LibraryStatus:
    return LibraryStatus(Presence.PRESENT, Confidence.MEASURED)


@cache
def load_programs() -> ImagePrograms:
    return ImagePrograms(files.table("programs.toml"))
