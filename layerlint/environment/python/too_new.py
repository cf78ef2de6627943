"""Modules that may be written for newer Pythons than the target has."""

from collections.abc import Mapping
from functools import cached_property

from layerlint.environment.python.reached import Reached
from layerlint.environment.python.shared import Shared
from layerlint.environment.tree import Place
from layerlint.facts.distribution import Distribution
from layerlint.facts.malformed import Malformed

NEWEST_OF_CALLS = (3, 11)  # before it, the hints of new syntax are hints of new calls as well


class TooNew:
    """On one search path, for one version of Python."""

    def __init__(
        self, shared: Shared, reached: Reached, modules: Mapping[str, Place], version: tuple[int, int]
    ) -> None:
        self._shared = shared
        self._reached = reached
        self._modules = modules
        self._version = version

    def accepts_python(self, distribution: Distribution) -> bool:
        """Whether Requires-Python admits the target; an unreadable one does."""
        return self._shared.accepts_python(distribution, self._version)

    @cached_property
    def rejecting(self) -> frozenset[str]:
        """Modules of distributions whose Requires-Python excludes this one, as far as imports reach them."""
        if all(self.accepts_python(distribution) for _, distribution in self._shared.distributions):
            return frozenset()
        owners = ((claim.name, claim.owner) for claim in self._reached.claims)
        return frozenset(name for name, owner in owners if owner is not None and not self.accepts_python(owner))

    @cached_property
    def hinted(self) -> frozenset[str]:
        """Modules that by their text seem newer and that no distribution vouches for on this Python."""
        refusing = (name for name in self.rejecting if self._shared.seems_newer(self._modules[name], self._version))
        return self._reached.newer_than(self._version).union(refusing)

    @cached_property
    def suspects(self) -> frozenset[str]:
        """Of these, the ones that may fail: by their syntax, or by calls that are hinted at as it is."""
        if self._version < NEWEST_OF_CALLS:
            return self.hinted
        return frozenset(name for name in self.hinted if self._is_unreadable(self._modules[name]))

    def may_be(self, name: str) -> bool:
        """Whether nothing vouches that a module is written for this Python."""
        return name in self.rejecting or name in self._reached.own or name in self.hinted

    def _is_unreadable(self, place: Place) -> bool:
        if isinstance(self._shared.parsed.tree(place), Malformed):
            return True
        return self._shared.parsed.newer_syntax(place, self._version) is not None
