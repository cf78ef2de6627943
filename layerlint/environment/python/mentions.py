"""Who imports whom, from the cheap scan of every source: enough to nominate, never to judge."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from layerlint.environment.python.finder import Folder
from layerlint.environment.python.makers import adds_finder, hands_its_name, writes_modules
from layerlint.environment.python.scanned import Scanned
from layerlint.environment.python.sources import sources
from layerlint.environment.tree import Place
from layerlint.facts.import_guess import computed_calls
from layerlint.facts.import_scan import Mention
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

LISTING = pattern(rb"\b(?:iter_modules|walk_packages|listdir|i?glob|iterdir)\(")
NOT_MEANT = frozenset(
    {"test", "tests", "testing", "example", "examples", "doc", "docs", "benchmarks", "conftest", "setup"}
)
GETTER = "__getattr__"
#: the first word of what stands at the left margin; of functions and classes their name
AT_MARGIN = pattern(rb"\n(?:(?:async )?def |class )?([A-Za-z_\x80-\xff][\w\x80-\xff]*)")
DEEPEST_NAMESPACE = 5  # names from the top


class Edge(NamedTuple):
    """One import: the module whose text holds it, and a dotted name it may load."""

    importer: str
    name: str
    is_start: bool  #: the module the import starts from, not a name it takes from there
    mention: Mention


class Mentions:
    """The import graph over the search folders of one target, by dotted names whether they exist or not."""

    def __init__(self, folders: Sequence[Folder], scanned: Scanned, spoken: str = "") -> None:
        self.folders = folders
        self._spoken = spoken  #: the handler's module: Lambda imports it by text, whatever its folders are called
        self._scanned = scanned
        self._lazies: dict[str, Sequence[str]] = {}
        self._insides: dict[str, Mapping[str, Sequence[str]]] = {}
        self._edges: dict[str, Sequence[Edge]] = {}
        self._bound: dict[str, set[bytes]] = {}
        self._makers: dict[str, bool] = {}

    @cached_property
    def modules(self) -> Mapping[str, Place]:
        """Every source module below the folders, by dotted name; the earlier folder wins."""
        found: dict[str, Place] = {}
        for folder in reversed(self.folders):
            places = list(sources(folder, frozenset(self._spoken.split("."))))
            own = dict(places)
            if len(own) < len(places):  # a package comes before a module of its name
                own.update(each for each in places if each[1].path.endswith("/__init__.py"))
            found.update(own)
        return found

    def entries(self, top: str) -> Iterator[str]:
        """The first modules below a namespace package, which has no code of its own."""
        for name in self._below_top.get(top, ()) if top not in self.modules else ():
            parts = name.split(".")
            above = (".".join(parts[:count]) for count in range(1, len(parts)))
            if len(parts) <= DEEPEST_NAMESPACE and not any(parent in self.modules for parent in above):
                yield name

    def below(self, top: str) -> Iterator[str]:
        """The modules below a top-level package that are there to be imported, by their names."""
        for name in self._below_top.get(top, ()):
            if name != top and not any(part.startswith("_") or part in NOT_MEANT for part in name.split(".")):
                yield name

    @cached_property
    def _below_top(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for name in self.modules:
            found.setdefault(name.partition(".")[0], []).append(name)
        return found

    def edges(self, module: str) -> Sequence[Edge]:
        """The imports that one module's text holds."""
        if module not in self._edges:
            place = self.modules.get(module)
            self._edges[module] = [] if place is None else self._edges_of(module, place)
        return self._edges[module]

    def _edges_of(self, module: str, place: Place) -> list[Edge]:
        package = module if place.path.endswith("/__init__.py") else module.rpartition(".")[0]
        make: partial[Edge] = partial(tuple.__new__, Edge)  # a third of the cost of calling Edge
        edges = []
        for mention in self._scanned.mentions(place):
            start = _start(mention, package)
            if start:
                edges.append(make((module, start, True, mention)))
                edges += [make((module, f"{start}.{name}", False, mention)) for name in mention.names if name != "*"]
        return [*edges, *self._gone_through(module, place, {package, *(edge.name for edge in edges)})]

    def _gone_through(self, module: str, place: Place, packages: set[str]) -> Iterator[Edge]:
        """What code may import that lists the files of one of these packages."""
        offset = self._scanned.computed_call(place)
        if offset is not None and LISTING.search(place.read()):
            deeply = b"walk_packages(" in place.read()
            for name in (name for package in sorted(packages) for name in self._within(package, deeply=deeply)):
                yield Edge(module, name, True, Mention(name, 0, (), indented=True, offset=offset))

    def _within(self, package: str, *, deeply: bool) -> Iterator[str]:
        for name in self._children.get(package, ()):
            yield name
            if deeply:
                yield from self._within(name, deeply=True)

    @cached_property
    def _children(self) -> Mapping[str, Sequence[str]]:
        """Package to the modules directly below it."""
        found: dict[str, list[str]] = {}
        for parent, _, tail in (name.rpartition(".") for name in self.modules):
            if parent:
                found.setdefault(parent, []).append(f"{parent}.{tail}")
        return found

    def within(self, modules: Iterable[str]) -> "Graph":
        """The part of the graph whose imports stand in these modules."""
        return Graph(self, tuple(modules))

    @cached_property
    def whole(self) -> "Graph":
        return self.within(self.modules)

    def reached_from(self, names: Iterable[str]) -> frozenset[str]:
        """Every source module that importing the names may import in turn."""
        reached: set[str] = set()
        pending = list(names)
        while pending:
            name = pending.pop()
            if name not in reached:
                reached.add(name)
                parent = name.rpartition(".")[0]
                if parent and parent not in reached:
                    pending.append(parent)
                running = self._running(name)
                pending.extend([edge.name for edge in running if edge.name not in reached])
                asking = (edge for edge in running if not edge.is_start and edge.name not in self.modules)
                pending.extend(each for edge in asking for each in self._made_on_demand(edge.name))
                pending.extend(each for edge in running for each in self._brought_by_call(edge))
        return frozenset(reached & self.modules.keys())

    def _running(self, module: str) -> Sequence[Edge]:
        """Of the imports that a module's text holds, those that run with it, as far as the text shows."""
        edges = self.edges(module)
        if not any(edge.mention.indented for edge in edges):
            return edges
        holds = self._scanned.blocks(self.modules[module]).holds
        return [edge for edge in edges if not (edge.mention.indented and holds(edge.mention.offset))]

    def _brought_by_call(self, edge: Edge) -> Iterator[str]:
        """What a function of another module imports that the importer seems to call at its left margin."""
        module, _, function = ("", "", "") if edge.is_start else edge.name.rpartition(".")
        if function in (inside := self._inside(module)) and self.calls(edge.importer, function):
            yield from inside[function]
        for function, names in self._inside(edge.name).items():
            if self.calls(edge.importer, function):
                yield from names

    def _inside(self, module: str) -> Mapping[str, Sequence[str]]:
        """The functions of a module that import when they are called, and what."""
        if module not in self._insides:
            found: dict[str, list[str]] = {}
            for edge in self.edges(module) if module in self.modules else ():
                if self.is_deferred(edge) and (function := self.function_of(edge)) and function != GETTER:
                    found.setdefault(function, []).append(edge.name)
            self._insides[module] = found
        return self._insides[module]

    def _made_on_demand(self, dotted: str) -> Sequence[str]:
        """What the `__getattr__` of the module that a name is taken from may import to make it."""
        module, _, name = dotted.rpartition(".")
        if module not in self.modules or not (lazy := self._lazy(module)) or self.binds(module, name):
            return ()
        return lazy

    def _lazy(self, module: str) -> Sequence[str]:
        if module not in self._lazies:
            has_getter = GETTER.encode() in self.modules[module].read()
            inside = [edge.name for edge in self.edges(module) if self._is_in_getter(edge)] if has_getter else ()
            self._lazies[module] = [name for name in inside if name in self.modules]
        return self._lazies[module]

    def _is_in_getter(self, edge: Edge) -> bool:
        return edge.mention.indented and self.is_deferred(edge) and self.function_of(edge) == GETTER

    def binds(self, module: str, name: str) -> bool:
        """Whether the module seems to have a name without being asked."""
        if module not in self._bound:
            running = (edge.name for edge in self._running(module))
            taken = {dotted.rpartition(".")[2].encode() for dotted in running if "." in dotted}
            self._bound[module] = taken.union(AT_MARGIN.findall(b"\n" + self.modules[module].read()))
        return name.encode() in self._bound[module]

    def is_deferred(self, edge: Edge) -> bool:
        """Whether the import stands where importing the module does not run it, as far as the text shows."""
        if not edge.mention.indented:
            return False
        return self._scanned.blocks(self.modules[edge.importer]).holds(edge.mention.offset)

    def brings_maker(self, package: str) -> bool:
        """Whether a package imports a module that makes others below it.

        It is one of its own that changes how modules are found, or one that it hands its name to.
        """
        if package not in self._makers:
            self._makers[package] = self._brings_maker(package)
        return self._makers[package]

    def _brings_maker(self, package: str) -> bool:
        names = {edge.name for edge in self.edges(package)} & self.modules.keys()
        texts = [(name, self.modules[name].read()) for name in names]
        if any(name.startswith(f"{package}.") and adds_finder(text) for name, text in texts):
            return True
        makes = any(writes_modules(text) for _, text in texts)
        place = self.modules.get(package)  # none for what is found under another name
        return makes and place is not None and hands_its_name(place.read())

    def imports_inside(self, module: str) -> bool:
        """Whether the module's text holds an import that is no plain statement at the left margin."""
        if any(edge.mention.indented for edge in self.edges(module)):
            return True
        place = self.modules.get(module)
        return place is not None and bool(computed_calls(place.read()))

    def picks_by_name(self, module: str) -> bool:
        """Whether the module's text imports by computed names, other than to make a name that it is asked for."""
        place = self.modules.get(module)
        if place is None:
            return False
        blocks = self._scanned.blocks(place)
        return any(blocks.function_of(offset) != GETTER.encode() for offset in computed_calls(place.read()))

    def function_of(self, edge: Edge) -> str:
        """The function of the module, at its left margin, in which a deferred import stands; "" for none."""
        name = self._scanned.blocks(self.modules[edge.importer]).function_of(edge.mention.offset)
        return name.decode("utf-8", "replace")

    def calls(self, module: str, function: str) -> bool:
        """Whether importing the module may call a function of that name."""
        return self._scanned.blocks(self.modules[module]).calls(function.encode())

    def is_harmless(self, edge: Edge) -> bool:
        """Whether the import is deferred, or the text shows that its failure is caught where it stands."""
        if not edge.mention.indented:
            return False
        return self.catches(self.modules[edge.importer], edge.mention.offset)

    def tried_first(self, edge: Edge) -> Sequence[Edge]:
        """The imports of which one must fail before this one is run; none where that is not plain to see."""
        if not edge.mention.indented:
            return ()
        span = self._scanned.blocks(self.modules[edge.importer]).tried_first(edge.mention.offset)
        return [each for each in self.edges(edge.importer) if each.mention.offset in span] if span else ()

    def catches(self, place: Place, offset: int) -> bool:
        """Whether what stands at a byte of a source is deferred, or its failure is caught there."""
        return self._scanned.blocks(place).is_harmless(offset)


class Graph:
    """Imports looked at from what is imported."""

    def __init__(self, mentions: Mentions, modules: Sequence[str]) -> None:
        self.modules = modules
        self._mentions = mentions
        self._callers: dict[tuple[str, str], Sequence[str]] = {}
        self._reached: dict[frozenset[str], frozenset[str]] = {}
        self._felt: dict[str, bool] = {}
        self._all = [edge for module in modules for edge in mentions.edges(module)]

    @cached_property
    def importers(self) -> Mapping[str, Sequence[Edge]]:
        """Every import by the dotted name it may load."""
        found: dict[str, list[Edge]] = {}
        for edge in self._all:
            found.setdefault(edge.name, []).append(edge)
        return found

    @cached_property
    def starts(self) -> frozenset[str]:
        """The dotted names that imports start from, which must be modules."""
        return frozenset(edge.name for edge in self._all if edge.is_start)

    @cached_property
    def _below(self) -> Mapping[str, Sequence[str]]:
        """Package to the mentioned names below it: importing one of them imports the package."""
        found: dict[str, list[str]] = {}
        for name in self.importers:
            parent = name.rpartition(".")[0]
            while parent:
                found.setdefault(parent, []).append(name)
                parent = parent.rpartition(".")[0]
        return found

    def who_imports(self, name: str) -> Iterator[Edge]:
        """The imports that run the module: by its name or by the name of something below it."""
        yield from self.importers.get(name, ())
        for below in self._below.get(name, ()):
            yield from self.importers[below]

    def reaching(self, names: Iterable[str]) -> frozenset[str]:
        """Every module from whose import one of the names may be imported, the names included."""
        wanted = frozenset(names)  # often the same on several targets
        if wanted not in self._reached:
            self._reached[wanted] = frozenset(self._reaching(wanted, self._mentions.is_deferred))
        return self._reached[wanted]

    def failing_with(self, names: Iterable[str]) -> frozenset[str]:
        """As `reaching`, as far as no import on the way is plainly guarded."""
        return frozenset(self._reaching(names, self._mentions.is_harmless))

    def is_felt(self, name: str, top_level: Container[str]) -> bool:
        """Whether a failing module may fail one of these, which are the same each time."""
        if name not in self._felt:
            failing = self._reaching([name], self._mentions.is_harmless)
            self._felt[name] = any(each in top_level or self._felt.get(each, False) for each in failing)
        return self._felt[name]

    def _reaching(self, names: Iterable[str], is_harmless: Callable[[Edge], bool]) -> Iterator[str]:
        reached = set(names)
        pending = list(reached)
        while pending:
            name = pending.pop()
            yield name
            found = set(self._importing(name, is_harmless)) - reached
            pending.extend(found)
            reached |= found

    def _importing(self, name: str, is_harmless: Callable[[Edge], bool]) -> Iterator[str]:
        """Who is touched at once by an import of a module: the importers, and who calls a function that does it."""
        inner: dict[tuple[str, int], Edge] = {}  # one of each statement, however many names it takes
        for edge in self.who_imports(name):
            if edge.mention.indented:
                inner[edge.importer, edge.mention.offset] = edge
            else:
                yield edge.importer
        for edge in inner.values():
            if is_harmless(edge):
                yield from self.callers(edge)
            else:
                yield edge.importer

    def callers(self, edge: Edge) -> Sequence[str]:
        """Who calls the function that a deferred import stands in when it is imported, and that function's module."""
        function = self._mentions.function_of(edge) if edge.mention.indented else ""
        if not function:
            return ()
        if (edge.importer, function) not in self._callers:
            calling = sorted(self._calling(edge.importer, function))
            self._callers[edge.importer, function] = [edge.importer, *calling] if calling else []
        return self._callers[edge.importer, function]

    def _calling(self, module: str, function: str) -> set[str]:
        if function == GETTER:  # runs for every name that is taken from the module, and that it has not
            below = (edge for name in self._below.get(module, ()) for edge in self.importers[name])
            return {edge.importer for edge in below if self._asks_getter(edge, module)} - {module}
        edges = [*self.importers.get(f"{module}.{function}", ()), *self.importers.get(module, ())]
        return {edge.importer for edge in edges if self._mentions.calls(edge.importer, function)}

    def _asks_getter(self, edge: Edge, module: str) -> bool:
        """Whether an import takes a name from a module that does not have it by itself."""
        parent, _, name = edge.name.rpartition(".")
        if edge.is_start or parent != module or edge.name in self._mentions.modules:
            return False
        return not self._mentions.binds(module, name)


def _start(mention: Mention, package: str) -> str:
    """The dotted name an import starts from; "" where it climbs over the top."""
    if not mention.level:
        return mention.module
    parts = package.split(".") if package else []
    if mention.level > len(parts):
        return ""
    return ".".join([*parts[: len(parts) - mention.level + 1], *filter(None, [mention.module])])
