"""Files that are there twice with the same bytes."""

from collections.abc import Iterable, Iterator

from layerlint.environment.layers.hidden import Hidden
from layerlint.environment.layers.mixed import Mixed
from layerlint.environment.layers.telling import claimed
from layerlint.environment.overlay import Overlay, differ
from layerlint.environment.python.finder import Folder
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple
from layerlint.stack import Mount


class Repeated(NamedTuple):
    hidden: Mount  #: has the copies that nobody looks at
    seen: Mount
    paths: tuple[str, ...]  #: members of `hidden`, none of them empty


def repeated(overlay: Overlay, hidden: Iterable[Hidden], mixed: Iterable[Mixed]) -> Iterator[Repeated]:
    """What an archive has that another one has as well, at the same path or in an earlier search folder.

    Distributions of which the two have different versions are left out: that is another mistake.
    """
    found: dict[tuple[Mount, Mount], dict[str, None]] = {}
    told = claimed(mixed)
    for loss in overlay.losses:
        if loss.loser not in overlay.idle:
            pair = loss.loser, loss.winner
            paths = (path for path in loss.same if path not in told.get(pair, ()))
            found.setdefault(pair, {}).update(dict.fromkeys(paths))
    for each in hidden:
        for place, twin in twins(each):
            if not differ(place, twin):
                found.setdefault((place.mount, twin.mount), {})[place.path] = None
    for (loser, winner), members in found.items():
        files = loser.contents.archive.files
        full = tuple(path for path in members if path in files and files[path].size)
        if full:
            yield Repeated(loser, winner, full)


def twins(hidden: Hidden) -> Iterator[tuple[Place, Place]]:
    """Each file of a module that is hidden, with the one of the same name in what is seen instead."""
    if hidden.is_portion or hidden.seen.place is None:
        return
    locations = hidden.seen.locations
    if not locations:
        yield hidden.place, hidden.seen.place
        return
    tree, prefix = hidden.base.tree, f"{hidden.base.path}/"
    for path in [path for path in tree.files if path.startswith(prefix)]:
        twin = _first(locations, path[len(prefix) :])
        if twin is not None:
            yield Place(tree.owner_of(path), tree.files[path]), twin


def is_same(hidden: Hidden) -> bool:
    """Whether all that is hidden is in what is seen instead, with the same bytes."""
    code = [pair for pair in twins(hidden) if "/__pycache__/" not in pair[0].path]
    is_package = hidden.place.path.startswith(f"{hidden.base.path}/")
    inside = (path for path in hidden.base.tree.files if path.startswith(f"{hidden.base.path}/")) if is_package else ()
    number = sum("/__pycache__/" not in path for path in inside) if is_package else 1
    return len(code) == number and not any(differ(*pair) for pair in code)


def _first(locations: Iterable[Folder], path: str) -> Place | None:
    return next(filter(None, (folder.tree.file(folder.child(path)) for folder in locations)), None)
