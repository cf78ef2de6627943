"""Extension modules compiled against NumPy 1: each asks for the C interface of arrays, which lies elsewhere in NumPy 2.

https://numpy.org/doc/stable/dev/depending_on_numpy.html#numpy-2-abi-handling: what is compiled against NumPy 2 asks in
both places and runs with either; what is compiled against NumPy 1 finds a Python module in the old one, and fails.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

from layerlint.archive.archive import UnreadableMember
from layerlint.environment.python.failure import Cause, Defect
from layerlint.environment.python.finder import Finder, Found, Origin
from layerlint.environment.python.loadable import ExtensionFile
from layerlint.environment.python.shared import Shared
from layerlint.environment.tree import Place

ARRAYS = "numpy"
OLD, NEW = "numpy.core._multiarray_umath", "numpy._core._multiarray_umath"
CHECKS_SIZES = b"size changed, may indicate binary incompatibility"  # Cython's modules, before anything else
MOST_SAMPLES = 8  # files of one distribution: those of one build are alike


class ArrayInterface:
    """Tells the modules that fail over it; asked only where NumPy is there and its interface has moved."""

    def __init__(self, shared: Shared, finder: Finder, extensions: Sequence[ExtensionFile]) -> None:
        self._shared = shared
        self._extensions = extensions
        brings_new = any(file.module == NEW for file in extensions)  # spares all others the search
        self._has_moved = brings_new and _is(finder, NEW, Origin.EXTENSION) and _is(finder, OLD, Origin.SOURCE)
        self._old: dict[str, bool] = {}

    def fault(self, found: Found) -> Cause | None:
        place = found.place
        if not self._has_moved or place is None or found.name.startswith(f"{ARRAYS}."):
            return None
        group = self._group(found.name, place)
        if group not in self._old:
            self._old[group] = self._is_old(group)
        if not self._old[group] or not is_for_old(text := self._text(place)):
            return None
        detail = f"{place.path} is compiled against NumPy 1, and NumPy 2 is here"
        exception = "ValueError" if CHECKS_SIZES in text else "ImportError"
        return Cause(Defect.ARRAYS, found.name, detail, place.path, place.mount.name, exception=exception)

    def _group(self, module: str, place: Place) -> str:
        """The distribution, or the top-level name where none claims the file; "" for one that can do without arrays."""
        owner = self._shared.owner(place)
        if owner is None:
            return module.partition(".")[0]
        return owner.name if ARRAYS in self._shared.required(owner) else ""

    def _is_old(self, group: str) -> bool:
        """Whether the first file of a group that asks for the interface does so in the old place alone."""
        files = self._groups.get(group, ()) if group else ()
        for file in sorted(files, key=lambda each: each.place.entry.size)[:MOST_SAMPLES]:
            text = self._text(file.place)
            if OLD.encode() in text:
                return is_for_old(text)
        return False

    @cached_property
    def _groups(self) -> Mapping[str, Sequence[ExtensionFile]]:
        groups: dict[str, list[ExtensionFile]] = {}
        for file in self._extensions:
            groups.setdefault(self._group(file.module, file.place), []).append(file)
        return groups

    def _text(self, place: Place) -> bytes:
        """Read past `Place.read`, which takes no source for as large as a compiled library may be."""
        try:
            return place.mount.contents.archive.read(place.entry)
        except UnreadableMember:
            return b""


def _is(finder: Finder, name: str, origin: Origin) -> bool:
    found = finder.find(name)
    return found is not None and found.origin is origin


def is_for_old(text: bytes) -> bool:
    return OLD.encode() in text and NEW.encode() not in text
