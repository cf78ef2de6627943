"""Which imports may take a name from a module that somebody else made, the same for every target."""

from collections.abc import Callable, Collection, Iterator
from functools import cache
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

    @cache
    def made_by(module: str) -> str:
        return maker(module, owner(modules[module]))

    for edge in looked_at(graph):
        if not edge.is_start:
            module = edge.name.rpartition(".")[0]
            is_here = module in modules
            is_own = is_here and made_by(edge.importer) == made_by(module)
            if not is_own and (is_here or added()):
                yield edge


def maker(module: str, owner: Distribution | None) -> str:
    """The distribution of a module, or its top-level name where none claims it."""
    return owner.name if owner else module.partition(".")[0]
