"""Modules that seem to read data of their own distribution which the archive no longer holds."""

from collections.abc import Iterable, Mapping

from layerlint.environment.tree import Place
from layerlint.facts.distribution import Distribution
from layerlint.hints import TYPE_CHECKING
from layerlint.stack import Mount

if TYPE_CHECKING:
    from layerlint.environment.python.shared import Shared

NO_DATA = (".py", ".pyc", ".pyi", ".pyd", ".so", ".typed", ".pyx", ".pxd", ".c", ".h")
SHORTEST = 4  # of a name that says something


def readers(shared: "Shared", modules: Mapping[str, Place], names: Iterable[str]) -> frozenset[str]:
    """Of these modules, those whose text spells the name of such a file."""
    lost = shared.lost_data
    if not lost:
        return frozenset()
    claims = ((name, modules[name], shared.owner(modules[name])) for name in names)
    return frozenset(
        name
        for name, place, owner in claims
        if owner is not None and any(file in place.read() for file in lost.get(owner.folder, ()))
    )


def lost_by(mount: Mount, distribution: Distribution) -> frozenset[bytes]:
    """The names of the data files that a RECORD lists and the archive does not hold, and of folders that are gone."""
    folders, lost = mount.contents.archive.folders, mount.contents.lost.get(distribution.folder, ())
    gone = [path for path in lost if not path.endswith(NO_DATA) and not path.startswith((distribution.folder, ".."))]
    above = {parent for path in gone if (parent := path.rpartition("/")[0]) not in folders}
    return frozenset(name.encode() for path in (*gone, *above) if len(name := path.rpartition("/")[2]) >= SHORTEST)
