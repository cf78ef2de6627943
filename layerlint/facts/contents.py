"""One archive with the facts that hang on it: parsed lazily, once, for every target."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import filterfalse

from layerlint.archive.archive import Archive, UnreadableMember
from layerlint.archive.entry import Entry
from layerlint.facts.binaries import Binaries, read_binaries
from layerlint.facts.distribution import Distribution, Distributions, read_distributions
from layerlint.facts.endings import Endings
from layerlint.facts.listing import Listing
from layerlint.facts.malformed import Malformed
from layerlint.facts.native import Native
from layerlint.facts.sites import Sites, read_sites
from layerlint.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from layerlint.facts.elf_bindings import Symbols

MOST_KEPT = 24 << 20  # bytes of sources; most layers have less


class Contents:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._kept: dict[str, bytes] = {}
        self._room = MOST_KEPT
        self._symbols: dict[str, Symbols | None] = {}

    def source(self, entry: Entry) -> bytes:
        """A member's bytes, kept for those who ask again as long as there is room. Raises UnreadableMember."""
        data = self._kept.get(entry.path)
        if data is None:
            data = self.archive.read(entry)
            if len(data) <= self._room:
                self._room -= len(data)
                self._kept[entry.path] = data
        return data

    @cached_property
    def natives(self) -> Mapping[str, Native]:
        """Every member that is a binary by magic, by path."""
        return self._binaries.natives

    def symbols(self, entry: Entry) -> "Symbols | None":
        """What an ELF image binds to, read anew from its bytes; None where they cannot be had or make no sense."""
        from layerlint.facts.elf_bindings import read_symbols  # noqa: PLC0415  # asked of few images

        if entry.path not in self._symbols:
            try:
                self._symbols[entry.path] = read_symbols(self.archive.image(entry))
            except UnreadableMember:
                self._symbols[entry.path] = None
        return self._symbols[entry.path]

    @cached_property
    def distributions(self) -> tuple[Distribution, ...]:
        return self._distributions.found

    @cached_property
    def lost(self) -> Mapping[str, Sequence[str]]:
        """By the folder of a distribution, the paths that its RECORD lists and the archive does not hold."""
        has = self.archive.files.__contains__
        lost = ((each.folder, list(filterfalse(has, each.record))) for each in self.distributions)
        return {folder: paths for folder, paths in lost if paths}

    @cached_property
    def listing(self) -> Listing:
        return Listing(self.archive)

    @cached_property
    def endings(self) -> Endings:
        """Of the files."""
        return Endings(self.archive.files)

    @cached_property
    def sites(self) -> Sites:
        """The folders that hold what a language can import."""
        return read_sites(self.archive, self.listing)

    @cached_property
    def malformed(self) -> tuple[Malformed, ...]:
        """The binaries and metadata that could not be parsed."""
        return (*self._binaries.malformed, *self._distributions.malformed)

    @cached_property
    def _binaries(self) -> Binaries:
        return read_binaries(self.archive, self.endings)

    @cached_property
    def _distributions(self) -> Distributions:
        return read_distributions(self.archive, self.endings)
