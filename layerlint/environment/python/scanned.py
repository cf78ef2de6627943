"""What a source mentions, read once for all targets."""

from collections.abc import Iterator

from layerlint.environment.tree import Place
from layerlint.facts.deferral import Deferral
from layerlint.facts.import_guess import computed_calls, guessed_names, lazy_names
from layerlint.facts.import_scan import Mention, scan

ASKING_ORDER = b"not in sys.modules"
MOST_MENTIONS = 5_000  # in one source; the largest of a real package has some hundreds


class Scanned:
    """The mentions of every source of a stack, read once for all targets."""

    def __init__(self) -> None:
        self._memo: dict[tuple[int, str], tuple[Mention, ...]] = {}
        self._deferred: dict[tuple[int, str], Deferral] = {}
        self._computed: dict[tuple[int, str], int | None] = {}

    def mentions(self, place: Place) -> tuple[Mention, ...]:
        key = (id(place.mount), place.path)
        if key not in self._memo:
            found = (*scan(place.read())[:MOST_MENTIONS], *self._guessed(place)) if place.entry.size else ()
            self._memo[key] = found
        return self._memo[key]

    def _guessed(self, place: Place) -> Iterator[Mention]:
        """What calls that run with the module may import, where their text does not say it."""
        data = place.read()
        offset = self.computed_call(place)
        for name in () if offset is None else guessed_names(data):
            module = name.lstrip(".")
            yield Mention(module, len(name) - len(module), (), indented=True, offset=offset or 0)
        inside, lazy = lazy_names(data)
        if lazy:
            yield Mention("", 1, lazy, indented=True, offset=inside)

    def computed_call(self, place: Place) -> int | None:
        """Where a source first imports by a computed name as it runs."""
        key = (id(place.mount), place.path)
        if key not in self._computed:
            running = (each for each in computed_calls(place.read()) if not self.blocks(place).holds(each))
            self._computed[key] = next(running, None)
        return self._computed[key]

    def blocks(self, place: Place) -> Deferral:
        key = (id(place.mount), place.path)
        if key not in self._deferred:
            self._deferred[key] = Deferral(place.read())
        return self._deferred[key]

    def asks_order(self, place: Place) -> bool:
        """Whether importing the module looks at what was imported before it."""
        offset = (data := place.read()).find(ASKING_ORDER)
        while offset >= 0 and self.blocks(place).holds(offset):
            offset = data.find(ASKING_ORDER, offset + 1)
        return offset >= 0
