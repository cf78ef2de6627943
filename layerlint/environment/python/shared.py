"""What all Python targets of one stack share: scans, extension files, distributions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import islice, repeat

from layerlint.enumeration import Enum
from layerlint.environment.linker.images import ImageStore
from layerlint.environment.python.added_folders import added_folders
from layerlint.environment.python.dealings import dealings, looked_at
from layerlint.environment.python.finder import Folder
from layerlint.environment.python.installed import Metadata
from layerlint.environment.python.loadable import ExtensionFile, extension_files
from layerlint.environment.python.loading_code import LoadingCode, unled
from layerlint.environment.python.lost_data import lost_by
from layerlint.environment.python.makers import adds_finder
from layerlint.environment.python.mentions import NOT_MEANT, Edge, Graph, Mentions
from layerlint.environment.python.metadata_calls import METADATA_READERS, questions
from layerlint.environment.python.paths import SearchPath, search_path
from layerlint.environment.python.reached import Reached
from layerlint.environment.python.scanned import Scanned
from layerlint.environment.python.top_level import top_level_names
from layerlint.environment.tree import Place, Tree
from layerlint.facts.distribution import Distribution
from layerlint.facts.entry_point_scan import Asked, asked_groups
from layerlint.facts.margin_names import margin_names
from layerlint.facts.specifier import accepts
from layerlint.facts.syntax_hint import Hints
from layerlint.hints import TYPE_CHECKING
from layerlint.pattern import pattern
from layerlint.platform.records import PythonFacts
from layerlint.platform.stdlib import Stdlib, load_stdlib
from layerlint.stack import Mount, Role, Stack

if TYPE_CHECKING:
    from layerlint.environment.python.parsed import Parsed

REQUIREMENT_NAME = pattern(r"[A-Za-z0-9][\w.\-]*")
VERSION_WORDS = (b"version", b"PY2", b"PY3", b"PY_", b"compat", b"platform", b"machine")
MADE_MODULE = pattern(rb"sys\.modules(?:\[|\.setdefault\()\s*[\"']([\w.]+)[\"']")
MOST_EXTENSIONS = 5_000  # the largest scientific layers have some hundreds
MAKING_WORDS = (b"sys.meta_path", b"sys.modules", b"__path__")  # without one of them the next is not asked
MODULE_MAKER = pattern(
    rb"sys\.modules\[[^\]\n]+\]\s*=|sys\.modules\.(?:setdefault|update)|__path__\s*(?:=(?![^\n]*\bextend_path\()|\.)"
)
HANDLING = pattern(rb"handler\b|\(\s*_*event\s*[,:]")


class Maker(Enum):
    """Whether a source makes modules when it runs."""

    NO = "no"
    YES = "yes"
    FIND_MODULE = "by an importer of the old kind"


class Shared:
    def __init__(
        self, stack: Stack, opt: Tree, task: Tree, images: ImageStore, entries: frozenset[str] = frozenset()
    ) -> None:
        self.stack = stack
        self._entries = entries  #: modules that are asked for besides what people import
        self.images = images
        self.opt = opt
        self.task = task
        self.scanned = Scanned()
        self._paths: dict[tuple[str, ...], SearchPath] = {}
        self._mentions: dict[tuple[Folder, ...], Mentions] = {}
        self._margins: dict[Place, frozenset[bytes]] = {}
        self._extensions: dict[tuple[Folder, ...], tuple[ExtensionFile, ...]] = {}
        self.touchy: dict[tuple[Place, frozenset[str], tuple[int, int] | None], bool] = {}
        self._asking_version: dict[Place, bool] = {}
        self.cffi_users: dict[tuple[Place, bool], bool] = {}
        self._makers: dict[Place, Maker] = {}
        self._hints: dict[Place, Hints] = {}
        self._accepted: dict[tuple[str, tuple[int, int]], bool] = {}
        self._lost: dict[tuple[Folder, ...], frozenset[str]] = {}
        self._graphs: dict[tuple[Folder, ...], Graph] = {}
        self._reached: dict[tuple[Folder, ...], Reached] = {}
        self._unled: dict[tuple[Folder, ...], tuple[str, ...]] = {}
        self._loading: dict[tuple[Folder, ...], LoadingCode] = {}
        self._made: dict[tuple[Folder, ...], frozenset[str]] = {}
        self._added: dict[tuple[Folder, ...], tuple[Folder, ...]] = {}
        self._top_level: dict[Folder, frozenset[str]] = {}
        self._metadata: dict[tuple[Folder, ...], Metadata] = {}
        self._asking_order: dict[tuple[Folder, ...], frozenset[str]] = {}
        self._unwelcome: dict[tuple[tuple[str, ...], tuple[int, int]], tuple[str, ...]] = {}
        self._dealings: dict[tuple[Folder, ...], Sequence[Edge]] = {}
        self._questions: dict[tuple[Folder, ...], tuple[tuple[str, str], ...]] = {}
        self._groups: dict[tuple[Folder, ...], tuple[tuple[str, Asked], ...]] = {}

    def entered_at(self, names: frozenset[str]) -> "Shared":
        """The same, where somebody imports these modules as well."""
        return Shared(self.stack, self.opt, self.task, self.images, names)

    @cached_property
    def zipped(self) -> Sequence[Folder]:
        from layerlint.environment.python.zipped import zipped_folders  # noqa: PLC0415  # few have them on the path

        return zipped_folders((self.opt, self.task))

    @cached_property
    def stdlib(self) -> Stdlib:
        return load_stdlib()

    @cached_property
    def parsed(self) -> "Parsed":
        from layerlint.environment.python.parsed import Parsed  # noqa: PLC0415  # few clean layers come to it

        return Parsed()

    def path(self, facts: PythonFacts) -> SearchPath:
        key = facts.sys_path
        if key not in self._paths:
            self._paths[key] = search_path(self.opt, self.task, facts, self.stack.variables.get("PYTHONPATH"))
        return self._paths[key]

    def mentions(self, folders: tuple[Folder, ...]) -> Mentions:
        if folders not in self._mentions:
            self._mentions[folders] = Mentions(folders, self.scanned, self.stack.handler_module)
        return self._mentions[folders]

    def extensions(self, folders: tuple[Folder, ...]) -> tuple[ExtensionFile, ...]:
        if folders not in self._extensions:
            found = islice((file for folder in folders for file in extension_files(folder)), MOST_EXTENSIONS)
            self._extensions[folders] = tuple({file.place: file for file in found}.values())
        return self._extensions[folders]

    def margin_names(self, place: Place) -> frozenset[bytes]:
        """Of these, those that stand at the left margin, told without parsing."""
        if place not in self._margins:
            self._margins[place] = margin_names(place.read())
        return self._margins[place]

    @cached_property
    def distributions(self) -> Sequence[tuple[Mount, Distribution]]:
        return [(mount, dist) for mount in self.stack.mounts for dist in mount.contents.distributions]

    @cached_property
    def lost_data(self) -> Mapping[str, frozenset[bytes]]:
        """Folder of a distribution to the names of its data that the archive has lost; the others are left out."""
        return {dist.folder: found for mount, dist in self.distributions if (found := lost_by(mount, dist))}

    @cached_property
    def _claims(self) -> Mapping[int, Mapping[str, Distribution]]:
        """By the identity of an archive, each path that a RECORD in it lists."""
        found: dict[int, dict[str, Distribution]] = {}
        for mount, dist in self.distributions:
            found.setdefault(id(mount), {}).update(zip(dist.record, repeat(dist)))
        return found

    @cached_property
    def _has_unclaimed_sources(self) -> bool:
        claims = ((mount, self._claims.get(id(mount), {})) for mount in self.stack.mounts)
        return not all(all(map(own.__contains__, mount.contents.endings.having(".py"))) for mount, own in claims)

    def owner(self, place: Place) -> Distribution | None:
        """The distribution of the same archive whose RECORD claims the file."""
        return self.claimed(place.mount, place.path)

    def claimed(self, mount: Mount, path: str) -> Distribution | None:
        claims = self._claims.get(id(mount))
        return claims.get(path) if claims else None

    def at(self, file: str) -> Place | None:
        """The file at an absolute path on Lambda; None where the stack has none there."""
        tree = next((tree for tree in (self.opt, self.task) if file.startswith(f"{tree.root}/")), None)
        return tree.file(file[len(tree.root) + 1 :]) if tree else None

    def asks_version(self, place: Place) -> bool:
        if place not in self._asking_version:
            data = place.read()
            self._asking_version[place] = any(word in data for word in VERSION_WORDS)
        return self._asking_version[place]

    def module_maker(self, place: Place) -> Maker:
        if place not in self._makers:
            self._makers[place] = _maker(place.read())
        return self._makers[place]

    def seems_newer(self, place: Place, version: tuple[int, int]) -> bool:
        """Whether the text seems to use syntax newer than a version; a nomination, not a verdict."""
        if place not in self._hints:
            self._hints[place] = Hints(place.read)
        return self._hints[place].newer_than(version)

    def accepts_python(self, distribution: Distribution, version: tuple[int, int]) -> bool:
        """Whether Requires-Python admits the newest micro version; an unreadable one does."""
        key = (distribution.requires_python or "", version)
        if key not in self._accepted:
            self._accepted[key] = accepts(*key)
        return self._accepted[key]

    def unwelcome(self, facts: PythonFacts) -> tuple[str, ...]:
        """Names of the distributions on the search path whose Requires-Python excludes this one."""
        key = facts.sys_path, facts.version
        if key not in self._unwelcome:
            path = self.path(facts)
            sites = {(folder.tree.root, folder.path) for folder in (*path.early, *path.late)}
            self._unwelcome[key] = tuple(
                dist.shown_name
                for mount, dist in self.distributions
                if dist.requires_python and (mount.root, dist.site) in sites
                if not self.accepts_python(dist, facts.version)
            )
        return self._unwelcome[key]

    def metadata(self, folders: tuple[Folder, ...]) -> Metadata:
        if folders not in self._metadata:
            self._metadata[folders] = Metadata(self, folders)
        return self._metadata[folders]

    def made_modules(self, folders: tuple[Folder, ...]) -> frozenset[str]:
        """Names that sources below the search folders put into sys.modules themselves."""
        if folders not in self._made:
            sources = [place.read() for place in self.mentions(folders).modules.values()]
            sources += [path.pth_text.encode() for path in self._paths.values()]
            self._made[folders] = frozenset(
                name.decode() for data in sources if b"sys.modules" in data for name in MADE_MODULE.findall(data)
            )
        return self._made[folders]

    def added_folders(self, folders: tuple[Folder, ...]) -> tuple[Folder, ...]:
        """Folders that sources below the search folders may add to sys.path: those whose name they spell."""
        if folders not in self._added:
            self._added[folders] = tuple(added_folders(folders, self.mentions(folders)))
        return self._added[folders]

    def required(self, distribution: Distribution) -> frozenset[str]:
        """Canonical names of what a distribution requires whatever extra is asked for."""
        return frozenset(
            requirement_name(text) for text in distribution.requires if "extra" not in text.partition(";")[2]
        )

    def lost_modules(self, folders: tuple[Folder, ...]) -> frozenset[str]:
        """Dotted names of modules that a RECORD below the folders lists and the archive does not hold."""
        if folders not in self._lost:
            self._lost[folders] = frozenset(_lost(folders, self.distributions))
        return self._lost[folders]

    def unled(self, folders: tuple[Folder, ...]) -> tuple[str, ...]:
        """In a lone layer, the modules that load libraries and to which no top-level import of their package leads."""
        if folders not in self._unled:
            tops = {name for folder in folders for name in self.top_level(folder)} if not self.stack.function else ()
            self._unled[folders] = tuple(sorted(unled(self.mentions(folders), tops)))
        return self._unled[folders]

    def graph(self, folders: tuple[Folder, ...]) -> Graph:
        """The imports of every source module that importing a top-level module or the handler may import in turn."""
        if folders not in self._graphs:
            mentions = self.mentions(folders)
            names = {name for folder in folders for name in self.top_level(folder)}
            names.update(self._below_namespaces(mentions, tuple(names)))
            names.update(self._entries, self.unled(folders), [self.stack.handler_module])
            self._graphs[folders] = mentions.within(sorted(mentions.reached_from(names)))
        return self._graphs[folders]

    def _below_namespaces(self, mentions: Mentions, names: Iterable[str]) -> Iterator[str]:
        """What people import of packages without code: a function's scripts only where they handle."""
        modules = mentions.modules
        at_root = any(self._handles(modules[name]) for name in names if name in modules)
        for name in (each for top in names for each in mentions.entries(top)):
            place = modules[name]
            if place.mount.role is Role.LAYER or self.owner(place) is not None:
                if not NOT_MEANT.intersection(name.split(".")):
                    yield name
            elif not at_root and self.stack.handler is None and self._handles(place):
                yield name

    def _handles(self, place: Place) -> bool:
        is_own = place.mount.role is Role.FUNCTION and self.owner(place) is None
        return is_own and HANDLING.search(place.read()) is not None

    def reached(self, folders: tuple[Folder, ...]) -> Reached:
        if folders not in self._reached:
            graph, mentions = self.graph(folders), self.mentions(folders)
            self._reached[folders] = Reached(graph, mentions, self.owner, self.stdlib)
        return self._reached[folders]

    def loading(self, folders: tuple[Folder, ...]) -> LoadingCode:
        if folders not in self._loading:
            self._loading[folders] = LoadingCode(self.graph(folders), self.mentions(folders).modules)
        return self._loading[folders]

    def top_level(self, folder: Folder) -> frozenset[str]:
        if folder not in self._top_level:
            self._top_level[folder] = top_level_names(folder)
        return self._top_level[folder]

    def asking_order(self, folders: tuple[Folder, ...]) -> frozenset[str]:
        """Top-level modules that look at what was imported before them."""
        if folders not in self._asking_order:
            modules = self.mentions(folders).modules
            found = ((name, modules.get(name)) for folder in folders for name in self.top_level(folder))
            asking = (name for name, place in found if place and self.scanned.asks_order(place))
            self._asking_order[folders] = frozenset(asking)
        return self._asking_order[folders]

    def dealings(self, folders: tuple[Folder, ...]) -> Sequence[Edge]:
        """The imports of the graph that may take a name from a module of another distribution."""
        if folders not in self._dealings:
            graph, added = self.graph(folders), cache(lambda: self.added_folders(folders))
            has_links = any(folder.tree.links for folder in folders)
            found = looked_at(graph) if has_links else dealings(graph, self.mentions(folders), self.owner, added)
            self._dealings[folders] = tuple(edge for edge in found if not edge.is_start)
        return self._dealings[folders]

    def metadata_questions(self, folders: tuple[Folder, ...]) -> Sequence[tuple[str, str]]:
        """Module and distribution name of each look-up of metadata that may fail when the module is imported."""
        if folders not in self._questions:
            importers = self.graph(folders).importers
            modules = self.mentions(folders).modules
            readers = {
                edge.importer
                for name, edges in importers.items()
                if name.startswith(METADATA_READERS)
                for edge in edges
            }
            self._questions[folders] = tuple(
                (module, question.name)
                for module in sorted(readers)
                for question in questions(module, modules[module])
                if not self.scanned.blocks(modules[module]).may_miss_metadata(question.offset)
            )
        return self._questions[folders]

    def unclaimed_groups(self, folders: tuple[Folder, ...]) -> Sequence[tuple[str, Asked]]:
        """Module and group of each look-up of entry points by a module that no distribution claims, tests left out."""
        if folders not in self._groups:
            modules = self.mentions(folders).modules.items() if self._has_unclaimed_sources else ()
            unclaimed = ((name, place) for name, place in modules if self.owner(place) is None)
            meant = ((name, place.read()) for name, place in unclaimed if NOT_MEANT.isdisjoint(name.split(".")))
            self._groups[folders] = tuple((name, asked) for name, data in meant for asked in asked_groups(data))
        return self._groups[folders]


def requirement_name(text: str) -> str:
    """The canonical project name that a Requires-Dist line starts with."""
    match = REQUIREMENT_NAME.match(text)
    return re.sub(r"[-_.]+", "-", match[0]).lower() if match else ""


def _maker(data: bytes) -> Maker:
    if not any(word in data for word in MAKING_WORDS) or not (MODULE_MAKER.search(data) or adds_finder(data)):
        return Maker.NO
    return Maker.FIND_MODULE if b"def find_module" in data and b"def find_spec" not in data else Maker.YES


def _lost(folders: Sequence[Folder], distributions: Iterable[tuple[Mount, Distribution]]) -> Iterator[str]:
    for folder in folders:
        prefix, files = folder.child(""), folder.tree.files
        for mount, dist in distributions:
            if (mount.root, dist.site) == (folder.tree.root, folder.path):
                for path in mount.contents.lost.get(dist.folder, ()):
                    is_gone = path not in files and path.endswith((".py", ".so")) and path.startswith(prefix)
                    if is_gone and folder.tree.file(path) is None:  # no link leads to it either
                        yield module_name(path[len(prefix) :])


def module_name(path: str) -> str:
    """The dotted name of a file relative to its search folder, suffixes dropped."""
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    parts = folder.split("/") if folder else []
    return ".".join(parts if stem == "__init__" else [*parts, stem])
