"""Files by the endings of their names: most questions about all files of an archive are about a few of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain


class Endings:
    """An ending begins at the last dot of a path; of a path without one it is empty."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(paths)
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        endings = [path[dot:] if (dot := path.rfind(".")) >= 0 else "" for path in self._paths]
        for number, ending in enumerate(endings):
            self._numbers[ending].append(number)

    @property
    def all(self) -> Collection[str]:
        return self._numbers.keys()

    def having(self, *endings: str) -> Sequence[str]:
        """The paths with one of these endings, in their order."""
        numbers = sorted(chain.from_iterable(self._numbers.get(ending, ()) for ending in endings))
        return [self._paths[number] for number in numbers]
