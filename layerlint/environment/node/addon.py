"""Whether a target loads one addon: its bytes, its libraries, and the version of Node.js that it was built for."""

from layerlint.environment.linker.images import Images
from layerlint.environment.linker.links import Links
from layerlint.environment.linker.misfit import Misfit
from layerlint.environment.tree import Place
from layerlint.facts.elf_bindings import Symbols
from layerlint.facts.native import Addon, Native
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import NodeFacts

FIRST_ASKING = 18  # the version of Node.js from which addons are asked for the Node-API version they were built for
EXPERIMENTAL = 0x7FFFFFFF  # taken by every Node.js that asks


class Misbuilt(NamedTuple):
    """An addon for other versions of Node.js, told by one of three."""

    versions: tuple[int, ...] = ()  #: the NODE_MODULE_VERSION it was built for
    registers: bool = False  #: whether it says so itself while it is loaded
    api: int = 0  #: the Node-API version it was built for, newer than what there is
    functions: tuple[str, ...] = ()  #: of Node-API, that are looked for as it is loaded and are not there
    since: int = 0  #: the version of Node.js that has those functions

    @property
    def clause(self) -> str:
        if self.functions:
            return f"takes {self.functions[0]}, which came with Node.js {self.since}"
        return f"is built for {f'Node-API {self.api}' if self.api else module_versions(self.versions)}"


class Addons:
    """Judges each once, for one target."""

    def __init__(self, images: tuple[Images, ...], links: Links, facts: NodeFacts) -> None:
        self.images = images
        self.links = links
        self.facts = facts
        self._known: dict[Place, str] = {}
        self._lacking: dict[Place, dict[str, bool]] = {}

    def fault(self, place: Place) -> str:
        """Why loading it fails for certain, one clause; "" where it may load."""
        if place not in self._known:
            self._known[place] = self._fault(place)
        return self._known[place]

    def is_foreign(self, place: Place) -> bool:
        """Whether its own bytes keep it from loading: it is for another platform, or another Node.js."""
        native = place.mount.contents.natives.get(place.path)
        return native is None or self._misfit(place, native) is not None or self._misbuilt(place, native) is not None

    def other_version(self, place: Place) -> Misbuilt | None:
        """The version of Node.js that it was built for, where nothing but that keeps it from loading."""
        native = place.mount.contents.natives.get(place.path)
        return None if native is None or self._misfit(place, native) else self._misbuilt(place, native)

    def uncallable(self, place: Place) -> tuple[str, ...]:
        """Functions of Node-API that are looked for once they are called, and that this Node.js does not have."""
        native = place.mount.contents.natives.get(place.path)
        addon = native.elf.addon if native and native.elf else None
        if addon is None or self.fault(place):
            return ()
        return tuple(name for name, waits in self._lacked(place, addon).items() if waits)

    def _misbuilt(self, place: Place, native: Native) -> Misbuilt | None:
        addon = native.elf.addon if native.elf else None
        if addon is None:
            return None
        return self._too_new(place, addon) if addon.napi else misbuilt(addon, self.facts.modules)

    def _too_new(self, place: Place, addon: Addon) -> Misbuilt | None:
        functions = tuple(name for name, waits in self._lacked(place, addon).items() if not waits)
        if functions:
            return Misbuilt(functions=functions, since=max(self.facts.functions[name] for name in functions))
        asks = self.facts.major >= FIRST_ASKING and addon.api != EXPERIMENTAL
        newest = self.facts.napi
        return Misbuilt(api=addon.api) if asks and addon.api and newest and addon.api > newest else None

    def _lacked(self, place: Place, addon: Addon) -> dict[str, bool]:
        """The functions of Node-API that it takes and that are nowhere, and whether each waits for a call.

        Node.js has calls look for their functions, unless the addon was linked to have all found at once.
        """
        if place not in self._lacking:
            newer = [name for name in addon.functions if name in self.facts.functions]
            self._lacking[place] = self._unbound(place, newer) if newer else {}
        return self._lacking[place]

    def _unbound(self, place: Place, names: list[str]) -> dict[str, bool]:
        own = _symbols(place)
        if own is None:
            return {}
        others = [_symbols(each.place) for each in self.links.closure(place).objects]
        wanted = {each.name.decode("utf-8", "replace"): each.waits and not own.at_once for each in own.wanted}
        return {
            name: wanted[name]
            for name in names
            if name in wanted and not any(each is None or name.encode() in each.offered for each in others)
        }

    def _misfit(self, place: Place, native: Native) -> Misfit | None:
        found = (images.misfit(native) for images in self.images if place.mount in images.tree.mounts)
        return next(found, None)

    def _fault(self, place: Place) -> str:
        native = place.mount.contents.natives.get(place.path)
        if native is None:
            return "is no binary" if place.can_be_read and not self._is_malformed(place) else ""
        misfit = self._misfit(place, native)
        if misfit is not None:
            return misfit.clause if misfit.certain else ""
        other = self._misbuilt(place, native)
        if other is not None:
            return other.clause
        missing = self.links.fault(place)
        return f"needs {missing.soname}, which is not there" if missing else ""

    def _is_malformed(self, place: Place) -> bool:
        return any(item.path == place.path for item in place.mount.contents.malformed)


def misbuilt(addon: Addon, modules: int | None) -> Misbuilt | None:
    """As Node.js decides: a function by the version's name always does, else what it registers must agree."""
    if modules is None or modules in addon.versions:
        return None
    if addon.registers:
        wrong = addon.registered is not None and addon.registered != modules
        return Misbuilt((addon.registered,), registers=True) if wrong and addon.registered else None
    return Misbuilt(addon.versions) if addon.versions else None


def module_versions(versions: tuple[int, ...]) -> str:
    return f"NODE_MODULE_VERSION {' and '.join(map(str, versions))}"


def _symbols(place: Place) -> Symbols | None:
    return place.mount.contents.symbols(place.entry)
