"""The addons that fit the target's platform and not its Node.js, by who owns them."""

from collections.abc import Iterable, Iterator, Sequence

from layerlint.environment.node.addon import Misbuilt
from layerlint.environment.node.failure import Felt, Reach
from layerlint.environment.node.model import NodeModel
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple


class Owned(NamedTuple):
    """The addons of one package, or one that bundlers copied to where no package is."""

    name: str  #: of the package, or of the file
    places: tuple[Place, ...]
    wrong: tuple[Misbuilt, ...]  #: of each place
    felt: Felt | None

    @property
    def fails(self) -> bool:
        """Whether loading what is meant to be loaded is sure to fail over it."""
        return self.felt is not None and self.felt.reach is Reach.WHOLE


class Calling(NamedTuple):
    """Addons that load, and whose calls of functions that are not there end the process."""

    name: str
    places: tuple[Place, ...]
    functions: tuple[str, ...]


def misbuilt_addons(model: NodeModel) -> Iterator[Owned]:
    """One for each package of which no native part fits, and for each lone addon."""
    for package, lack in model.natives.lacking():
        yield from _owned(package.name, package.folder, lack.binaries, model)
    loose = model.shared.loose_addons
    fit = {part for path in loose if not model.natives.fault(path) for part in _parts(path)}
    for path in loose:
        for item in _owned(path.rpartition("/")[2], path, [path], model):
            if item.fails or fit.isdisjoint(_parts(path)):
                yield item


def _owned(name: str, path: str, addons: Iterable[str], model: NodeModel) -> Iterator[Owned]:
    places = filter(None, map(model.shared.place, addons))
    found = {place: wrong for place in places if (wrong := model.addons.other_version(place))}
    if found:
        yield Owned(name, tuple(found), tuple(found.values()), model.felt_of(path))


def _parts(path: str) -> tuple[str, str]:
    """The folder and the name, one of which several builds of one addon have in common."""
    folder, _, name = path.rpartition("/")
    return folder, name


def calling_addons(model: NodeModel) -> Iterator[Calling]:
    """Those of which every build that loads lacks something."""
    for paths in (*model.shared.addons.values(), *([path] for path in model.shared.loose_addons)):
        places = [place for path in paths if (place := model.shared.place(path)) and not model.addons.fault(place)]
        lacking = {place: model.addons.uncallable(place) for place in places}
        if lacking and all(lacking.values()):
            functions = tuple(dict.fromkeys(name for names in lacking.values() for name in names))
            yield Calling(_name(paths, model), tuple(places), functions)


def _name(paths: Sequence[str], model: NodeModel) -> str:
    return " and ".join(model.owners(paths)) or paths[0].rpartition("/")[2]
