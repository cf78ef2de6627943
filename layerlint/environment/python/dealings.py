"""Which imports may take a name from a module that somebody else made, the same for every target."""

from collections.abc import Callable, Collection, Iterator
from itertools import islice

from layerlint.environment.python.mentions import Edge, Graph, Mentions
from layerlint.environment.tree import Place
from layerlint.facts.distribution import Distribution

MOST_LOOKED_AT = 20_000  # imports of one stack


def looked_at(graph: Graph) -> Iterator[Edge]:
    """The imports of a graph, as many as anybody has."""
    return islice((edge for edges in graph.importers.values() for edge in edges), MOST_LOOKED_AT)


def dealings(
    graph: Graph,
    mentions: Mentions,
    owner: Callable[[Place], Distribution | None],
    added: Callable[[], Collection[object]],
) -> Iterator[Edge]:
    """Those that take a name from a source that may not be of the importer's own distribution.

    `added` are folders that may be searched besides the mentions' own, where no link may lead to another file.
    """
    modules = mentions.modules
    for edge in looked_at(graph):
        if not edge.is_start:
            module = edge.name.rpartition(".")[0]
            used = modules.get(module)
            is_own = used and maker(edge.importer, owner(modules[edge.importer])) == maker(module, owner(used))
            if not is_own and (used or added()):
                yield edge


def maker(module: str, owner: Distribution | None) -> str:
    """The distribution of a module, or its top-level name where none claims it."""
    return owner.name if owner else module.partition(".")[0]
