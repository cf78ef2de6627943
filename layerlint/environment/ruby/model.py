"""What Ruby code of a stack is sure to ask for, and which gems that comes to."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from layerlint.environment.environment import Environment
from layerlint.environment.ruby.gems import RUBY, Gem, Gems, is_listed
from layerlint.environment.ruby.handler import HandlerName, handler_name, leaves, own_file, reached, relative
from layerlint.environment.tree import Place, Tree
from layerlint.facts.ruby.source import RubySource, read_source
from layerlint.named_tuple import NamedTuple

MOST_OF_A_GEM = 100  # sources of one gem that are looked into


class Ask(NamedTuple):
    """A name that a source of the stack is sure to require."""

    feature: str
    place: Place
    line: int


class RubyModel:
    def __init__(self, env: Environment, gems: Gems) -> None:
        self.env = env
        self.gems = gems
        self.trees: tuple[Tree, ...] = (env.view.task, env.view.opt)
        given = env.stack.variables.get("RUBYLIB")
        self.load_path: Sequence[str] = gems.facts.load_path
        if given:
            self.load_path = (*self.load_path[:2], *given.split(":"))  # the runtime puts its own first, and no layer's

    @cached_property
    def handler(self) -> HandlerName | None:
        return handler_name(self.env.stack.handler) if self.env.stack.handler else None

    @cached_property
    def main(self) -> Place | None:
        """The source that the handler names."""
        return own_file(self.trees, self.load_path, self.handler.file) if self.handler else None

    @cached_property
    def sources(self) -> tuple[tuple[Place, RubySource], ...]:
        """What loading the handler is sure to load of the stack's own code."""
        return tuple(reached(self.main, self.trees, self.load_path)) if self.main else ()

    @property
    def is_open(self) -> bool:
        """Something may change where names are looked for."""
        return any(source.touches_paths for _, source in self.sources)

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(Ask(name, place, line) for place, source in self.sources for name, line in source.requires)

    @cached_property
    def activated(self) -> frozenset[str]:
        """Full names of the gems that loading the handler is sure to activate."""
        gems = (self.gems.bringing(ask.feature) for ask in self.asks if not self.is_own(ask.feature))
        return frozenset(gem.specification.full_name for gem in self.gems.closure(*filter(None, gems)))

    @cached_property
    def lost_relatives(self) -> tuple[Ask, ...]:
        """What is sure to be required by a relative path at which nothing is, compiled or not."""
        asks = (Ask(name, place, line) for place, source in self.sources for name, line in source.sure_relatives)
        return tuple(ask for ask in asks if self._is_lost(ask))

    def _is_lost(self, ask: Ask) -> bool:
        if leaves(ask.place, ask.feature) or relative(ask.place, ask.feature, self.trees):
            return False
        return not self._has_compiled(ask)

    def _has_compiled(self, ask: Ask) -> bool:
        name = f"/{ask.feature.rpartition('/')[2]}.so"
        return any(f"/{path}".endswith(name) for tree in self.trees for path in self.gems.compiled(tree))

    def is_own(self, feature: str) -> bool:
        return self.is_rubys(feature) or own_file(self.trees, self.load_path, feature) is not None

    def is_rubys(self, feature: str) -> bool:
        """Whether Ruby or the runtime brings it; of net/ only some."""
        first = feature.removesuffix(".rb").removesuffix(".so")
        if not first.startswith("net/"):
            first = first.partition("/")[0]
        return is_listed(first, self.gems.facts.features)

    def lacks(self, feature: str) -> bool:
        """Whether it is sure that `require` of a name finds nothing."""
        if feature.startswith((".", "/", "~")) or self.is_own(feature):
            return False
        return not self.gems.having(feature)

    def is_asked_for_directly(self, gem: Gem) -> bool:
        """No other gem needs it, so it is there for code that requires it by itself."""
        return gem.name not in self.gems.needed

    def is_sure_to_load(self, gem: Gem, part: str) -> bool:
        """Whether loading the gem's main file is sure to load a compiled part; precompiled gems stand on theirs."""
        if gem.specification.platform != RUBY:
            return True
        return part in set(_features(gem))


def _features(gem: Gem) -> Iterator[str]:
    """The names that the gem's main file is sure to require, over its own files."""
    folders = [f"{gem.folder}/{path}".rstrip("/") for path in gem.specification.require_paths]
    waiting = [gem.name, gem.name.replace("-", "/")]
    seen = set(waiting)
    count = 0
    while waiting and count < MOST_OF_A_GEM:
        name = waiting.pop(0)
        for folder in folders:
            place = gem.tree.file(f"{folder}/{name.removesuffix('.rb')}.rb")
            if place is not None:
                count += 1
                for each, _ in read_source(place.read()).requires:
                    yield each.removesuffix(".so")
                    if each not in seen:
                        seen.add(each)
                        waiting.append(each)
                break
