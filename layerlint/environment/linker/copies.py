"""Libraries of a stack that the loader never takes: hidden by the image's own, needed by nobody, or there twice."""

from collections.abc import Iterator

from layerlint.environment.linker.links import Links
from layerlint.environment.linker.misfit import newest, numbers
from layerlint.environment.linker.search import Object, Step
from layerlint.environment.tree import Place
from layerlint.facts.native import Elf, Format
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import System

CEILINGS = ("GLIBC_", "GLIBCXX_", "CXXABI_")


class Shadowed(NamedTuple):
    """A library of the stack in whose place the loader takes the image's."""

    place: Place
    name: str
    image: str  #: the folder of the image
    users: tuple[Place, ...]  #: whose need it would be
    newer: str  #: the newest symbol version of it that the image is not known to have; "" for none


def shadowed(links: Links) -> Iterator[Shadowed]:
    """Files directly in searched folders under names that somebody needs and that the image holds."""
    searched = [item for item in links.needs.objects if item.origin in links.search.library_path]
    used = _taken(links) if searched else frozenset()
    for item in searched:
        name = item.path.rpartition("/")[2]
        image = None if item.place in used else links.image(name)
        asking = _users(name, item, links) if image else ()
        if image and asking:
            yield Shadowed(item.place, name, image, asking, _newer(item.elf, links.target.runtime.system))


def _taken(links: Links) -> frozenset[Place]:
    """Files to which an RPATH, which comes before the image, or a path leads."""
    found = (answer.found for answer in links.needs.answers)
    return frozenset(each.place for each in found if each and each.place and each.step in (Step.RPATH, Step.PATH))


def _users(name: str, item: Object, links: Links) -> tuple[Place, ...]:
    asking = (answer.user.place for answer in links.needs.answers if answer.soname == name)
    return tuple(place for place in asking if place != item.place)


def _newer(elf: Elf, system: System) -> str:
    newest_of = {"GLIBC_": system.glibc, "GLIBCXX_": system.glibcxx, "CXXABI_": system.cxxabi}
    for prefix in CEILINGS:
        node = newest(list(elf.versions), prefix)
        if node and numbers(node) > newest_of[prefix]:
            return node
    return ""


def unneeded(links: Links) -> Iterator[Place]:
    """Libraries in the folders that wheels bring theirs along in, which no binary outside of these comes to.

    What a RECORD lists is as its author meant it to be.
    """
    kept = [item for item in links.needs.objects if _is_left(item)]
    reached = {place for places in links.needs.reached.values() for place in places}
    if all(item.place in reached for item in kept) or _something_is_unread(links):
        return
    users = [item.place for item in links.needs.objects if not item.origin.endswith(".libs")]
    needed = {item.place for user in users for item in links.closure(user).objects}
    yield from (item.place for item in kept if item.place not in needed)


def _something_is_unread(links: Links) -> bool:
    """Whether there is an image of which nobody knows what it needs."""
    mounts = (mount for tree in links.trees for mount in tree.mounts)
    natives = (native for mount in mounts for native in mount.contents.natives.values())
    return any(native.format is Format.ELF and native.elf is None for native in natives)


def _is_left(item: Object) -> bool:
    if not item.elf.shared or not item.origin.endswith(".libs"):
        return False
    distributions = item.place.mount.contents.distributions
    return not any(item.place.path in distribution.record for distribution in distributions)
