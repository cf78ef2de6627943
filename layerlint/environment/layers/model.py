"""One target's answers about archives that are put together."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import islice, pairwise, permutations

from layerlint.environment.layers.blame import Blame, Culprit
from layerlint.environment.layers.hidden import Hidden, hidden
from layerlint.environment.layers.mixed import Mixed, mixed
from layerlint.environment.overlay import Overlay
from layerlint.environment.python.breakage import Breakage, Breakages, Reach
from layerlint.environment.python.failure import Defect
from layerlint.stack import Mount

MOST_ORDERS = 24  # tried before it is given up
MOST_LAYERS = 6  # whose orders are tried at all

Layers = tuple[Mount, ...]


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

    def is_told(self, breakage: Breakage) -> bool:
        """Whether something else than that it is missing is said of it."""
        return breakage in self.explained or self._is_mended(breakage)

    @cached_property
    def mended(self) -> tuple[Breakage, ...]:
        """What fails in this order of the layers and in another one does not; () where no order is without failures."""
        return tuple(each for each in self.missing if each.fails) if self.better_order else ()

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
