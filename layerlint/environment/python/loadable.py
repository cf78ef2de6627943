"""Why a file that an import finds, or a file beside the name it wants, cannot be loaded on a target."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from layerlint.environment.python.failure import Cause, Defect
from layerlint.environment.python.finder import Folder, Found, Origin
from layerlint.environment.tree import Place
from layerlint.facts.bytecode import magic_number
from layerlint.facts.native import Format, Native
from layerlint.facts.suffix import Extension, parse_extension
from layerlint.platform.records import PythonFacts, Target

SYSTEM_NAMES = {Format.MACHO: "macOS", Format.PE: "Windows"}


class ExtensionFile(NamedTuple):
    """A file that is an extension module by its name, for whatever Python."""

    module: str  #: dotted
    place: Place
    extension: Extension


def extension_files(folder: Folder) -> Iterator[ExtensionFile]:
    """Every .so and .pyd below a search folder that has a module's name."""
    prefix = f"{folder.path}/" if folder.path else ""
    for path, entry in folder.tree.files.items():
        if path.endswith((".so", ".pyd")) and path.startswith(prefix):
            extension = parse_extension(path)
            parents = path[len(prefix) :].split("/")[:-1]
            if extension is not None and all(part.isidentifier() for part in parents):
                package = [] if extension.module == "__init__" else [extension.module]
                name = ".".join([*parents, *package])
                if name:
                    yield ExtensionFile(name, Place(folder.tree.owner_of(path), entry), extension)


class Loader:
    """Judges files for one target."""

    def __init__(self, target: Target, facts: PythonFacts) -> None:
        self.target = target
        self.facts = facts

    def fault(self, found: Found) -> Cause | None:
        """Why loading the file fails; None where it loads or is source."""
        if found.place is None:
            return None
        if found.origin is Origin.BYTECODE:
            return self._bytecode(found.name, found.place)
        return self.image_fault(found.name, found.place) if found.origin is Origin.EXTENSION else None

    def _bytecode(self, name: str, place: Place) -> Cause | None:
        magic = magic_number(place.read()[:16])
        if magic == self.facts.pyc_magic or self.facts.pyc_magic is None:
            return None
        version = f"{self.facts.version[0]}.{self.facts.version[1]}"
        detail = f"bad magic number: {place.path} is no bytecode of Python {version}"
        return _cause(Defect.BYTECODE, name, detail, place)

    def image_fault(self, name: str, place: Place) -> Cause | None:
        """What the dynamic loader refuses in an extension module's file."""
        native = place.mount.contents.natives.get(place.path)
        if native is None:
            return _cause(Defect.IMAGE, name, f"{place.path} is no shared library (invalid ELF header)", place)
        for defect, detail in self._image_faults(native):
            return _cause(defect, name, detail, place)
        return None

    def _image_faults(self, native: Native) -> Iterator[tuple[Defect, str]]:
        if native.format is not Format.ELF:
            system = SYSTEM_NAMES.get(native.format, "another system")
            yield Defect.SYSTEM, f"{native.path} is a {native.format.value} image, for {system}"
        elif self.target.architecture not in native.machines or native.bits != 64:
            yield Defect.MACHINE, f"{native.path} is built for {_machine(native)}"
        elif native.system == "linux-musl":
            yield Defect.LIBC, f"{native.path} is linked against musl; Lambda has glibc"
        elif native.elf is not None:
            yield from self._version_faults(native.path, native.elf.version_needs)

    def _version_faults(self, path: str, needs: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Defect, str]]:
        system = self.target.runtime.system
        ceilings = {"GLIBC": system.glibc, "GLIBCXX": system.glibcxx_newest, "CXXABI": system.cxxabi_newest}
        for versions in needs.values():
            for node in versions:
                kind, _, number = node.partition("_")
                version = numbers(number)
                if kind in ceilings and version and version > ceilings[kind]:
                    ceiling = ".".join(map(str, ceilings[kind]))
                    yield Defect.VERSION, f"{path} needs {node}; {system.name} has {kind}_{ceiling} at most"

    def tag_fault(self, file: ExtensionFile) -> Cause:
        """Why an import does not even look at an extension module's file: its name is for another Python."""
        extension, place = file.extension, file.place
        wanted = "CPython {}.{}".format(*self.facts.version)
        if extension.system not in (None, "linux"):
            defect = Defect.LIBC if extension.system == "linux-musl" else Defect.SYSTEM
        elif extension.machine not in (None, self.target.architecture):
            defect = Defect.MACHINE
        else:
            defect = Defect.ABI
        return _cause(defect, file.module, f"{place.path} is for {extension}, not {wanted}", place)


def numbers(text: str) -> tuple[int, ...] | None:
    """The parts of "2.28"; None for names such as PRIVATE or ABI_DT_RELR."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() and len(part) < 6 for part in parts) else None


def _machine(native: Native) -> str:
    bits = "" if native.bits == 64 else f" ({native.bits} bit)"
    return "/".join(native.machines) + bits


def _cause(defect: Defect, name: str, detail: str, place: Place) -> Cause:
    return Cause(defect, name, detail, place.path, place.mount.name)
