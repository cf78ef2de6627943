"""Programs that take a symbol which no library has: as they start where all is bound then, else once it is called."""

from collections.abc import Iterator, Sequence

from layerlint.environment.linker.bindings import Unbound
from layerlint.environment.linker.links import Links
from layerlint.environment.native.programs import Use
from layerlint.environment.native.trouble import Weight
from layerlint.environment.native.unit import Binary, Unit
from layerlint.named_tuple import NamedTuple


class Loose(NamedTuple):
    """One program of a unit, and the symbols that it lacks, those first that keep it from starting."""

    unit: Unit
    weight: Weight
    binary: Binary
    lacking: tuple[Unbound, ...]


def loose(unit: Unit, members: Sequence[Binary], links: Links) -> Iterator[Loose]:
    """An error where the start is sure to fail of what Lambda starts itself, or of all that there is to start."""
    programs = [each for each in members if each.native.elf is not None and each.native.elf.interpreter]
    found = {each.place: links.bindings.unbound(each.place, at_once=False) for each in programs}
    stopped = {place for place, lacking in found.items() if lacking and lacking[0].at_load and lacking[0].certain}
    whole = unit.use is Use.RUN or all(each.place in stopped for each in unit.members)
    for each in programs:
        if found[each.place]:
            weight = Weight.ERROR if whole and each.place in stopped else Weight.WARNING
            yield Loose(unit, weight, each, found[each.place])
