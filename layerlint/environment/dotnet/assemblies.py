"""The assemblies of a stack, each read once for all targets."""

from layerlint.environment.dotnet.publish import bytes_of
from layerlint.environment.tree import Place
from layerlint.facts.dotnet.assembly import Assembly, Identity, read_assembly, read_identity
from layerlint.facts.malformed import Malformed


class Assemblies:
    def __init__(self) -> None:
        self._identities: dict[Place, Identity | Malformed] = {}
        self._read: dict[Place, Assembly | Malformed] = {}

    def identity(self, place: Place) -> Identity | Malformed:
        """What it is called and refers to, without its types."""
        if place not in self._identities:
            self._identities[place] = read_identity(place.path, bytes_of(place))
        return self._identities[place]

    def at(self, place: Place) -> Assembly | Malformed:
        if place not in self._read:
            self._read[place] = read_assembly(place.path, bytes_of(place))
        return self._read[place]
