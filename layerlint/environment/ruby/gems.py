"""The gems of a stack as RubyGems sees them: by their specifications, in the folders of GEM_PATH."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

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
MOST_GEMS = 5000


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

    @cached_property
    def found(self) -> tuple[Gem, ...]:
        """All of them, those for other platforms included; of two with one name and version the first stands."""
        first: dict[str, Gem] = {}
        for home in self.homes:
            for gem in _gems(home):
                first.setdefault(gem.specification.full_name, gem)
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
        names = (self.facts.gem_abi, f"{self.facts.gem_abi}-static")
        return any(
            gem.tree.file(f"{self.extensions_of(gem, built, abi)}/{COMPLETE}") is not None
            for built in BUILT[self.target.architecture]
            for abi in names
        )

    def extensions_of(self, gem: Gem, built: str, abi: str) -> str:
        return f"{gem.home}/extensions/{built}/{abi}/{gem.specification.full_name}".lstrip("/")

    def is_bundled(self, name: str) -> bool:
        return is_listed(name, self.facts.bundled)

    def candidates(self, dependency: Dependency) -> Sequence[Gem]:
        """The gems of the stack that meet a dependency."""
        named = self.by_name.get(dependency.name, ())
        return [gem for gem in named if meets(gem.specification.version, dependency.requirements) is not False]

    def unmet(self, gem: Gem) -> Iterator[Dependency]:
        for dependency in gem.specification.dependencies:
            if not self.is_bundled(dependency.name) and not self.candidates(dependency):
                yield dependency

    def closure(self, gem: Gem) -> Iterator[Gem]:
        """The gem and what activating it activates."""
        seen = {gem.specification.full_name}
        waiting = [gem]
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
        fitting = (gem for gems in self.by_name.values() for gem in gems)
        every = (*fitting, *self.found)
        return next((gem for gem in every if self.brings(gem, feature) and self.is_built(gem)), None)

    def brings(self, gem: Gem, feature: str) -> bool:
        folders = (f"{gem.folder}/{path}".rstrip("/") for path in gem.specification.require_paths)
        return any(provides(gem.tree, folder, feature) for folder in folders)


def provides(tree: Tree, folder: str, feature: str) -> bool:
    """Whether a folder has the file that `require` looks for."""
    path = f"{folder}/{feature}".lstrip("/")
    if feature.endswith((".rb", ".so")):
        return tree.file(path) is not None
    return tree.file(f"{path}.rb") is not None or tree.file(f"{path}.so") is not None


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
    for path in paths[:MOST_GEMS]:
        place = home.tree.file(path)
        if place is None or "/" in path[len(folder) :]:
            continue  # specifications/default/ holds those of a Ruby's own
        found = read_specification(path, place.read())
        if not isinstance(found, Malformed):
            yield Gem(found, place, home.tree, home.folder)
