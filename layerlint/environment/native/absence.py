"""Binaries outside of Python's reach that need a library which nothing brings."""

from collections.abc import Iterator, Sequence

from layerlint.environment.linker.links import Links
from layerlint.environment.linker.missing import Missing
from layerlint.environment.native.programs import Use
from layerlint.environment.native.trouble import Weight
from layerlint.environment.native.unit import Binary, Unit
from layerlint.named_tuple import NamedTuple


class Absence(NamedTuple):
    """One library that binaries of a unit lack."""

    unit: Unit
    weight: Weight
    found: tuple[tuple[Binary, Missing], ...]  #: each binary that comes to it, and the first way it does

    @property
    def missing(self) -> Missing:
        return self.found[0][1]


def absences(unit: Unit, members: Sequence[Binary], links: Links) -> Iterator[Absence]:
    """One for each library that is missing. An error where the start fails, or where nothing in the unit loads."""
    lacking: dict[object, list[tuple[Binary, Missing]]] = {}
    for binary in members:
        for missing in links.missing(binary.place):
            lacking.setdefault((missing.soname, missing.lack), []).append((binary, missing))
    whole = all(links.fault(binary.place) for binary in unit.members)
    for found in lacking.values():
        fails = found[0][1].certain and (whole or unit.use is Use.RUN)
        yield Absence(unit, Weight.ERROR if fails else Weight.WARNING, tuple(found))
