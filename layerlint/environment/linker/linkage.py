"""What `ldd` would say of each binary of a stack on a target, and what it would not."""

from collections.abc import Iterator, Sequence

from layerlint.environment.linker.closure import Edge
from layerlint.environment.linker.images import Images
from layerlint.environment.linker.links import Links
from layerlint.environment.linker.misfit import Misfit
from layerlint.environment.linker.missing import Missing
from layerlint.environment.linker.search import object_of
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple


class Linkage(NamedTuple):
    """One binary with everything that it brings into a process."""

    place: Place
    edges: tuple[Edge, ...] = ()  #: breadth-first; a name that several ask for once, from whoever asks first
    missing: tuple[Missing, ...] = ()
    excess: tuple[Misfit, ...] = ()  #: symbol versions of its own that are too new
    fault: str = ""  #: why it cannot be loaded, or may not be, where no library is the reason
    certain: bool = True  #: whether the fault is sure

    @property
    def loads(self) -> bool | None:
        """None: it cannot be known."""
        if (self.fault and self.certain) or any(each.certain for each in self.missing):
            return False
        return None if self.fault or self.missing else True


def linkages(images: Sequence[Images], links: Links) -> Iterator[Linkage]:
    """Of every binary of the stack, by its path."""
    for each in images:
        for mount in each.tree.mounts:
            for path in sorted(mount.contents.natives):
                place = each.tree.file(path)
                if place is not None and place.mount is mount:
                    yield _linkage(place, each, links)


def _unread(place: Place) -> Linkage:
    """A file that is no ELF image, a damaged one, or one whose bytes cannot be had."""
    malformed = place.mount.contents.malformed
    damage = next((item for item in malformed if item.path == place.path), None)
    return Linkage(place, fault=damage.reason if damage else "", certain=damage is not None and not damage.unread)


def _linkage(place: Place, images: Images, links: Links) -> Linkage:
    native = place.mount.contents.natives[place.path]
    misfit = images.misfit(native)
    user = object_of(place)
    if misfit is not None and not links.search.suits(native):
        return Linkage(place, fault=f"it {misfit.clause}", certain=misfit.certain)
    if user is None:
        return _unread(place)
    blame = images.blame(place.path)
    if blame is not None and blame.place != place:
        fault, certain = f"{blame.place.absolute} {blame.misfit.clause}", True
    else:
        fault, certain = (f"it {misfit.clause}", misfit.certain) if misfit else ("", True)
    edges: dict[str, Edge] = {}
    for edge in links.closure(place).edges:
        edges.setdefault(edge.soname, edge)
    return Linkage(place, tuple(edges.values()), links.missing(place), images.excess(user), fault, certain)
