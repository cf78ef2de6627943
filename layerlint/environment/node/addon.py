"""Whether a target loads one addon: its bytes, its libraries, and the version of Node.js that it was built for."""

from layerlint.environment.linker.images import Images
from layerlint.environment.linker.links import Links
from layerlint.environment.linker.misfit import Misfit
from layerlint.environment.tree import Place
from layerlint.facts.native import Addon, Native
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import NodeFacts


class Misbuilt(NamedTuple):
    """An addon for other versions of Node.js."""

    versions: tuple[int, ...]  #: the NODE_MODULE_VERSION it was built for
    registers: bool  #: whether it says so itself while it is loaded


class Addons:
    """Judges each once, for one target."""

    def __init__(self, images: tuple[Images, ...], links: Links, facts: NodeFacts) -> None:
        self.images = images
        self.links = links
        self.facts = facts
        self._known: dict[Place, str] = {}

    def fault(self, place: Place) -> str:
        """Why loading it fails for certain, one clause; "" where it may load."""
        if place not in self._known:
            self._known[place] = self._fault(place)
        return self._known[place]

    def is_foreign(self, place: Place) -> bool:
        """Whether its own bytes keep it from loading: it is for another platform, or another Node.js."""
        native = place.mount.contents.natives.get(place.path)
        return native is None or self._misfit(place, native) is not None or self._misbuilt(native) is not None

    def other_version(self, place: Place) -> Misbuilt | None:
        """The version of Node.js that it was built for, where nothing but that keeps it from loading."""
        native = place.mount.contents.natives.get(place.path)
        return None if native is None or self._misfit(place, native) else self._misbuilt(native)

    def _misbuilt(self, native: Native) -> Misbuilt | None:
        addon = native.elf.addon if native.elf else None
        return None if addon is None else misbuilt(addon, self.facts.modules)

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
        other = self._misbuilt(native)
        if other is not None:
            return f"is built for {_versions(other.versions)}"
        missing = self.links.fault(place)
        return f"needs {missing.soname}, which is not there" if missing else ""

    def _is_malformed(self, place: Place) -> bool:
        return any(item.path == place.path for item in place.mount.contents.malformed)


def misbuilt(addon: Addon, modules: int | None) -> Misbuilt | None:
    """As Node.js decides: a function by the version's name or Node-API always do, else what it registers must agree."""
    if modules is None or addon.napi or modules in addon.versions:
        return None
    if addon.registers:
        wrong = addon.registered is not None and addon.registered != modules
        return Misbuilt((addon.registered,), registers=True) if wrong and addon.registered else None
    return Misbuilt(addon.versions, registers=False) if addon.versions else None


def _versions(versions: tuple[int, ...]) -> str:
    return f"NODE_MODULE_VERSION {' and '.join(map(str, versions))}"
