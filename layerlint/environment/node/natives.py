"""The native parts of packages: which there are, and whether any fits the target."""

from collections.abc import Callable, Iterator, Mapping

from layerlint.environment.native.advice import NODE_MACHINES
from layerlint.environment.node.resolver import Resolver
from layerlint.environment.node.shared import NodeShared, Package
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.platform.records import Target

SYSTEM_NAME = pattern(r"(?:^|[-_./])(linux|linuxmusl|darwin|win32|windows|freebsd|android|sunos|aix)(?=[-_./]|$)")
LINUX_NAME = pattern(r"(?:^|[-_./])linux[-_](x64|arm64)(?:[-_](?:gnu|glibc))?$")
WASM_NAME = pattern(r"(?:^|[-_./])wasm")


class Lack(NamedTuple):
    """A package whose native part does not fit or is not there."""

    binaries: tuple[str, ...]  #: absolute paths of what is there and does not fit
    wanted: tuple[str, ...]  #: names of the packages that would bring what fits


class Natives:
    """`fault` says why the target cannot load a file of the stack for certain; "" where it may."""

    def __init__(self, shared: NodeShared, resolver: Resolver, target: Target, fault: Callable[[Place], str]) -> None:
        self.shared = shared
        self.resolver = resolver
        self.target = target
        self._fault = fault
        self._lacks: dict[str, Lack | None] = {}

    def fault(self, path: str) -> str:
        place = self.shared.place(path)
        return "" if place is None else self._fault(place)

    def lack(self, package: Package) -> Lack | None:
        """What is wrong with its native part; None where it has none, or some part may load."""
        if package.folder not in self._lacks:
            self._lacks[package.folder] = self._lack(package)
        return self._lacks[package.folder]

    def _lack(self, package: Package) -> Lack | None:
        own = self.shared.addons.get(package.folder, [])
        wanted = tuple(name for name in _family(package) if self._is_for_target(name))
        if not own and not wanted and not self.shared.is_built(package):
            return None
        there = self._there(package)
        if any(WASM_NAME.search(name) for name in there):
            return None
        parts = self._parts(package)
        if any(not self.fault(path) for path in parts) or self._has_program(wanted, there):
            return None
        return Lack(parts, wanted)

    def _there(self, package: Package) -> Mapping[str, str]:
        """The folders of the packages of its family that are installed, by name."""
        return {name: folder for name in _family(package) if (folder := self._folder(name, package))}

    def _parts(self, package: Package) -> tuple[str, ...]:
        """Its own addons and those of its family."""
        family = (path for folder in self._there(package).values() for path in self.shared.addons.get(folder, ()))
        return (*self.shared.addons.get(package.folder, ()), *family)

    def fits(self, package: Package) -> bool:
        """Whether it has a native part that may load."""
        return bool(self._parts(package)) and self.lack(package) is None

    def described(self, lack: Lack) -> str:
        """What is wrong, one clause."""
        if lack.binaries:
            faults = dict.fromkeys(self.fault(path) for path in lack.binaries)
            fault = next(iter(faults)) if len(faults) == 1 else "is built for other platforms"
            return f"its native part {fault}"
        return f"{' or '.join(lack.wanted)} is not there" if lack.wanted else "its native part was never built"

    def _is_for_target(self, name: str) -> bool:
        match = LINUX_NAME.search(name)
        return match is not None and match[1] == NODE_MACHINES[self.target.architecture]

    def _has_program(self, wanted: tuple[str, ...], there: Mapping[str, str]) -> bool:
        """A family of programs, as esbuild's, has no addons; its package for the target is enough."""
        return any(name in there and not self.shared.addons.get(there[name]) for name in wanted)

    def _folder(self, name: str, package: Package) -> str | None:
        for place in (*self.resolver.search_folders(package.folder), *self.resolver.node_path):
            folder = f"{place}/{name}"
            if self.shared.disk.is_folder(folder):
                return self.shared.disk.real(folder)
        return None

    def unfit(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The folder and the addons of each package of which none loads; those without a package.json as well."""
        yield from ((package.folder, lack.binaries) for package, lack in self.lacking() if lack.binaries)
        for folder, paths in self.shared.addons.items():
            if folder not in self.shared.installed and all(self.fault(path) for path in paths):
                yield folder, tuple(paths)

    def lacking(self) -> Iterator[tuple[Package, Lack]]:
        """Every package whose native part does not fit; packages that are the native part of another are left out."""
        parts = {name for package in self.shared.with_native_parts for name in package.manifest.optional}
        for package in self.shared.with_native_parts:
            is_part = package.name in parts and SYSTEM_NAME.search(package.name)
            lack = None if is_part else self.lack(package)
            if lack:
                yield package, lack


def _family(package: Package) -> list[str]:
    """Its optional packages that are made for one platform each."""
    return [name for name in package.manifest.optional if SYSTEM_NAME.search(name) or WASM_NAME.search(name)]
