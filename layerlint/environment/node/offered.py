"""What a file offers to whoever loads it, with what it passes on of others."""

from layerlint.environment.node.resolver import Outcome, Resolver
from layerlint.environment.node.shared import SCRIPTS, NodeShared
from layerlint.facts.javascript.exports import Offer, offers

DEEPEST = 20  # files that pass on one another's names
UNKNOWN = Offer(frozenset(), complete=False, within_default=True)


def offered(path: str, shared: NodeShared, resolver: Resolver, depth: int = 0) -> Offer:
    """Of a script by its absolute path; `complete` where all that it passes on is known as well."""
    if depth > DEEPEST or not path.endswith(SCRIPTS) or not shared.is_read(path):
        return UNKNOWN
    is_module = shared.packages.is_module(path)
    offer = offers(shared.text(path), is_module=is_module)
    for name in offer.others:
        found = resolver.import_(name, path) if is_module else resolver.require(name, path)
        other = offered(found.path, shared, resolver, depth + 1) if found.outcome is Outcome.FILE else UNKNOWN
        if not is_module and shared.packages.is_module(found.path):
            other = UNKNOWN
        names = other.names - {"default"} if is_module else other.names
        offer = offer._replace(names=offer.names | names, complete=offer.complete and other.complete)
    return offer
