"""What the metadata on a target's search path says."""

from collections.abc import Sequence
from functools import cached_property

from layerlint.environment.python.finder import Folder
from layerlint.environment.python.installed import Installed, installed
from layerlint.environment.python.requirements import Unmet, unmet_requirements, variables
from layerlint.environment.python.shared import Shared
from layerlint.platform.records import PythonFacts, Target

BUNDLED = frozenset({"boto3", "botocore", "s3transfer", "jmespath", "urllib3", "python-dateutil", "six"})


class Visible:
    def __init__(self, shared: Shared, folders: Sequence[Folder], facts: PythonFacts, target: Target) -> None:
        self._shared = shared
        self._folders = folders
        self._facts = facts
        self._target = target

    @cached_property
    def installed(self) -> tuple[Installed, ...]:
        """Every distribution on the search path, the first found first."""
        return installed(self._shared, self._folders)

    @cached_property
    def names(self) -> frozenset[str]:
        """Canonical names of the distributions whose metadata is on the search path, the runtime's own included."""
        return frozenset({each.distribution.name for each in self.installed} | BUNDLED)

    @cached_property
    def unmet(self) -> tuple[Unmet, ...]:
        """The requirements that nothing meets."""
        return unmet_requirements(self.installed, self.names, variables(self._facts, self._target))
