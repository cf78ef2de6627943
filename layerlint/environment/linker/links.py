"""Libraries that the dynamic loader finds neither in the stack nor in the image."""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from layerlint.environment.linker.search import LibrarySearch, Object, native_of
from layerlint.environment.tree import Place, Tree
from layerlint.facts.native import Native
from layerlint.platform.libraries import LibraryStatus, Presence, load_libraries
from layerlint.platform.records import Confidence, Target

#: what auditwheel puts into the names of the libraries that a wheel brings along: libfoo-1a2b3c4d.so.1
BUNDLED_NAME = re.compile(r".+-(?=[0-9]*[a-f])[0-9a-f]{8}(?:\.\d[\w.]*)?\.so(?:\.[\w.]+)?")
STEM = re.compile(r"(?:-[0-9a-f]{8})?(?:[-.]\d[\w.]*)?\.so(?:\..*)?$")
BUNDLED = LibraryStatus(Presence.ABSENT, Confidence.DOCUMENTED, reason="its wheel brings it along")


class Missing(NamedTuple):
    """A library that an object needs and nothing brings."""

    soname: str
    chain: tuple[Place, ...]  #: from what was asked about to the one whose need it is
    status: LibraryStatus
    searched: tuple[str, ...] = ()  #: folders of the stack, absolute, in order; the image comes in between
    near: tuple[str, ...] = ()  #: members of the stack that look like another version of it

    @property
    def user(self) -> Place:
        return self.chain[-1]

    @property
    def steps(self) -> tuple[str, ...]:
        """From the file that was asked about down to the search that finds nothing, a line each."""
        lines = [
            f"{user.absolute} needs {needed.path.rpartition('/')[2]}"
            for user, needed in zip(self.chain, self.chain[1:], strict=False)
        ]
        near = f"; {', '.join(self.near)} is another version" if self.near else ""
        where = ", ".join([*self.searched, "the image"])
        return (*lines, f"{self.user.absolute} needs {self.soname}", f"searched in {where}: found nowhere{near}")

    def absence(self, system: str) -> str:
        """Where it is not, one clause to stand behind its name."""
        if self.bundled:
            return "which its wheel brings along and which is not there"
        if self.status.presence is Presence.ABSENT:
            doubt = "" if self.certain else " by all that is known"
            return f"which {system} does not have{doubt}"
        return f"which is not there and which {system} is not known to have"

    @property
    def bundled(self) -> bool:
        """Whether a wheel brought it, and it was lost on the way."""
        return self.status is BUNDLED

    @property
    def certain(self) -> bool:
        return self.status.presence is Presence.ABSENT and self.status.confidence is not Confidence.INFERRED


class Links:
    """What the libraries of one stack need on one target. A stack whose needs are all met costs no search."""

    def __init__(self, trees: Sequence[Tree], target: Target, library_path: Sequence[str]) -> None:
        self.trees = tuple(tree for tree in trees if tree.mounts)
        self.target = target
        self.search = LibrarySearch(self.trees, target, library_path, self._in_image)
        self._known: dict[Place, tuple[Missing, ...]] = {}

    def missing(self, place: Place) -> tuple[Missing, ...]:
        """What loading the file comes to and does not find, nearest first; certain ones before the others."""
        if not self.unmet:
            return ()
        if place not in self._known:
            found = tuple(self._missing(place))
            self._known[place] = tuple(sorted(found, key=lambda each: not each.certain))
        return self._known[place]

    def fault(self, place: Place) -> Missing | None:
        """The first missing library that keeps the file from loading for certain."""
        return next((each for each in self.missing(place) if each.certain), None)

    @cached_property
    def unmet(self) -> Mapping[str, LibraryStatus]:
        """Needed names that no file of the stack bears and the image is not known to hold.

        A library that lies anywhere in the stack may have been loaded before by somebody else, so it counts as there.
        """
        needed = {name for native in self._natives if native.elf for name in native.elf.needed}
        found = {}
        for name in sorted(needed):
            if name.rpartition("/")[2] not in self._names:
                status = self._status(name)
                if status.presence is not Presence.PRESENT:
                    found[name] = self._surer(name, status)
        return found

    def _status(self, name: str) -> LibraryStatus:
        return load_libraries().status(self.target.runtime, self.target.architecture, name)

    def _in_image(self, name: str) -> bool:
        return self._status(name).presence is Presence.PRESENT

    def _surer(self, name: str, status: LibraryStatus) -> LibraryStatus:
        known = status.presence is Presence.ABSENT and status.confidence is not Confidence.INFERRED
        return BUNDLED if not known and (BUNDLED_NAME.fullmatch(name) or name in self._recorded) else status

    @cached_property
    def _natives(self) -> Sequence[Native]:
        """Those that the target could load as far as their headers say."""
        mounts = [mount for tree in self.trees for mount in tree.mounts]
        return [native for mount in mounts for native in mount.contents.natives.values() if self.search.suits(native)]

    @cached_property
    def _names(self) -> frozenset[str]:
        """File names, link names and sonames of everything in the stack."""
        files = {path.rpartition("/")[2] for tree in self.trees for path in (*tree.files, *tree.links)}
        return frozenset(files | {native.elf.soname for native in self._natives if native.elf and native.elf.soname})

    @cached_property
    def _recorded(self) -> frozenset[str]:
        """Names of the libraries that a RECORD lists."""
        distributions = (dist for tree in self.trees for mount in tree.mounts for dist in mount.contents.distributions)
        return frozenset(path.rpartition("/")[2] for dist in distributions for path in dist.record if ".so" in path)

    def _missing(self, place: Place) -> Iterator[Missing]:
        """Breadth-first, as ld.so loads: each name once, whoever asked first."""
        first = _object(place, None)
        queue = deque([first] if first else [])
        seen: set[str] = set()
        while queue:
            user = queue.popleft()
            for soname in user.elf.needed:
                if soname not in seen:
                    seen.add(soname)
                    if soname in self.unmet:
                        yield self._absence(soname, user)
                    else:
                        found = self.search.find(soname, user)
                        inner = _object(found, user) if found else None
                        if inner is not None:
                            seen.update(filter(None, [inner.elf.soname]))
                            queue.append(inner)

    def _absence(self, soname: str, user: Object) -> Missing:
        chain = tuple(each.place for each in user.ancestry())[::-1]
        searched = tuple(dict.fromkeys(self.search.stack_folders(user)))
        return Missing(soname, chain, self.unmet[soname], searched, self._near(soname))

    def _near(self, soname: str) -> tuple[str, ...]:
        """Files whose names differ in the version or the hash alone."""
        stem = STEM.sub("", soname)
        paths = (path for tree in self.trees for path in tree.files if f"{stem}" in path and ".so" in path)
        return tuple(path for path in paths if STEM.sub("", path.rpartition("/")[2]) == stem)


def _object(place: Place, loader: Object | None) -> Object | None:
    native = native_of(place)
    return Object(place, native.elf, loader) if native is not None and native.elf is not None else None
