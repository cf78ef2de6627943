"""What all targets of one stack share about Node.js: the installed packages, and the sources that were read."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from layerlint.environment.disk import Disk
from layerlint.environment.node.packages import Packages
from layerlint.environment.node.places import package_folder, package_name
from layerlint.environment.tree import Place, Tree
from layerlint.facts.javascript.request import Source
from layerlint.facts.malformed import Malformed
from layerlint.facts.package_json import PackageJson
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple
from layerlint.stack import Stack

if TYPE_CHECKING:
    from layerlint.facts.javascript.exports import Offer
    from layerlint.facts.javascript.visible import Visible

#: left behind by builds on the way to an addon
BY_PRODUCTS = ("/obj.target/", "/obj/", "/deps/", "/test/", "/tests/")
SCRIPTS = (".js", ".cjs", ".mjs")
MANIFEST = "/package.json"
#: bytes of sources read of one stack; beyond, nothing is known of what a source asks for
MOST_SOURCE = 12 << 20
MOST_VISIBLE = 8 << 20  # characters of CommonJS whose names are looked for
#: where all scripts of a stack come to no more, all are read, whatever package.json says
LITTLE = 1 << 20
FEW = 300


class Package(NamedTuple):
    """One installed package."""

    folder: str  #: absolute
    manifest: PackageJson

    @property
    def name(self) -> str:
        """The name it is found by."""
        return package_name(self.folder)


class NodeShared:
    def __init__(self, stack: Stack, trees: Sequence[Tree]) -> None:
        self.stack = stack
        self.trees = tuple(tree for tree in trees if tree.mounts)
        self.disk = Disk(self.trees)
        self.packages = Packages(self.disk)
        self._sources: dict[str, Source] = {}
        self._offers: dict[str, Offer] = {}
        self._visible: dict[str, Visible] = {}
        self._left = MOST_SOURCE
        self._room = MOST_VISIBLE

    @cached_property
    def installed(self) -> Mapping[str, Package]:
        """Every package below a node_modules folder, by its absolute folder; broken package.json files are left out."""
        found = {}
        for folder in self._folders:
            manifest = self.packages.at(folder)
            if isinstance(manifest, PackageJson):
                found[folder] = Package(folder, manifest)
        return found

    @cached_property
    def broken(self) -> Mapping[str, Malformed]:
        """The folders of packages whose package.json cannot be read."""
        found = ((folder, self.packages.at(folder)) for folder in self._folders)
        return {folder: manifest for folder, manifest in found if isinstance(manifest, Malformed)}

    @cached_property
    def _folders(self) -> Sequence[str]:
        """Of all packages below a node_modules folder, broken ones as well."""
        folders = [
            f"{tree.root}/{path[: -len(MANIFEST)]}"
            for tree in self.trees
            for path in (*tree.endings.having(".json"), *(f"{link}{MANIFEST}" for link in tree.links))
            if path.endswith(MANIFEST)
        ]
        return [folder for folder in folders if folder == package_folder(f"{folder}/x")]

    def place(self, path: str) -> Place | None:
        return self.disk.place(path)

    def source(self, path: str) -> Source:
        """What the script asks for; unsound where it cannot be read, or enough was read already."""
        from layerlint.facts.javascript.scan import UNREAD, scan  # noqa: PLC0415  # clean layers do without

        known = self._sources.get(path)
        if known is None:
            place = self.disk.place(path)
            data = place.read() if place and place.entry.size <= self._left else None
            self._left -= len(data or b"")
            known = self._sources[path] = UNREAD if data is None else scan(data)
        return known

    def offer(self, path: str) -> "Offer":
        """The names that the script offers, what it passes on of others left out."""
        from layerlint.facts.javascript.exports import offers  # noqa: PLC0415  # clean layers do without

        if path not in self._offers:
            self._offers[path] = offers(self.text(path), is_module=self.packages.is_module(path))
        return self._offers[path]

    def visible(self, path: str) -> "Visible":
        """The names that an import statement may find in a file of CommonJS; any where it cannot be read."""
        from layerlint.facts.javascript.visible import ANYTHING, visible  # noqa: PLC0415  # clean layers do without

        if path not in self._visible:
            is_plain = self._room > 0 and self.is_read(path) and not self.source(path).is_module
            text = self.text(path) if is_plain else ""
            self._room -= len(text)
            self._visible[path] = visible(text) if is_plain else ANYTHING
        return self._visible[path]

    def is_read(self, path: str) -> bool:
        """Whether its text is had; that of the largest scripts is not."""
        place = self.disk.place(path)
        return place is not None and (not place.entry.size or bool(place.read()))

    def text(self, path: str) -> str:
        place = self.disk.place(path)
        return place.read().decode("utf-8", "replace") if place else ""

    @cached_property
    def addons(self) -> Mapping[str, Sequence[str]]:
        """The addons of each package that has some; absolute paths by its folder."""
        found: dict[str, list[str]] = {}
        for tree in self.trees:
            for path in tree.endings.having(".node"):
                absolute = f"{tree.root}/{path}"
                folder = package_folder(absolute)
                if folder and not any(part in absolute[len(folder) :] for part in BY_PRODUCTS):
                    found.setdefault(folder, []).append(absolute)
        return found

    def is_built(self, package: Package) -> bool:
        """Whether an addon is built where it is installed: that it is not there says that nobody did."""
        return self.disk.is_file(f"{package.folder}/binding.gyp")

    @cached_property
    def with_native_parts(self) -> Sequence[Package]:
        """The packages that hold addons, ask for optional packages, or are built where they are installed."""
        every = self.installed.values()
        return [each for each in every if each.folder in self.addons or each.manifest.optional or self.is_built(each)]

    @cached_property
    def loose_addons(self) -> Sequence[str]:
        """The addons outside of node_modules, as bundlers copy them; absolute paths."""
        paths = (f"{tree.root}/{path}" for tree in self.trees for path in tree.endings.having(".node"))
        return tuple(path for path in paths if not package_folder(path) and not any(p in path for p in BY_PRODUCTS))

    @cached_property
    def with_modules(self) -> frozenset[str]:
        """The folders of the packages that hold ES modules by their ending."""
        return self._holding(".mjs")

    @cached_property
    def with_assembly(self) -> frozenset[str]:
        """The folders of the packages that hold WebAssembly."""
        return self._holding(".wasm")

    def _holding(self, ending: str) -> frozenset[str]:
        paths = (f"{tree.root}/{path}" for tree in self.trees for path in tree.endings.having(ending))
        return frozenset(folder for path in paths if (folder := package_folder(path)))

    @cached_property
    def is_little(self) -> bool:
        """Whether the stack holds so few scripts that reading all of them costs nothing to speak of."""
        count, size = 0, 0
        for tree in self.trees:
            for path in tree.endings.having(*SCRIPTS):
                count, size = count + 1, size + tree.files[path].size
                if count > FEW or size > LITTLE:
                    return False
        return True
