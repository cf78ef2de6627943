"""What .NET's host makes of a publish before anything runs: its list of assemblies, and where each comes from.

Sources: dotnet/runtime, src/native/corehost/hostpolicy (deps_format, deps_resolver, shared_store); measured on .NET
Core 3.1.23 and .NET 8.0.4. From .NET 6 on the host looks for a file only where a store or other folder may have it.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from layerlint.environment.dotnet.frameworks import WEB, unmet
from layerlint.environment.dotnet.publish import CONFIG, DEPENDENCIES, Publish
from layerlint.environment.dotnet.rids import PROCESSORS, taken
from layerlint.environment.layout.handler import has_wrapper
from layerlint.environment.tree import Place
from layerlint.facts.dotnet.published import Asset, Dependencies, RuntimeConfig
from layerlint.facts.malformed import Malformed
from layerlint.named_tuple import NamedTuple
from layerlint.platform.dotnet import Framework, Shipped, load_framework, numbers

LOOKS_NO_MORE = (6,)  #: .NET that takes a manifest's word where nothing else is searched
LOCAL_PATHS = (10,)  #: .NET that puts files where a manifest says they lie
GRAPHLESS = (8,)  #: .NET without the graph of platforms, which ended with "base"
MORE_MANIFESTS = ("DOTNET_ADDITIONAL_DEPS", "DOTNET_RUNTIME_ID")  #: variables that change the list in ways not followed
STORES = "DOTNET_SHARED_STORE"
ENDINGS = (".dll", ".exe")


class Listed(NamedTuple):
    """An assembly that code may ask for by its name."""

    name: str
    place: Place | None  #: None: it comes with the runtime, or is not there
    lacking: str = ""  #: where the host takes it to be, and it is not
    asset: Asset | None = None  #: what lists it; None: it is listed for lying there


class Host:
    def __init__(self, publish: Publish) -> None:
        self.publish = publish
        self.env = publish.env
        self.target = publish.env.target
        self.version = numbers(self.target.runtime.version or "0")

    @cached_property
    def framework(self) -> Framework:
        return load_framework(self.target.runtime.version or "0")

    @cached_property
    def doubt(self) -> str:
        """Why what is not found may be there all the same; "" where the archives tell it all."""
        stack = self.env.stack
        if stack.function is None:
            return "the function that would list it is not here"
        if stack.absent:
            return "a layer that is not here may bring it"
        if stack.is_open:
            return "what is not here may bring it"
        named = next((name for name in MORE_MANIFESTS if name in stack.variables), "")
        if named or has_wrapper(stack):
            return f"{named or 'the wrapper'} may change what the host finds"
        if self._may_have_a_store:
            return f"whether the function sets {STORES} is not known"
        if self.publish.torn is None and any(isinstance(each, Malformed) for each in self.publish.described):
            return "what describes the function cannot be read"
        if self._config is not None and self._config.self_contained:
            return "it was published with a runtime of its own"
        if self.publish.starts_program:
            return "the handler is a program of its own"
        if self.publish.handler is None and len(self.publish.at_root(DEPENDENCIES)) > 1:
            return "several manifests are at the root, and no handler says which one counts"
        return ""

    @property
    def _may_have_a_store(self) -> bool:
        """Whether a layer has a store, and nobody has said what the function sets."""
        stack = self.env.stack
        if stack.variables or stack.origin is not None or self._config is None or not self._config.moniker:
            return False
        made = f"/{PROCESSORS[self.target.architecture]}/{self._config.moniker}"
        return any(f"/{folder}".endswith(made) for folder in self.env.view.opt.folders)

    @cached_property
    def stopped(self) -> str:
        """What the host ends with before anything runs, in one clause; "" where it goes on."""
        if self.doubt:
            return ""
        if self.publish.torn is not None:
            return f"{self.publish.torn.path} cannot be read: {self.publish.torn.reason}"
        framework = (
            next((each for each in unmet(self._config, self.env) if each.surely), None) if self._config else None
        )
        if framework is not None:
            return f"there is no {framework.name} {framework.wanted}"
        needed = (CONFIG,) if self.publish.is_executable else (DEPENDENCIES, CONFIG)
        lacking = [ending for ending in needed if self.publish.handler and self.publish.beside(ending) is None]
        return f"{self.publish.name}{lacking[0]} is not there" if lacking else self._outcome[1]

    @property
    def own(self) -> Mapping[str, Listed]:
        """The list by names in lower case, the framework's assemblies left out."""
        return self._outcome[0]

    def find(self, name: str) -> Listed | None:
        """What code gets for a name; None where the list has no such assembly of the function or its layers."""
        found = self.own.get(name.lower())
        if found is None and self._config is not None and self._config.takes_unlisted:
            place = self.publish.tree.file(f"{name}.dll")
            return None if place is None else Listed(name, place)
        return found

    def gone(self) -> Iterator[Asset]:
        """What the manifest lists, and no folder that is searched has."""
        manifest = self.publish.dependencies
        if isinstance(manifest, Dependencies):
            yield from (asset for asset in self._taken(manifest) if self._probe(asset) is None)

    def is_replaced(self, found: Listed) -> bool | None:
        """Whether the framework's own is taken in place of one that is listed; None where its version decides."""
        shipped = self.framework.shipped(found.name)
        if shipped is None:
            return None if self.framework.has(found.name, web=self.asks_for_web) is not False else False
        return _is_behind(found.asset, shipped)

    @cached_property
    def asks_for_web(self) -> bool:
        return any(name == WEB for name, _ in self._config.frameworks) if self._config else False

    @property
    def _config(self) -> RuntimeConfig | None:
        config = self.publish.config
        return config if isinstance(config, RuntimeConfig) else None

    @cached_property
    def stores(self) -> tuple[str, ...]:
        """The folders of the stack that are searched in the way of a store, absolute; only those that exist."""
        moniker = self._config.moniker if self._config else ""
        given = self.env.stack.variables.get(STORES, "") if moniker else ""
        made = f"{PROCESSORS[self.target.architecture]}/{moniker}"
        return tuple(
            folder for root in given.split(":") if root and self._has_folder(folder := f"{root.rstrip('/')}/{made}")
        )

    @cached_property
    def probed(self) -> tuple[str, ...]:
        words = {"|arch|": PROCESSORS[self.target.architecture], "|tfm|": self._config.moniker if self._config else ""}
        found = self._config.probed if self._config else ()
        for word, said in words.items():
            found = tuple(each.replace(word, said) for each in found)
        return found

    @property
    def looks(self) -> bool:
        """Whether the host makes sure that files are there."""
        return self.version < LOOKS_NO_MORE or bool(self.stores or self.probed)

    @cached_property
    def _outcome(self) -> tuple[Mapping[str, Listed], str]:
        found: dict[str, Listed] = {}
        manifest = self.publish.dependencies
        if not isinstance(manifest, Dependencies):
            return {each.name.lower(): each for each in reversed(list(self._lying_there()))}, ""
        for asset in self._taken(manifest):
            stop = self._probe_native(asset) if asset.native else self._list(asset, found)
            if stop:
                return {}, stop
        return found, ""

    def _taken(self, manifest: Dependencies) -> Iterator[Asset]:
        ended = self.version >= GRAPHLESS
        assets = [asset for asset in manifest.assets if not (ended and asset.rid == "base")]
        yield from (asset for asset in taken(assets, self.target) if not asset.is_placeholder)

    def _list(self, asset: Asset, found: dict[str, Listed]) -> str:
        """Put an assembly on the list, unless a newer one is there; what stops the host, or ""."""
        key = asset.name.lower()
        before = found.get(key)
        if before is not None and before.asset is not None:
            if before.asset.file != asset.file:
                return f"{self._manifest} names {before.asset.file} and {asset.file}"
            if _order(asset) < _order(before.asset):
                return ""
        place = self._probe(asset)
        if place is not None or not self.looks:
            lacking = "" if place is not None else f"/var/task/{self._own_path(asset)}"
            found[key] = Listed(asset.name, place, lacking, asset)
        elif before is None:
            return self._missing(asset)
        return ""

    def _probe_native(self, asset: Asset) -> str:
        return self._missing(asset) if self.looks and self._probe(asset) is None else ""

    def _missing(self, asset: Asset) -> str:
        return f"{self._manifest} names {asset.file} of {asset.package.replace('/', ' ')}, which is not there"

    @property
    def _manifest(self) -> str:
        place = self.publish.manifest
        return place.path if place else "the manifest"

    def _own_path(self, asset: Asset) -> str:
        """Where in the package the host expects a file: under its path only where it is for a platform."""
        if asset.local and self.version >= LOCAL_PATHS:
            return asset.local
        return asset.path if asset.rid else asset.file

    def _probe(self, asset: Asset) -> Place | None:
        own = self.publish.tree.file(self._own_path(asset))
        if own is not None or not self.looks:
            return own
        folders = (f"{folder}/{asset.folder}/{asset.path}" for folder in (*self.stores, *self.probed))
        return next((place for path in folders if (place := self._file(path))), None)

    def _lying_there(self) -> Iterator[Listed]:
        """Without a manifest whatever lies beside the function counts, and a library before a program."""
        if self.publish.at_root(DEPENDENCIES) and not self.publish.is_executable:
            return
        for ending in ENDINGS:
            for path in self.publish.at_root(ending):
                yield Listed(path.removesuffix(ending), self.publish.tree.file(path))

    def _file(self, path: str) -> Place | None:
        trees = (self.env.view.opt, self.env.view.task)
        return next((tree.file(path[len(tree.root) + 1 :]) for tree in trees if path.startswith(f"{tree.root}/")), None)

    def _has_folder(self, path: str) -> bool:
        trees = (self.env.view.opt, self.env.view.task)
        return any(tree.has_folder(path[len(tree.root) + 1 :]) for tree in trees if path.startswith(f"{tree.root}/"))


def _order(asset: Asset) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return numbers(asset.version), numbers(asset.build)


def _is_behind(asset: Asset | None, shipped: Shipped) -> bool | None:
    """Whether the framework's is as new; None where only its latest patch decides."""
    version, build = _order(asset) if asset else ((), ())
    if version != shipped.version:
        return version < shipped.version
    return True if build <= shipped.build else None
