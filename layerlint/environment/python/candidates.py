"""What may be broken on one target, told from names, metadata and headers: the cheap half of a verdict."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from layerlint.environment.python.causes import is_mere_library, nothing, syntax_fault
from layerlint.environment.python.cffi import BACKEND, asks_for_backend
from layerlint.environment.python.failure import Cause, Defect, Failure
from layerlint.environment.python.finder import Finder, Folder, Found, Origin, namespace
from layerlint.environment.python.lacking import Lacking
from layerlint.environment.python.libraries import Libraries
from layerlint.environment.python.loadable import ExtensionFile, Loader
from layerlint.environment.python.lost_data import readers
from layerlint.environment.python.makers import is_hook
from layerlint.environment.python.mentions import Edge, Graph, Mentions
from layerlint.environment.python.reached import Reached
from layerlint.environment.python.runtime_modules import runtime, some_have
from layerlint.environment.python.self_loading import self_loading
from layerlint.environment.python.shadowed import Shadowed
from layerlint.environment.python.shared import Maker, Shared
from layerlint.environment.python.suspects import Suspects
from layerlint.environment.python.too_new import TooNew
from layerlint.environment.python.visible import Visible
from layerlint.environment.tree import Place
from layerlint.hints import TYPE_CHECKING
from layerlint.platform.records import PythonFacts, Target

if TYPE_CHECKING:
    from layerlint.environment.python.array_interface import ArrayInterface

DISTUTILS_HOOK = "_distutils_hack"
# What importing the SDK runs besides itself; botocore alone runs none of them before a client is made.
SDK_NEEDS = ("botocore", "jmespath", "dateutil", "urllib3")
BUNDLED_NEEDS = {"boto3": (*SDK_NEEDS, "s3transfer"), "s3transfer": SDK_NEEDS, "botocore.session": SDK_NEEDS[1:]}
MAKING = (Origin.DYNAMIC, Origin.UNSEEN, Origin.EXTENSION)
FIND_MODULE_GONE = (3, 12)  # importers without find_spec are asked no more


class Candidates:
    def __init__(
        self, shared: Shared, target: Target, facts: PythonFacts, loader: Loader, is_touchy: Callable[[str], bool]
    ) -> None:
        self._is_touchy = is_touchy  #: whether a module's own body may fail, all that it imports apart
        self.shared = shared
        self.target = target
        self.facts = facts
        self.loader = loader
        self.path = shared.path(facts)

    @cached_property
    def finder(self) -> Finder:
        finder = Finder(
            self.path.early,
            self.path.late,
            self.path.before_sdk,
            self.facts.suffixes[self.target.architecture],
            self._has_runtime_module,
            self._is_bundled,
            self._is_preloaded,
            self._makes_modules,
            self._from_added_folder,
        )
        for name, folder in self.path.namespaces:
            above = finder.find(name)
            portions = (folder, *(above.locations or ())) if above else (folder,)
            finder.alias(name, Found(name, Origin.NAMESPACE, None, tuple(dict.fromkeys(portions))))
        if DISTUTILS_HOOK in self.path.hooks:
            self._shim_distutils(finder)
        return finder

    def _from_added_folder(self, name: str) -> Found | None:
        """A module that lies in a folder which code of the stack seems to add to sys.path."""
        found, portions = self.finder.search(self.shared.added_folders(self.folders), name)
        return found or namespace(name, portions) or self._made(name)

    def _made(self, name: str) -> Found | None:
        """A module that something else than a folder may provide: code of the stack, or a zip on the path."""
        zips = self.reached.zips.union(self.path.zips)
        is_zipped = bool(zips) and self.finder.search(self.shared.zipped, name) != (None, ())
        is_made = name in self.shared.made_modules(self.folders)
        if is_zipped or is_made or (self._own_hooks and self._is_hooked(name)):
            return Found(name, Origin.DYNAMIC, locations=())
        here = {folder.tree.root.rpartition("/")[2] for folder in self.shared.zipped} if zips else set()
        return Found(name, Origin.UNSEEN, locations=()) if zips - here else None

    @cached_property
    def _own_hooks(self) -> Sequence[Place]:
        own = (self.mentions.modules[name] for name in self.reached.own)
        return [place for place in own if is_hook(place.read())]

    def _is_hooked(self, name: str) -> bool:
        from layerlint.environment.python.hooks import may_make  # noqa: PLC0415  # few stacks have any

        return any(may_make(self.shared, place, name) for place in self._own_hooks)

    def _shim_distutils(self, finder: Finder) -> None:
        """Setuptools' .pth file makes `import distutils` find its own copy."""
        copy = finder.find("setuptools._distutils")
        if copy is not None and finder.find(DISTUTILS_HOOK) is not None:
            finder.alias("distutils", copy._replace(name="distutils"))

    def _is_bundled(self, name: str) -> bool:
        top = name.partition(".")[0]
        return top in self.facts.bundled or top in self.facts.client

    def _has_runtime_module(self, name: str) -> bool:
        if self._is_bundled(name):
            return True
        stdlib = self.shared.stdlib
        if stdlib.has_module(name, self.facts.version):
            return True
        return stdlib.is_uncertain(name, self.facts.version) and not stdlib.is_known(name)

    def _is_preloaded(self, name: str) -> bool:
        return name in self.facts.preloaded or self.shared.stdlib.is_built_in(name)

    def _makes_modules(self, found: Found) -> bool:
        """Whether importing the module puts others below it that no file shows."""
        if found.origin in MAKING:
            return True  # compiled code makes its submodules itself
        if found.origin is not Origin.SOURCE or found.place is None:
            return False
        kind = self.shared.module_maker(found.place)
        if kind is Maker.FIND_MODULE and self.facts.version >= FIND_MODULE_GONE:
            return False
        return kind is not Maker.NO or self.mentions.brings_maker(found.name)

    def fault(self, found: Found) -> Cause | None:
        if found.origin is Origin.SOURCE and found.name in self.too_new.hinted and found.place is not None:
            level = self.shared.parsed.newer_syntax(found.place, self.facts.version)
            if level is not None:
                version = f"{level.version[0]}.{level.version[1]}"
                detail = f"{found.place.path}:{level.line} uses {level.feature}, new in Python {version}"
                return syntax_fault(found, found.place, detail)
        if found.origin is Origin.SOURCE:
            return self.self_loading.get(found.name) or self.cffi_names.get(found.name)
        fault = self.loader.fault(found) or self._cffi_fault(found)
        return fault or (self._arrays.fault(found) if found.origin is Origin.EXTENSION else None)

    @cached_property
    def _arrays(self) -> "ArrayInterface":
        from layerlint.environment.python.array_interface import ArrayInterface  # noqa: PLC0415  # few have extensions

        return ArrayInterface(self.shared, self.finder, self.extensions)

    def _cffi_fault(self, found: Found) -> Cause | None:
        """Why an extension module of cffi's making fails: the module it imports as it loads does."""
        if found.origin is not Origin.EXTENSION or found.place is None or self._backend_fault is None:
            return None
        asks = asks_for_backend(self.shared, found.place, brought=BACKEND in self._files_of)
        return self._backend_fault if asks else None

    @cached_property
    def _backend_fault(self) -> Cause | None:
        backend = self.finder.find(BACKEND)
        if backend is not None and backend.origin is not Origin.NAMESPACE:
            return self.loader.fault(backend)
        files = self._files_of.get(BACKEND)
        return self.loader.tag_fault(files[0]) if files else nothing(BACKEND)

    def is_in_part(self, name: str) -> bool:
        return some_have(self.facts, name) and self.finder.find(name) == runtime(name)

    def lacks(self, module: str, name: str) -> bool:
        """Whether the standard library of this Python is known not to have a name that another version has."""
        stdlib = self.shared.stdlib
        is_module = stdlib.has_module(f"{module}.{name}", self.facts.version)
        return not is_module and stdlib.lacks_name(module, name, self.facts.version)

    def has_distribution(self, name: str) -> bool:
        return canonical(name) in self.visible.names

    def is_broken(self, name: str) -> bool:
        """Whether the archive shows that a module of that name is meant to be there, and it is not."""
        return name in self.broken_extensions or self._is_lost(name)

    def runtime_needs(self, name: str) -> Sequence[str]:
        """What a bundled module imports in turn, so that a copy in the stack is loaded by it."""
        return BUNDLED_NEEDS.get(name, ())

    def imports_inside(self, module: str) -> bool:
        """Whether the module's functions are worth following: its text holds an indented import, or it is one's own."""
        return module in self.reached.own or module in self.reading_lost_data or self.mentions.imports_inside(module)

    def missing(self, name: str) -> Cause:
        """Why nothing is found under a dotted name: a file for another Python, a module that is gone, or nothing."""
        above = name.rpartition(".")[0]
        files = self._files_of.get(name) or (self._files_of.get(above) if above in self.broken_extensions else None)
        if files and not self._is_accepted(files[0]):
            return self.loader.tag_fault(files[0])
        top = name.partition(".")[0]
        version = "{}.{}".format(*self.facts.version)
        if self.shared.stdlib.is_known(name) and self.finder.find(top) in (None, runtime(top)):
            return Cause(Defect.GONE, name, f"the standard library of Python {version} has no {name}")
        return nothing(name)

    @cached_property
    def libraries(self) -> Libraries:
        return Libraries(self.shared, self.folders, self.loader)

    @property
    def folders(self) -> tuple[Folder, ...]:
        return (*self.path.early, *self.path.late)

    @cached_property
    def mentions(self) -> Mentions:
        return self.shared.mentions(self.folders)

    @cached_property
    def graph(self) -> Graph:
        """The imports of what importing some top-level module may import in turn; the others cannot hurt."""
        return self.shared.graph(self.folders)

    @cached_property
    def reached(self) -> Reached:
        return self.shared.reached(self.folders)

    @cached_property
    def extensions(self) -> tuple[ExtensionFile, ...]:
        return self.shared.extensions(self.folders)

    @cached_property
    def _files_of(self) -> Mapping[str, list[ExtensionFile]]:
        found: dict[str, list[ExtensionFile]] = {}
        for file in self.extensions:
            found.setdefault(file.module, []).append(file)
        return found

    @cached_property
    def broken_extensions(self) -> Mapping[str, Cause]:
        """Modules whose only files are extension modules that do not load."""
        found: dict[str, Cause] = {}
        for name, files in self._files_of.items():
            what = self.finder.find(name)
            if what is None or what.origin is Origin.NAMESPACE:
                if not any(map(self._is_accepted, files)):
                    found[name] = self.loader.tag_fault(files[0])
            elif what.origin is Origin.EXTENSION:
                cause = self.fault(what)
                if cause is not None and not is_mere_library(cause, self.mentions):
                    found[name] = cause
        return found

    def _is_accepted(self, file: ExtensionFile) -> bool:
        """Whether an import takes a file of that name, were its package not hidden by another one."""
        _, dot, suffix = file.place.path.rpartition("/")[2].partition(".")
        return dot + suffix in self.finder.extension_suffixes

    @cached_property
    def self_loading(self) -> Mapping[str, Cause]:
        return self_loading(self.broken_extensions, self.mentions.modules)

    @cached_property
    def cffi_names(self) -> Mapping[str, Cause]:
        owned = ((file, self.shared.owner(file.place)) for file in self.extensions)
        made = [file for file, owner in owned if owner is not None and "cffi" in self.shared.required(owner)]
        if not made:
            return {}
        from layerlint.environment.python.cffi_names import lost_names  # noqa: PLC0415  # few layers have any

        return lost_names(self.shared, self.finder, self.graph, made)

    @cached_property
    def suspects(self) -> Suspects:
        return Suspects(self, self._is_touchy)

    @cached_property
    def lacking(self) -> Mapping[str, Sequence[Edge]]:
        """Dotted names that imports take from modules of the stack whose files have no such name."""
        return Lacking(self.shared, self.finder, self.folders, self.visible).names()

    def lacks_here(self, dotted: str) -> bool:
        """Whether a module of the stack is known to lack a name."""
        return dotted in self.lacking

    @cached_property
    def reading_lost_data(self) -> frozenset[str]:
        return readers(self.shared, self.mentions.modules, self.graph.modules)

    def _is_lost(self, name: str) -> bool:
        return name in self.shared.lost_modules(self.folders) and self.finder.find(name) is None

    @property
    def asking_order(self) -> frozenset[str]:
        """Top-level modules that look at what was imported before them."""
        return self.shared.asking_order(self.folders)

    @cached_property
    def too_new(self) -> TooNew:
        return TooNew(self.shared, self.reached, self.mentions.modules, self.facts.version)

    def is_optional(self, failure: Failure) -> bool:
        """Whether a module that is missed under an undecidable condition is one the importer does not ask for."""
        from layerlint.environment.python.optional import is_optional  # noqa: PLC0415  # only doubts come here

        is_needed = self.is_in_part(failure.cause.subject)
        return not is_needed and is_optional(failure, self.mentions, self.shared, self._is_lost)

    @cached_property
    def shadowed(self) -> Shadowed:
        return Shadowed(self.finder, self.shared.stdlib, self.facts, self.top_level)

    @cached_property
    def visible(self) -> Visible:
        """What metadata on the search path says."""
        return Visible(self.shared.metadata(self.folders), self.facts, self.target)

    @cached_property
    def top_level(self) -> tuple[str, ...]:
        return tuple(sorted({name for folder in self.folders for name in self.shared.top_level(folder)}))


def canonical(name: str) -> str:
    """A distribution's name as the standard compares it."""
    return "-".join(part for part in name.lower().replace("_", "-").replace(".", "-").split("-") if part)
