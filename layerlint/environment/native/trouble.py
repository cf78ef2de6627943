"""Binaries that a target cannot load, gathered by cause: one mistake is one trouble."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from layerlint.environment.linker.misfit import Kind, Misfit, numbers


class Weight(Enum):
    """How much it matters; the names are those of the severities that claim the same."""

    WARNING = 1
    ERROR = 2


class Trouble(NamedTuple):
    kind: Kind
    weight: Weight
    archive: str
    owners: tuple[str, ...]  #: distributions, folders or members, sorted
    paths: tuple[str, ...]
    misfits: tuple[Misfit, ...]
    consequence: str  #: what happens on the target, one clause
    chain: tuple[str, ...] = ()  #: the imports that lead to it
    installed: bool = False  #: the owners are Python distributions or packages, which pip can install again

    @property
    def certain(self) -> bool:
        return all(item.certain for item in self.misfits)

    @property
    def wants(self) -> str:
        """What the binaries were built for or need: all names, or the newest version."""
        names = sorted({item.wants for item in self.misfits})
        if self.kind in (Kind.GLIBC, Kind.LIBSTDCXX):
            return max(names, key=numbers)
        return " and ".join(names)

    @property
    def subject(self) -> str:
        """Who it is about: "python/a.so", "14 binaries of numpy and pandas"."""
        if len(self.paths) == 1:
            return self.paths[0]
        return f"{len(self.paths)} binaries of {listed(self.owners)}"

    @property
    def verb(self) -> str:
        return "is" if len(self.paths) == 1 else "are"


def listed(names: Sequence[str], most: int = 4) -> str:
    """The names as a person lists them; those over `most` are counted."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else "".join(shown)


def merged(troubles: Iterable[Trouble]) -> tuple[Trouble, ...]:
    """One trouble for each cause in each archive; of its causes' consequences the first stands for all."""
    groups: dict[object, list[Trouble]] = {}
    for item in troubles:
        groups.setdefault((item.kind, item.weight, item.archive, item.certain), []).append(item)
    return tuple(_joined(group) for group in groups.values())


def _joined(group: Sequence[Trouble]) -> Trouble:
    first = min(group, key=lambda item: (len(item.chain), item.owners))
    return first._replace(
        installed=all(item.installed for item in group),
        owners=tuple(sorted({owner for item in group for owner in item.owners})),
        paths=tuple(sorted({path for item in group for path in item.paths})),
        misfits=tuple(sorted({each for item in group for each in item.misfits}, key=lambda each: each.wants)),
    )
