"""Why an import misses a module or a name, where the way archives are put together is the reason."""

from collections.abc import Iterator

from layerlint.environment.layers.hidden import Hidden, code_below
from layerlint.environment.layers.mixed import Mixed
from layerlint.environment.overlay import Overlay, entry_of
from layerlint.environment.python.failure import Breakage
from layerlint.environment.python.finder import Folder
from layerlint.environment.python.requirements import Unmet
from layerlint.environment.tree import Place
from layerlint.facts.malformed import Malformed
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple

if TYPE_CHECKING:
    from layerlint.environment.python.model import PythonModel


class Shadow(NamedTuple):
    """A file that a later layer replaces by another one."""

    seen: Place
    lost: Place


class LeftOut(NamedTuple):
    """A search folder of the layers that the function's PYTHONPATH leaves out."""

    folder: str  #: absolute
    place: Place  #: what it holds of the missing module


def left_out(model: "PythonModel") -> Iterator[LeftOut]:
    """The folders of layers that would be searched did the function not set PYTHONPATH, where they hold any code."""
    shared = model.shared
    if "PYTHONPATH" not in shared.stack.variables:
        return
    root = f"{shared.opt.root}/"
    searched = {folder.path for folder in model.candidates.folders if folder.tree is shared.opt}
    for path in model.facts.sys_path:
        inside = path.removeprefix(root)
        if path.startswith(root) and inside not in searched:
            place = next(code_below(Folder(shared.opt, inside)), None)
            if place is not None:
                yield LeftOut(path, place)


Culprit = Mixed | Hidden | Unmet | Shadow | LeftOut


class Blame:
    """Finds the culprit of a missing module or name, on one target."""

    def __init__(
        self, model: "PythonModel", overlay: Overlay, mixed: tuple[Mixed, ...], hidden: tuple[Hidden, ...]
    ) -> None:
        self.model = model
        self._overlay = overlay
        self._mixed = mixed
        self._hidden = hidden

    def culprit(self, breakage: Breakage) -> Culprit | None:
        """None: nothing about the archives explains it, it is just not there."""
        if breakage.failure is None:
            return None
        name = breakage.failure.cause.subject
        found: Iterator[Culprit] = self._culprits(name, breakage)
        return next(found, None)

    def _culprits(self, name: str, breakage: Breakage) -> Iterator[Culprit]:
        yield from self._left_out(name)
        yield from (each for each in self._hidden if _is_in(name, each.name) and self._has(each.base, each, name))
        yield from (each for each in self._mixed if name.partition(".")[0] in each.modules)
        yield from self._unmet(name, breakage)
        yield from self._shadowed(name)

    def _left_out(self, name: str) -> Iterator[LeftOut]:
        for each in left_out(self.model):
            inside = Folder(self.model.shared.opt, each.folder.removeprefix(f"{self.model.shared.opt.root}/"))
            place = self._module(inside, name.split("."))
            if place is not None:
                yield LeftOut(each.folder, place)

    def _has(self, base: Folder, hidden: Hidden, name: str) -> bool:
        """Whether what is hidden has what is missed, a module or a name."""
        parts = name[len(hidden.name) + 1 :].split(".")
        if self._module(base, parts) is not None:
            return True
        home = self._module(base, parts[:-1]) if parts[:-1] else hidden.place
        return home is not None and self._binds(home, parts[-1])

    def _module(self, folder: Folder, parts: list[str]) -> Place | None:
        """A file of a module or package below a folder."""
        path = folder.child("/".join(parts))
        files = (folder.tree.file(f"{path}{ending}") for ending in ("/__init__.py", ".py", *self._suffixes))
        below = code_below(Folder(folder.tree, path)) if folder.tree.has_folder(path) else iter(())
        return next(filter(None, files), None) or next(below, None)

    @property
    def _suffixes(self) -> tuple[str, ...]:
        return self.model.finder.extension_suffixes

    def _binds(self, place: Place, name: str) -> bool:
        names = self.model.shared.parsed.names(place)
        return not isinstance(names, Malformed) and name in names.bound

    def _unmet(self, name: str, breakage: Breakage) -> Iterator[Unmet]:
        """The user's own requirement, of the distribution that has the module or its package."""
        shared = self.model.shared
        step = breakage.failure.steps[-1] if breakage.failure and breakage.failure.steps else None
        user = shared.at(step.file) if step else None
        asker = shared.owner(user) if user else None
        found = self.model.find(name.partition(".")[0])
        provider = shared.owner(found.place) if found and found.place else None
        unmet = self.model.candidates.visible.unmet if asker and provider else ()
        mine = (each for each in unmet if each.asker.distribution is asker and each.here)
        yield from (each for each in mine if provider and each.requirement.name == provider.name)

    def _shadowed(self, name: str) -> Iterator[Shadow]:
        """The module's file was replaced, and the one that is lost has the name."""
        found = self.model.find(name.rpartition(".")[0])
        place = found.place if found else None
        if place is None or place.path not in self._overlay.contested or place.mount.root != self._overlay.tree.root:
            return
        for mount in self._overlay.contested[place.path]:
            entry = entry_of(mount, place.path)
            lost = Place(mount, entry) if entry and mount is not place.mount else None
            if lost and self._binds(lost, name.rpartition(".")[2]):
                yield Shadow(place, lost)


def _is_in(name: str, package: str) -> bool:
    return name.startswith(f"{package}.")
