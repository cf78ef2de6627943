"""The programs of Lambda's images that scripts are run by: which are there, and which are known to be missing."""

from functools import cache

from layerlint.platform.libraries import LibraryStatus, Presence
from layerlint.platform.records import Confidence, Runtime


class ImagePrograms:
    """What tables/programs.py says. Made by `load_programs`."""

    def __init__(self) -> None:
        from layerlint.platform.tables import programs as table  # noqa: PLC0415  # only where there are scripts

        self._folders = tuple(table.FOLDERS.split())
        self._language_folder = table.LANGUAGE_FOLDER
        self._present = frozenset(table.PRESENT.split())
        self._languages = table.LANGUAGES
        self._absent = frozenset(table.ABSENT.split())
        self._absent_on = table.ABSENT_ON

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
        if (name in self._absent or stem in self._absent) and runtime.system.name in self._absent_on:
            return LibraryStatus(Presence.ABSENT, Confidence(self._absent_on[runtime.system.name]))
        return LibraryStatus(Presence.UNKNOWN, Confidence.INFERRED)


def _present() -> LibraryStatus:
    return LibraryStatus(Presence.PRESENT, Confidence.MEASURED)


@cache
def load_programs() -> ImagePrograms:
    return ImagePrograms()
