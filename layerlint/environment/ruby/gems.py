"""The gems of a stack as RubyGems sees them: by their specifications, in the folders of GEM_PATH."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from layerlint.environment.tree import Place, Tree
from layerlint.facts.malformed import Malformed
from layerlint.facts.ruby.specification import Dependency, Specification, read_specification
from layerlint.facts.ruby.version import meets
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import RubyFacts, Target

RUBY = "ruby"  # the platform of gems that any Ruby can build
CPUS = {"x86_64": ("x86_64", "x64"), "arm64": ("aarch64", "arm64")}
#: what RubyGems calls the platform below extensions/
BUILT = {"x86_64": ("x86_64-linux", "x86_64-linux-gnu"), "arm64": ("aarch64-linux", "aarch64-linux-gnu", "arm64-linux")}
COMPLETE = "gem.build_complete"
MOST_GEMS = 2000
MOST_STATED = 4 << 20  # bytes of specifications that are read whole, and of each that comes after
HEAD = 2_000
MOST_NEEDS = 20_000  # that all gems state
MOST_COMPARISONS = 50_000  # of versions; beyond, a gem of the name will do
MOST_REQUIRE_PATHS = 10
MOST_LINKED = 50  # gems with links
SOURCES = (".rb", ".so")
COMPILED = (".so", ".bundle", ".dll")  # the last two are extensions for macOS and Windows
MOST_PARTS = 2_000  # of one tree; real bundles have some dozens


class Gem(NamedTuple):
    specification: Specification
    place: Place  #: of the specification
    tree: Tree
    home: str  #: the folder of GEM_PATH, relative to its tree

    @property
    def folder(self) -> str:
        return f"{self.home}/gems/{self.specification.full_name}".lstrip("/")

    @property
    def name(self) -> str:
        return self.specification.name


class GemHome(NamedTuple):
    tree: Tree
    folder: str


class Gems:
    """One target's answers."""

    def __init__(self, trees: Sequence[Tree], target: Target, facts: RubyFacts, path: Sequence[str]) -> None:
        self.target = target
        self.facts = facts
        self.homes = tuple(_homes(trees, path))
        self._built: dict[str, bool] = {}
        self._files: dict[tuple[str, tuple[str, ...]], Sequence[str]] = {}
        self._candidates: dict[Dependency, Sequence[Gem]] = {}
        self._comparisons = 0

    @cached_property
    def found(self) -> tuple[Gem, ...]:
        """All of them, those for other platforms included; of two with one name and version the first stands."""
        first: dict[str, Gem] = {}
        needs = 0
        for home in self.homes:
            for gem in _gems(home):
                needs += len(gem.specification.dependencies)
                kept = gem if needs <= MOST_NEEDS else _without_needs(gem)
                first.setdefault(gem.specification.full_name, kept)
        return tuple(first.values())

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[Gem]]:
        """Those for the target's platform, which are all that another gem's need is met by."""
        names: dict[str, list[Gem]] = {}
        for gem in self.found:
            if self.suits(gem.specification.platform):
                names.setdefault(gem.name, []).append(gem)
        return names

    def suits(self, platform: str) -> bool:
        """Whether a gem of that platform is for the target."""
        if platform == RUBY:
            return True
        cpu, _, rest = platform.partition("-")
        return cpu in CPUS[self.target.architecture] and rest in ("linux", "linux-gnu")

    def is_built(self, gem: Gem) -> bool:
        """Whether its native parts were built for the target; where not, RubyGems passes over the gem."""
        if not gem.specification.extensions or gem.specification.platform != RUBY:
            return True
        name = gem.specification.full_name
        if name not in self._built:
            self._built[name] = self._is_complete(gem)
        return self._built[name]

    def _is_complete(self, gem: Gem) -> bool:
        names = (self.facts.gem_abi, f"{self.facts.gem_abi}-static")
        return any(
            gem.tree.file(f"{self.extensions_of(gem, built, abi)}/{COMPLETE}") is not None
            for built in BUILT[self.target.architecture]
            for abi in names
        )

    def extensions_of(self, gem: Gem, built: str, abi: str) -> str:
        return f"{gem.home}/extensions/{built}/{abi}/{gem.specification.full_name}".lstrip("/")

    def compiled(self, tree: Tree) -> Sequence[str]:
        """The compiled parts of a tree."""
        return self._ending(tree, COMPILED)

    def completed(self, tree: Tree) -> Sequence[str]:
        """The files of a tree that say that a native part was built."""
        return self._ending(tree, (f"/{COMPLETE}",))

    def _ending(self, tree: Tree, endings: tuple[str, ...]) -> Sequence[str]:
        key = (tree.root, endings)
        if key not in self._files:
            paths = (path for path in tree.files if path.endswith(endings))
            self._files[key] = tuple(islice(paths, MOST_PARTS))
        return self._files[key]

    def is_bundled(self, name: str) -> bool:
        return is_listed(name, self.facts.bundled)

    def candidates(self, dependency: Dependency) -> Sequence[Gem]:
        """The gems of the stack that meet a dependency."""
        if dependency not in self._candidates:
            named = self.by_name.get(dependency.name, ())
            self._comparisons += len(named)
            is_open = self._comparisons > MOST_COMPARISONS
            self._candidates[dependency] = [gem for gem in named if is_open or _meets(gem, dependency)]
        return self._candidates[dependency]

    def unmet(self, gem: Gem) -> Iterator[Dependency]:
        for dependency in gem.specification.dependencies:
            if not self.is_bundled(dependency.name) and not self.candidates(dependency):
                yield dependency

    @cached_property
    def needed(self) -> frozenset[str]:
        """The names that some gem states as a need."""
        return frozenset(need.name for gem in self.found for need in gem.specification.dependencies)

    def closure(self, *gems: Gem) -> Iterator[Gem]:
        """The gems and what activating them activates, each once."""
        first = {gem.specification.full_name: gem for gem in gems}
        seen, waiting = set(first), list(first.values())
        while waiting:
            current = waiting.pop()
            yield current
            for dependency in current.specification.dependencies:
                for each in self.candidates(dependency)[:1]:
                    if each.specification.full_name not in seen:
                        seen.add(each.specification.full_name)
                        waiting.append(each)

    def bringing(self, feature: str) -> Gem | None:
        """The gem that `require` activates for a name, which does not ask for the platform; one for ours goes first."""
        having = self.having(feature)
        fitting = (gem for gem in having if self.suits(gem.specification.platform))
        return next((gem for gem in (*fitting, *having) if self.is_built(gem)), None)

    def having(self, feature: str) -> Sequence[Gem]:
        """The gems that have the file which `require` looks for, whatever they are built for, in their order."""
        names = (feature,) if feature.endswith(SOURCES) else tuple(f"{feature}{ending}" for ending in SOURCES)
        found = {number for name in names for number in self._by_file.get(name, ())}
        found.update(number for number in self._linked if _brings(self.found[number], names))
        return [self.found[number] for number in sorted(found)]

    @cached_property
    def _by_file(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the gems by the files that their require paths hold."""
        numbers = {(gem.home, gem.tree.root, gem.specification.full_name): n for n, gem in enumerate(self.found)}
        found: dict[str, list[int]] = {}
        for home, name, inside in _files_of_gems(self.homes):
            number = numbers.get((home.folder, home.tree.root, name))
            for path in _require_paths(self.found[number]) if number is not None else ():
                if number is not None and inside.startswith(path):
                    found.setdefault(inside[len(path) :], []).append(number)
        return found

    @cached_property
    def _linked(self) -> Sequence[int]:
        """The numbers of the gems that hold links or lie behind some: what they have is looked up each time."""
        found = enumerate(self.found)
        return [number for number, gem in found if gem.tree.links and _has_links(gem)][:MOST_LINKED]


def _require_paths(gem: Gem) -> Iterator[str]:
    for path in gem.specification.require_paths[:MOST_REQUIRE_PATHS]:
        yield f"{path.strip('/')}/" if path else ""


def _files_of_gems(homes: Sequence[GemHome]) -> Iterator[tuple[GemHome, str, str]]:
    """The home, the name of the gem's folder and the path in it, of each source or compiled part."""
    for home in homes:
        prefix = f"{home.folder}/gems/".lstrip("/")
        for path in home.tree.files:
            if path.startswith(prefix) and path.endswith(SOURCES):
                name, _, inside = path[len(prefix) :].partition("/")
                yield home, name, inside


def _has_links(gem: Gem) -> bool:
    return any(f"{link}/".startswith(f"{gem.folder}/") or gem.folder.startswith(link) for link in gem.tree.links)


def _brings(gem: Gem, names: Sequence[str]) -> bool:
    paths = (f"{gem.folder}/{path}{name}" for path in _require_paths(gem) for name in names)
    return any(gem.tree.file(path) is not None for path in paths)


def _without_needs(gem: Gem) -> Gem:
    return gem._replace(specification=gem.specification._replace(dependencies=()))


def _meets(gem: Gem, dependency: Dependency) -> bool:
    return meets(gem.specification.version, dependency.requirements) is not False


def is_listed(name: str, known: frozenset[str]) -> bool:
    """Whether a table of the platform has a name; "aws-sdk-*" stands for all that begin so."""
    return name in known or any(each.endswith("*") and name.startswith(each[:-1]) for each in known)


def _homes(trees: Sequence[Tree], path: Sequence[str]) -> Iterator[GemHome]:
    for folder in path:
        for tree in trees:
            if tree.mounts and f"{folder}/".startswith(f"{tree.root}/"):
                yield GemHome(tree, folder[len(tree.root) + 1 :].rstrip("/"))


def _gems(home: GemHome) -> Iterator[Gem]:
    folder = f"{home.folder}/specifications/".lstrip("/")
    paths = [path for path in home.tree.files if path.startswith(folder) and path.endswith(".gemspec")]
    room = MOST_STATED
    for path in paths[:MOST_GEMS]:
        place = home.tree.file(path)
        if place is None or "/" in path[len(folder) :]:
            continue  # specifications/default/ holds those of a Ruby's own
        data = place.read()
        room -= len(data)
        found = read_specification(path, data if room > 0 else data[:HEAD])
        if not isinstance(found, Malformed):
            yield Gem(found, place, home.tree, home.folder)
