"""Distributions that several layers bring in several versions under one path, so that one is laid over the other."""

from collections.abc import Iterable, Iterator

from layerlint.environment.python.installed import Installed
from layerlint.named_tuple import NamedTuple

CODE = (".py", ".so")


class Mixed(NamedTuple):
    winner: Installed  #: of the layer that comes last
    loser: Installed  #: another version, of an earlier layer
    stale: tuple[str, ...]  #: modules of the loser that nothing overwrites; sorted members of its layer

    @property
    def name(self) -> str:
        """Canonical."""
        return self.winner.distribution.name

    @property
    def modules(self) -> frozenset[str]:
        """The top-level modules and packages of both versions."""
        return _top_level(self.winner) | _top_level(self.loser)


def mixed(installed: Iterable[Installed]) -> tuple[Mixed, ...]:
    """Every version that another layer's is laid over; of each distribution in each folder the last layer's wins."""
    first: dict[tuple[object, str], Installed] = {}
    found: list[Mixed] = []
    for each in installed:
        winner = first.setdefault((each.folder, each.distribution.name), each)
        if winner.mount is not each.mount and winner.distribution.version != each.distribution.version:
            found.append(Mixed(winner, each, tuple(sorted(_stale(each, winner)))))
    return tuple(found)


def _stale(loser: Installed, winner: Installed) -> Iterator[str]:
    tree = loser.folder.tree
    for path in _files(loser, winner):
        if path.endswith(CODE) and path in tree.files and tree.owner_of(path) is loser.mount:
            yield path


def _files(loser: Installed, winner: Installed) -> Iterable[str]:
    """What its RECORD lists; without one, what its layer has in the packages of the other version."""
    if loser.distribution.has_record:
        return loser.distribution.record
    folders = tuple(f"{loser.folder.child(name)}/" for name in _top_level(winner))
    return (path for path in loser.mount.contents.archive.files if path.startswith(folders))


def _top_level(each: Installed) -> frozenset[str]:
    prefix = each.folder.child("")
    inside = (path[len(prefix) :] for path in each.distribution.record if path.startswith(prefix))
    firsts = {path.partition("/")[0].partition(".")[0] for path in inside if path.endswith(CODE)}
    return frozenset(firsts | set(each.distribution.top_level))
