"""One archive with the facts that hang on it: parsed lazily, once, for every target."""

from collections.abc import Mapping
from functools import cached_property

from layerlint.archive.archive import Archive
from layerlint.facts.distribution import Distribution
from layerlint.facts.malformed import Malformed
from layerlint.facts.native import Native


class Contents:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    @cached_property
    def natives(self) -> Mapping[str, Native]:
        """Every member that is a binary by magic, by path."""
        raise NotImplementedError

    @cached_property
    def distributions(self) -> tuple[Distribution, ...]:
        raise NotImplementedError

    @cached_property
    def malformed(self) -> tuple[Malformed, ...]:
        """What could not be parsed so far: binaries and metadata."""
        raise NotImplementedError
