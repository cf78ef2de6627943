"""Symbols that no library has which comes into the process: "undefined symbol", as the loader binds.

What a published wheel takes from its own libraries is as its author built it and costs no look. Elsewhere, where one
archive's library answers another's need, where a library was built or copied by hand, the symbols of all are read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from layerlint.environment.linker.closure import Closure
from layerlint.environment.linker.search import Found, Object, native_of
from layerlint.environment.tree import Place
from layerlint.facts.distribution import Distribution
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple
from layerlint.platform.c_library import FAMILY, LIBSTDCXX, may_be_of_image
from layerlint.platform.libraries import load_libraries

if TYPE_CHECKING:
    from layerlint.environment.linker.links import Links
    from layerlint.facts.elf_bindings import Symbols, Wanted
    from layerlint.stack import Mount

PYTHONS = (b"Py", b"_Py")  # of its C API, which is judged by what each Python is known to have
LOCAL_BUILD = "-linux_"  # in the tag of a wheel that was built for one machine, and that no index takes


class Unbound(NamedTuple):
    """A symbol that an object needs and that nothing offers."""

    user: Object
    symbol: str
    version: str  #: "" for none
    taken: tuple[Found, ...]  #: the libraries of the stack that are loaded and might have had it
    at_load: bool  #: whether loading fails; else calling the function does
    certain: bool
    there: tuple[Place, ...] = ()  #: other copies of those libraries, in the stack, that have it

    @property
    def name(self) -> str:
        return f"{self.symbol}@{self.version}" if self.version else self.symbol

    @property
    def steps(self) -> tuple[str, ...]:
        chain = tuple(self.user.ancestry())[::-1]
        needs = (f"{one.place.absolute} needs {other.path.rpartition('/')[2]}" for one, other in pairwise(chain))
        taken = ", ".join(found.path for found in self.taken) or "the image's libraries"
        instead = f"; {', '.join(place.absolute for place in self.there)} has it" if self.there else ""
        return (*needs, f"{self.user.place.absolute} takes {self.name}", f"looked for in {taken}: not there{instead}")


class Bindings:
    """Of one stack on one target."""

    def __init__(self, links: "Links") -> None:
        self.links = links
        self._known: dict[tuple[Place, bool], tuple[Unbound, ...]] = {}
        self._brought: dict[Mount, Mapping[str, Distribution]] = {}

    def unbound(self, place: Place, *, at_once: bool) -> tuple[Unbound, ...]:
        """What is lacking once the file is loaded with all that it needs, those that keep it from loading first.

        `at_once`: who loads it has everything bound, as Python has; else calls look for their functions.
        """
        if place not in self.affected:
            return ()
        if (place, at_once) not in self._known:
            found = sorted(self._unbound(place, at_once=at_once), key=lambda each: (not each.at_load, not each.certain))
            self._known[place, at_once] = tuple(found)
        return self._known[place, at_once]

    def fault(self, place: Place) -> Unbound | None:
        """What keeps Python from loading the file for certain."""
        return next((each for each in self.unbound(place, at_once=True) if each.at_load and each.certain), None)

    def may_offer(self, place: Place, symbol: bytes) -> bool:
        """Whether who opens the file may find a symbol there or in what comes with it: a build is asked, no wheel."""
        if self._published(place) is not None:
            return True
        read = [_symbols(each.place) for each in self.links.closure(place).objects]
        known = [each for each in read if each is not None and each.offered]
        return len(known) < len(read) or not known or any(symbol in each.offered for each in known)

    def _unbound(self, place: Place, *, at_once: bool) -> Iterator[Unbound]:
        together = self.links.closure(place)
        if any(edge.found is None for edge in together.edges):
            return
        for user in together.objects:
            direct = [edge.found for edge in together.edges if edge.user is user and edge.found]
            if not self._is_vouched_for(user.place, direct):
                yield from self._of(user, direct, together, at_once=at_once)

    def _is_vouched_for(self, place: Place, direct: Iterable[Found]) -> bool:
        """Whether an index published the file, and together with all libraries of the stack that it asks for."""
        mine = self._published(place)
        return mine is not None and all(self._published(each.place) is mine for each in direct if each.place)

    @cached_property
    def affected(self) -> frozenset[Place]:
        """The files that nobody vouches for, and those that bring one of them along."""
        users: dict[Place, list[Place]] = {}
        direct: dict[Place, list[Found]] = {item.place: [] for item in self.links.needs.objects}
        for user, _, found in self.links.needs.answers:
            if found and found.place:
                users.setdefault(found.place, []).append(user.place)
                direct[user.place].append(found)
        left = [place for place, found in direct.items() if not self._is_vouched_for(place, found)]
        affected = set(left)
        while left:
            new = set(users.get(left.pop(), ())) - affected
            affected |= new
            left.extend(new)
        return frozenset(affected)

    def _published(self, place: Place) -> Distribution | None:
        """The distribution whose wheel, made for others than its builder, brought the file."""
        if place.mount not in self._brought:
            self._brought[place.mount] = {
                path: each
                for each in place.mount.contents.distributions
                if not any(LOCAL_BUILD in tag for tag in each.tags)
                for path in each.record
            }
        return self._brought[place.mount].get(place.path)

    def _of(self, user: Object, direct: Sequence[Found], together: Closure, *, at_once: bool) -> Iterator[Unbound]:
        own = _symbols(user.place)
        others = [_symbols(each.place) for each in together.objects]
        if own is None or any(each is None for each in others):
            return
        known = [each for each in others if each is not None]
        named = {edge.soname: edge.found for edge in together.edges}
        for wanted in own.wanted:
            if wanted.name.startswith(PYTHONS) or (wanted.library and not _is_of_stack(named.get(wanted.library))):
                continue
            if not any(wanted.name in each.offered and each.has(wanted.name, wanted.version) for each in known):
                here = [named.get(wanted.library)] if wanted.library else direct
                taken = tuple(found for found in here if found and found.place)
                found = self._judged(wanted, user, taken, together)
                if found is not None:
                    yield found._replace(at_load=at_once or own.at_once or not wanted.waits)

    def _judged(self, wanted: "Wanted", user: Object, taken: tuple[Found, ...], together: Closure) -> Unbound | None:
        """None where the image may have it, something may have brought it before, or the version itself is missing."""
        if wanted.library and wanted.version not in _versions(taken[0]):
            return None
        sure = wanted.library != "" or self._is_sure(wanted, user, together)
        if sure is None or any(self._may_differ(found, user) for found in taken) or self.links.preloads.for_all:
            return None
        name = wanted.name.decode("utf-8", "backslashreplace")
        there = tuple(self._elsewhere(wanted, taken))
        return Unbound(user, name, wanted.version, taken, at_load=True, certain=sure and self.links.lone, there=there)

    def _is_sure(self, wanted: "Wanted", user: Object, together: Closure) -> bool | None:
        """Whether the image is known not to have it; None where one of its libraries may well have it."""
        sonames = {edge.soname for edge in together.edges if edge.found and edge.found.place is None}
        if may_be_of_image(wanted.name, sonames):
            return None
        unread = {name for name in sonames - FAMILY - {LIBSTDCXX} if not load_libraries().is_versioned(name)}
        return None if not unread.isdisjoint(user.elf.needed) else not unread

    def _may_differ(self, found: Found, user: Object) -> bool:
        return self.links.may_be_held(found.path.rpartition("/")[2], user, found)

    def _elsewhere(self, wanted: "Wanted", here: Sequence[Found]) -> Iterator[Place]:
        for found in here:
            for place in self.links.needs.bearers.get(found.path.rpartition("/")[2], ()):
                symbols = _symbols(place) if place != found.place else None
                if symbols is not None and symbols.has(wanted.name, wanted.version):
                    yield place


def _symbols(place: Place) -> "Symbols | None":
    return place.mount.contents.symbols(place.entry)


def _is_of_stack(found: Found | None) -> bool:
    return found is not None and found.place is not None


def _versions(found: Found) -> Sequence[str]:
    native = native_of(found.place) if found.place else None
    return native.elf.versions if native is not None and native.elf is not None else ()
