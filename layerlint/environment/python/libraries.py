"""Shared libraries that code loads itself, by path or by name: who does, and what comes of it."""

from collections.abc import Iterator
from functools import cached_property

from layerlint.environment.linker.missing import Missing
from layerlint.environment.python.disk import Disk
from layerlint.environment.python.failure import Cause, Defect
from layerlint.environment.python.finder import Folder
from layerlint.environment.python.loadable import Loader
from layerlint.environment.python.shared import Shared
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple
from layerlint.platform.libraries import Presence, library_stem, load_libraries
from layerlint.platform.records import Confidence


class Opening(NamedTuple):
    """What loading a library, or looking for one, comes to."""

    loads: bool | None  #: None: it cannot be known
    cause: Cause | None = None  #: what speaks against it, for certain where it does not load


UNKNOWN = Opening(None)


class Libraries:
    """Libraries on one target."""

    def __init__(self, shared: Shared, folders: tuple[Folder, ...], loader: Loader) -> None:
        self.shared = shared
        self.loader = loader
        self.links = loader.links
        self.disk = Disk((shared.opt, shared.task), complete=shared.stack.complete)
        self.code = shared.loading(folders)
        self._modules = shared.mentions(folders).modules
        self._known: dict[tuple[str, str], Opening] = {}

    @cached_property
    def suspects(self) -> frozenset[str]:
        """Modules that seem to load a library which cannot be loaded, or is not there."""
        if not self.code.modules:
            return frozenset()
        return frozenset(
            name
            for name, place in self.code.modules.items()
            if self._group(place) in self._refused or self._may_lack(name, place)
        )

    @cached_property
    def users(self) -> frozenset[str]:
        """The suspects, and the modules that import them by name: what these call may load a library."""
        edges = (edge for name in self.suspects for edge in self.code.importers(name))
        return self.suspects.union(edge.importer for edge in edges)

    @cached_property
    def _refused(self) -> frozenset[str]:
        """Of the groups with modules that load libraries, those with a file which the loader may not take by itself."""
        asking = {self._group(place) for place in self.code.modules.values()}
        brought = frozenset(place for places in self.links.needs.reached.values() for place in places)
        found = ((self._group(place), place) for place in self._natives() if place not in brought)
        return frozenset(
            group for group, place in found if group in asking and self._of_file(place, "").loads is not True
        )

    def _natives(self) -> Iterator[Place]:
        for mount in self.shared.stack.mounts:
            for path in mount.contents.natives:
                yield Place(mount, mount.contents.archive.files[path])

    def _group(self, place: Place) -> str:
        """The distribution of a file, or the folder below its search folder."""
        owner = self.shared.owner(place)
        if owner is not None:
            return owner.shown_name
        return place.path.removeprefix("python/").partition("/")[0].removesuffix(".py").removesuffix(".libs")

    def _may_lack(self, module: str, place: Place) -> bool:
        """Whether the text spells a library that is not there; what is in no list may be anything."""
        asked, searches = self.code.asked(place), self.code.searches(place)
        names = (name for name in self.code.names(place) if ".so" in name or searches)
        causes = ((name, self._by_text(name, module)) for name in names)
        return any(cause and (cause.defect is not Defect.UNLISTED or name in asked) for name, cause in causes)

    def _by_text(self, name: str, asker: str) -> Cause | None:
        if "/" in name or "\\" in name or (name.startswith("lib") and ".so" not in name):
            return None
        return self._by_name(name, asker).cause if ".so" in name else self.found(name, asker).cause

    def opened(self, name: str, asker: str) -> Opening:
        """What the loader makes of a path, or of the name of a library, that a module hands to it."""
        key = (name, asker)
        if key not in self._known:
            self._known[key] = self._by_path(name, asker) if "/" in name else self._by_name(name, asker)
        return self._known[key]

    def opened_by_cffi(self, name: str, asker: str) -> Opening:
        """Cffi looks for what the loader does not find by its short name too, as ctypes.util.find_library does."""
        opening = self.opened(name, asker)
        if opening.loads is not False or "/" in name:
            return opening
        found = self.found(name, asker)
        return opening if found.loads is False else Opening(None, found.cause)

    def found(self, name: str, asker: str) -> Opening:
        """What ctypes.util.find_library answers: it asks the image's ldconfig alone, never the folders of a layer."""
        cause = self._cause(Defect.SOUGHT, name, asker, f"looks for {name}", f"which {self._system} does not list")
        if name.startswith("lib") or not set(name).isdisjoint("/\\"):
            return Opening(False, cause)
        status = load_libraries().by_short_name(self.loader.target.runtime, name)
        if status.presence is Presence.PRESENT:
            return UNKNOWN
        if status.presence is Presence.UNKNOWN:
            return Opening(None, cause._replace(defect=Defect.UNLISTED))
        unsure = status.confidence is Confidence.INFERRED or library_stem(name) in self._own_stems
        return Opening(None if unsure else False, cause)

    def _by_path(self, path: str, asker: str) -> Opening:
        place = self.disk.file(path)
        if place is not None:
            return self._of_file(place, asker)
        if self.disk.is_file(path) is not False:
            return UNKNOWN
        return Opening(False, self._cause(Defect.NAMED, path, asker, f"loads {path}", "which is not there"))

    def _of_file(self, place: Place, asker: str) -> Opening:
        fault = self.loader.image_fault(asker, place)
        cause = fault or self.loader.image_doubt(asker, place)
        return Opening(False if fault else None, cause._replace(wanted=place.absolute)) if cause else Opening(True)

    def _by_name(self, name: str, asker: str) -> Opening:
        held = self.links.search.by_library_path(name)
        if held is not None and held.place is not None:
            return self._of_file(held.place, asker)
        if name in self.links.needs.bearers:
            return UNKNOWN  # it may have been loaded before
        status = self.links.status(name)
        if held is not None or status.presence is Presence.PRESENT:
            return Opening(True)
        if ".so" not in name:  # which is no name of a file on Linux
            return Opening(False, self._lacking(Defect.NAMED, self._sibling(name, asker), asker))
        unsure = status.confidence is Confidence.INFERRED
        defect = Defect.NAMED if status.presence is Presence.ABSENT else Defect.UNLISTED
        return Opening(None if unsure else False, self._lacking(defect, name, asker))

    def _lacking(self, defect: Defect, name: str, asker: str) -> Cause:
        return self._cause(
            defect, name, asker, f"loads {name}", Missing(name, (), self.links.status(name)).absence(self._system)
        )

    @property
    def _system(self) -> str:
        return self.loader.target.runtime.system.title

    @cached_property
    def _own_stems(self) -> frozenset[str]:
        """Of the libraries that the stack brings: where a linker is there too, find_library asks it about them."""
        return frozenset(library_stem(place.path.rpartition("/")[2]) for place in self._natives())

    def _sibling(self, name: str, asker: str) -> str:
        """The name under which Linux knows the library, where the module spells that too."""
        place = self._modules.get(asker)
        names = self.code.names(place) if place else ()
        kin = (each for each in names if ".so" in each and library_stem(each) == library_stem(name))
        return next((each for each in kin if self.links.status(each).presence is not Presence.PRESENT), name)

    def _cause(self, defect: Defect, name: str, asker: str, does: str, why: str) -> Cause:
        place = self._modules.get(asker)
        path, archive = (place.path, place.mount.name) if place else ("", "")
        return Cause(defect, asker, f"{asker} {does}, {why}", path, archive, name)
