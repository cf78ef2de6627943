"""What the metadata on a target's search path says."""

from functools import cached_property

from layerlint.environment.python.installed import Installed, Metadata
from layerlint.environment.python.requirements import Unmet, unmet_requirements, variables
from layerlint.platform.records import PythonFacts, Target


class Visible:
    def __init__(self, metadata: Metadata, facts: PythonFacts, target: Target) -> None:
        self._metadata = metadata
        self._facts = facts
        self._target = target

    @property
    def installed(self) -> tuple[Installed, ...]:
        """Every distribution on the search path, the first found first."""
        return self._metadata.installed

    @property
    def names(self) -> frozenset[str]:
        """Canonical names of the distributions whose metadata is on the search path, the runtime's own included."""
        return self._metadata.names

    @property
    def doubled(self) -> frozenset[str]:
        """Names of the distributions of which one archive has several versions in one folder."""
        return self._metadata.doubled

    @cached_property
    def unmet(self) -> tuple[Unmet, ...]:
        """The requirements that nothing meets."""
        return unmet_requirements(self._metadata.first, self.names, variables(self._facts, self._target))
