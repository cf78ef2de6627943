"""The files that Lambda or a shell starts."""

import re
from collections.abc import Sequence
from functools import cached_property

from layerlint.enumeration import Enum
from layerlint.environment.disk import Disk
from layerlint.environment.linker.links import Links
from layerlint.environment.tree import Place, Tree
from layerlint.pattern import pattern
from layerlint.platform.records import Search, Target

TASK = "/var/task"
LONGEST_WRAPPER = 100_000  # bytes
#: as adapters for web servers do: exec -- "${LAMBDA_TASK_ROOT}/${_HANDLER}"
STARTS_HANDLER = pattern(rb"^exec[ \t]+(?:--[ \t]+)?\"?\$\{?LAMBDA_TASK_ROOT\}?/\$\{?_HANDLER\b", re.MULTILINE)


class Use(Enum):
    RUN = "run"  #: Lambda starts the file itself
    SEARCHED = "searched"  #: in a folder that the loader or a shell searches by name
    OPENED = "opened"  #: found by its path, by code that may never ask


class Programs:
    """The programs of a stack on one target."""

    def __init__(
        self, trees: Sequence[Tree], target: Target, links: Links, search: Search, wrapper: str = "", handler: str = ""
    ) -> None:
        self.trees = trees
        self.disk = Disk(trees)
        self.links = links
        self.target = target
        self.search = search
        self.wrapper = wrapper  #: what the function says to start in place of a managed runtime, as configured
        self.handler = handler

    @cached_property
    def found(self) -> tuple[tuple[Place, Use], ...]:
        """The entry point, every file directly in the folder of extensions, and those along PATH."""
        started = [self.started] if self.started else []
        paths = [(path, Use.RUN) for path in (*started, *self._directly_in(self.search.extensions))]
        paths += [(path, Use.SEARCHED) for folder in self.search.path for path in self._directly_in(folder)]
        return tuple((place, use) for path, use in paths if (place := self.disk.place(path)) is not None)

    def tree(self, path: str) -> Tree | None:
        """The tree in which an absolute path lies."""
        return next((tree for tree in self.trees if tree.mounts and path.startswith(f"{tree.root}/")), None)

    def _directly_in(self, folder: str) -> list[str]:
        tree = self.tree(folder)
        if tree is None:
            return []
        inside = folder[len(tree.root) + 1 :]
        names = {name: None for mount in tree.mounts for name in mount.contents.listing.files_in(inside)}
        return [f"{folder}/{name}" for name in names]

    @cached_property
    def started(self) -> str | None:
        """The first entry point of a custom runtime that is there, or the wrapper of a managed one; absolute."""
        custom = self.target.runtime.language == "provided"
        paths = self.search.entrypoints if custom else (self.links.search.inside(self.wrapper, ""),)
        found = (self.disk.place(path) for path in paths)
        return next((place.absolute for place in found if place), None)

    @cached_property
    def handed(self) -> Place | None:
        """What the wrapper of a managed runtime starts in its own place, where its text says that it is the handler."""
        place = self.disk.place(self.started) if self.started and self.handler else None
        if place is None or self.target.runtime.language == "provided" or place.entry.size > LONGEST_WRAPPER:
            return None
        text = place.read() if place.can_be_read else b""
        return self.disk.place(f"{TASK}/{self.handler}") if STARTS_HANDLER.search(text) else None
