"""One target's answers about archives that are put together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice, pairwise, permutations

from layerlint.environment.layers.blame import Blame, Culprit, LeftOut, left_out
from layerlint.environment.layers.hidden import Hidden, hidden
from layerlint.environment.layers.mixed import Mixed, mixed
from layerlint.environment.overlay import Overlay
from layerlint.environment.python.breakage import Breakages
from layerlint.environment.python.failure import Breakage, Defect, Reach
from layerlint.environment.python.requirements import Unmet
from layerlint.named_tuple import NamedTuple
from layerlint.stack import Mount

MOST_ORDERS = 24  # tried before it is given up
MOST_LAYERS = 6  # whose orders are tried at all

Layers = tuple[Mount, ...]


class Versions(NamedTuple):
    """A distribution that hides another version of itself."""

    name: str  #: canonical
    shown_name: str
    seen: str
    lost: str


class LayersModel:
    def __init__(self, breakages: Breakages, overlay: Overlay, in_order: Callable[[Layers], Breakages | None]) -> None:
        self.breakages = breakages
        self.python = breakages.model
        self.overlay = overlay
        self._in_order = in_order

    @cached_property
    def mixed(self) -> tuple[Mixed, ...]:
        """Distributions of several versions under one path."""
        return mixed(self.python.candidates.visible.installed)

    @cached_property
    def hidden(self) -> tuple[Hidden, ...]:
        """Modules that an earlier search folder hides."""
        return tuple(hidden(self.python))

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The layers' search folders that PYTHONPATH leaves out, each with some code that it holds."""
        return tuple(left_out(self.python))

    def versions(self, hidden: Hidden) -> Versions | None:
        """None where the two modules are not of one distribution in two versions."""
        shared = self.python.shared
        seen = shared.owner(hidden.seen.place) if hidden.seen.place else None
        lost = shared.owner(hidden.place)
        if seen is None or lost is None or seen.name != lost.name or seen.version == lost.version:
            return None
        return Versions(seen.name, seen.shown_name, seen.version, lost.version)

    @cached_property
    def doubled(self) -> frozenset[str]:
        """Canonical names of the distributions that several archives bring in several versions."""
        hidden = (each.name for each in map(self.versions, self.hidden) if each)
        return frozenset({each.name for each in self.mixed}.union(hidden))

    def tells_of(self, unmet: Unmet) -> bool:
        """Whether a finding about the archives tells of a requirement."""
        return unmet.requirement.name in self.doubled or unmet in self.conflicts

    @cached_property
    def conflicts(self) -> tuple[Unmet, ...]:
        """Requirements that another archive's version does not meet, or that an import fails over.

        Distributions of which several versions are there are left out: that is another mistake.
        """
        felt = [each for each in self.explained.values() if isinstance(each, Unmet)]
        return tuple(
            each
            for each in self.python.candidates.visible.unmet
            if each.here and each.requirement.name not in self.doubled and (_crosses(each) or each in felt)
        )

    @cached_property
    def explained(self) -> Mapping[Breakage, Culprit]:
        """What is missed, by why it is."""
        blame = Blame(self.python, self.overlay, self.mixed, self.hidden)
        found = ((breakage, blame.culprit(breakage)) for breakage in self.missing)
        return {breakage: culprit for breakage, culprit in found if culprit is not None}

    @cached_property
    def missing(self) -> tuple[Breakage, ...]:
        """Missing modules and names that an import comes to."""
        found = self.breakages.of(Defect.MISSING)
        return tuple(each for each in found if each.reach >= Reach.DOUBTFUL and each.failure and each.failure.steps)

    def of(self, culprit: Culprit) -> Breakage | None:
        """The worst that comes of a culprit, unless another order of the layers would mend it."""
        mine = [each for each, found in self.explained.items() if found == culprit and not self._is_mended(each)]
        return max(mine, key=lambda each: (each.fails, each.reach), default=None)

    def worst(self, culprits: Iterable[Culprit]) -> Breakage | None:
        """The worst that comes of several."""
        found = filter(None, map(self.of, culprits))
        return max(found, key=lambda each: (each.fails, each.reach), default=None)

    def is_told(self, breakage: Breakage) -> bool:
        """Whether something else than that it is missing is said of it."""
        return breakage in self.explained or self._is_mended(breakage)

    @cached_property
    def mended(self) -> tuple[Breakage, ...]:
        """What fails in this order of the layers and in another one does not; () where no order is without failures."""
        return tuple(each for each in self.missing if each.fails) if self.better_order else ()

    def is_mended_by_order(self, culprit: Culprit) -> bool:
        """Whether all that comes of a culprit is a failure that another order of the layers mends."""
        mine = [each for each, found in self.explained.items() if found == culprit]
        return bool(mine) and all(self._is_mended(each) for each in mine)

    def _is_mended(self, breakage: Breakage) -> bool:
        return breakage in self.mended

    @cached_property
    def better_order(self) -> Layers:
        """The layers in an order in which no import fails; () where this one is as good as any."""
        if not any(each.fails for each in self.missing):
            return ()
        for layers in islice(self._orders(), MOST_ORDERS):
            found = self._in_order(layers)
            if found is not None and not any(each.fails for each in found.all):
                return layers
        return ()

    def _orders(self) -> Iterator[Layers]:
        """Other orders of the layers that replace each other's files, the last and the first exchanged first."""
        layers = self.overlay.mounts
        rivals = self._rivals
        places = [number for number, mount in enumerate(layers) if mount in rivals][:MOST_LAYERS]
        for order in sorted(permutations(places), key=lambda each: each != tuple(reversed(places))):
            if list(order) != places:
                moved = dict(zip(places, order, strict=True))
                yield tuple(layers[moved.get(number, number)] for number in range(len(layers)))

    @cached_property
    def _rivals(self) -> frozenset[Mount]:
        """The layers that have different bytes at some path."""
        pairs: dict[tuple[Mount, Mount], str] = {}
        for path, mounts in self.overlay.contested.items():
            for one, other in pairwise(mounts):
                if (one, other) not in pairs and self.overlay.differs(path, one, other):
                    pairs[one, other] = path
        return frozenset(mount for pair in pairs for mount in pair)


def _crosses(unmet: Unmet) -> bool:
    return unmet.here is not None and unmet.asker.mount is not unmet.here.mount
