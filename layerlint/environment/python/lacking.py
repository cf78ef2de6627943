"""Names that imports take from modules whose files lack them, where archives or versions may not agree.

What is imported across archives, from a distribution whose version its user rules out, or from one that lies there in
two versions is looked at with all that the text takes from it. Of other distributions it is what `from` takes: metadata
without an upper bound admits releases that have dropped a name. A distribution's own modules agree.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from layerlint.environment.python.dealings import looked_at, maker
from layerlint.environment.python.finder import Finder, Folder, Origin
from layerlint.environment.python.mentions import Edge
from layerlint.environment.python.shared import Shared
from layerlint.environment.python.visible import Visible
from layerlint.environment.tree import Place
from layerlint.facts.malformed import Malformed
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

SET = pattern(rb"\.(\w+)(?= *(?::[^=\n]*)?=(?!=))")
SETTING = pattern(rb"setattr\([^\n]*\n?[^\n]*")
SET_BY_CALL = rb"setattr\([^)\n]*[\"']%b[\"']|setattr\(\s*(?:\w+\.)*%b\s*,"


class Dealing(NamedTuple):
    """One module that imports from another one."""

    user: Place
    module: str  #: dotted, of the other
    used: Place
    may_disagree: bool  #: they are of different archives, or of releases that are not made for one another


class Given(NamedTuple):
    """The names that one source gives to objects with a dot, and its calls that may do the same."""

    names: frozenset[bytes]
    calls: bytes


class Lacking:
    """Looks for such names in one search path; all that it needs is given."""

    def __init__(self, shared: Shared, finder: Finder, folders: tuple[Folder, ...], visible: Visible) -> None:
        self._shared = shared
        self._finder = finder
        self._folders = folders
        self._mentions = shared.mentions(folders)
        self._at_odds = {
            (each.asker.distribution.folder, each.here.distribution.name) for each in visible.unmet if each.here
        }
        self._doubled = visible.doubled
        self._passed_on: dict[str, frozenset[str]] = {}
        self._given: dict[Place, Given] = {}
        self._dealings: dict[tuple[str, str], Dealing | None] = {}

    def names(self) -> Mapping[str, Sequence[Edge]]:
        """The dotted names, module and name, each with the imports that lead to it."""
        found: dict[str, list[Edge]] = {}
        thorough = len(list(self._shared.stack.mounts)) > 1 or bool(self._at_odds) or bool(self._doubled)
        for edge in looked_at(self._shared.graph(self._folders)) if thorough else self._shared.dealings(self._folders):
            taken = () if edge.is_start else (edge.name,)
            for name in (*taken, *(self._attributes(edge) if thorough else ())):
                if self._is_lacking(edge.importer, name):
                    found.setdefault(name, []).append(edge)
        return found

    def _attributes(self, edge: Edge) -> Iterator[str]:
        """The names that the importer's text takes from an imported module with a dot."""
        found = self._finder.find(edge.name) if not edge.is_start or not edge.mention.names else None
        if found is None or found.origin is not Origin.SOURCE or found.place is None:
            return
        user = self._mentions.modules[edge.importer]
        if self._may_disagree(user, found.place):
            yield from (f"{edge.name}.{name.decode()}" for name in _taken(edge.name, user.read()))

    def _is_lacking(self, importer: str, dotted: str) -> bool:
        module, _, name = dotted.rpartition(".")
        if not module or name.startswith("__"):
            return False
        if (importer, module) not in self._dealings:
            self._dealings[importer, module] = self._dealing(importer, module)
        dealing = self._dealings[importer, module]
        if dealing is None:
            return False
        if not dealing.may_disagree and self._seems_to_pass_on(module, dealing.used, name):
            return False
        return self._lacks(dealing, name)

    def _dealing(self, importer: str, module: str) -> Dealing | None:
        """None where the module is no source, or belongs to the same distribution and so agrees."""
        found = self._finder.find(module)
        if found is None or found.place is None or found.origin is not Origin.SOURCE:
            return None
        user = self._mentions.modules[importer]
        if self._may_disagree(user, found.place):
            return Dealing(user, module, found.place, may_disagree=True)
        if maker(importer, self._shared.owner(user)) == maker(module, self._shared.owner(found.place)):
            return None
        return Dealing(user, module, found.place, may_disagree=False)

    def _seems_to_pass_on(self, module: str, place: Place, name: str) -> bool:
        """Whether the scan of its imports shows a module to take the name from elsewhere; spares most parsing."""
        if module not in self._passed_on:
            taken = {each for edge in self._mentions.edges(module) for each in edge.mention.names}
            star = {"*"} if b"import *" in place.read() else set()
            self._passed_on[module] = frozenset(taken | star)
        return not self._passed_on[module].isdisjoint((name, "*"))

    def _may_disagree(self, user: Place, used: Place) -> bool:
        if user.mount is not used.mount:
            return True
        mine, theirs = self._shared.owner(user), self._shared.owner(used)
        if theirs is None:
            return False
        return theirs.name in self._doubled or (mine is not None and (mine.folder, theirs.name) in self._at_odds)

    def _lacks(self, dealing: Dealing, name: str) -> bool:
        place = dealing.used
        if name.encode() in self._shared.margin_names(place) or len(place.read()) < place.entry.size:
            return False
        if self._finder.find(f"{dealing.module}.{name}") is not None:
            return False
        names = self._shared.parsed.names(place)
        if isinstance(names, Malformed) or not names.complete or name in names.bound:
            return False
        if name in (names.dunder_all or ()) and b"setattr(" in place.read():
            return False  # it gives itself what it lists
        return not self._is_set_from_outside(dealing.module, name, dealing.user)

    def _is_set_from_outside(self, module: str, name: str, user: Place) -> bool:
        """Whether another module of the same package, or the user itself, may give it the name."""
        word, tail = name.encode(), module.rpartition(".")[2].encode()
        by_call = re.compile(SET_BY_CALL % (re.escape(word), re.escape(tail)))
        kin = (place for other, place in self._kin.get(module.partition(".")[0], ()) if other != module)
        set_there = map(self._set_in, (user, *kin))
        return not name.isascii() or any(word in each.names or by_call.search(each.calls) for each in set_there)

    @cached_property
    def _kin(self) -> Mapping[str, Sequence[tuple[str, Place]]]:
        """The modules of each top-level package."""
        kin: dict[str, list[tuple[str, Place]]] = {}
        for name, place in self._mentions.modules.items():
            kin.setdefault(name.partition(".")[0], []).append((name, place))
        return kin

    def _set_in(self, place: Place) -> Given:
        if place not in self._given:
            data = place.read()
            calls = b"\n".join(SETTING.findall(data)) if b"setattr(" in data else b""
            self._given[place] = Given(frozenset(SET.findall(data)), calls)
        return self._given[place]


def _taken(module: str, data: bytes) -> frozenset[bytes]:
    """What follows a module's name, its last part or an alias of it, and a dot."""
    dotted = module.encode()
    aliases = re.findall(rb"\b%b +as +(\w+)" % re.escape(dotted.rpartition(b".")[2]), data)
    names = b"|".join(map(re.escape, {dotted, dotted.rpartition(b".")[2], *aliases}))
    return frozenset(re.findall(rb"(?<![\w.])(?:%b)\.([A-Za-z_]\w*)" % names, data))
