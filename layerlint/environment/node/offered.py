"""What a file offers to whoever loads it, with what it passes on of others."""

from layerlint.environment.node.resolver import Outcome, Resolver
from layerlint.environment.node.shared import SCRIPTS, NodeShared
from layerlint.facts.javascript.exports import Offer

MOST_FILES = 1_000  # that pass on one another's names
UNKNOWN = Offer(frozenset(), complete=False, within_default=True)


def offered(path: str, shared: NodeShared, resolver: Resolver) -> Offer:
    """Of a script by its absolute path; `complete` where all that it passes on is known as well.

    A module passes on everything but a default. Those that pass on one another in a circle are gone through once.
    """
    offer = own = _own(path, shared)
    waiting, seen = [path], {path}
    while waiting and offer.complete:
        current = waiting.pop()
        for other in _passed_on(current, shared, resolver):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
                offer = _joined(offer, _own(other, shared), default=not shared.packages.is_module(path))
        if len(seen) > MOST_FILES:
            offer = offer._replace(complete=False)
    return offer._replace(within_default=own.within_default)


def _own(path: str, shared: NodeShared) -> Offer:
    return shared.offer(path) if path.endswith(SCRIPTS) and shared.is_read(path) else UNKNOWN


def _passed_on(path: str, shared: NodeShared, resolver: Resolver) -> list[str]:
    """The files of which it offers everything; "" for what is not found, or not of a script's kind."""
    is_module = shared.packages.is_module(path)
    found = []
    for name in shared.offer(path).others:
        other = resolver.import_(name, path) if is_module else resolver.require(name, path)
        alike = is_module or not shared.packages.is_module(other.path)
        found.append(other.path if other.outcome is Outcome.FILE and alike else "")
    return found


def _joined(offer: Offer, other: Offer, *, default: bool) -> Offer:
    names = other.names if default else other.names - {"default"}
    return offer._replace(names=offer.names | names, complete=offer.complete and other.complete)
