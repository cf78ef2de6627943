"""Why a file that an import finds, or a file beside the name it wants, cannot be loaded on a target."""

from collections.abc import Iterable, Iterator, Sequence

from layerlint.environment.linker.images import Blame, Images
from layerlint.environment.linker.links import Links
from layerlint.environment.linker.misfit import Kind
from layerlint.environment.linker.missing import Lack, Missing
from layerlint.environment.python.failure import Cause, Defect
from layerlint.environment.python.finder import Finder, Folder, Found, Origin
from layerlint.environment.tree import Place
from layerlint.facts.bytecode import magic_number
from layerlint.facts.suffix import Abi, Extension, parse_extension
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import PythonFacts, Target

if TYPE_CHECKING:
    from layerlint.platform.capi import CApi

DEFECTS = {
    Kind.SYSTEM: Defect.SYSTEM,
    Kind.MACHINE: Defect.MACHINE,
    Kind.BITS: Defect.MACHINE,
    Kind.LIBC: Defect.LIBC,
    Kind.GLIBC: Defect.VERSION,
    Kind.LIBSTDCXX: Defect.VERSION,
    Kind.LIBRARY: Defect.VERSION,
    Kind.ALIGNMENT: Defect.SEGMENTS,
    Kind.PROCESSOR: Defect.MACHINE,
}
LACKS = {
    Lack.NOWHERE: Defect.LIBRARY,
    Lack.UNSEARCHED: Defect.UNSEARCHED,
    Lack.ANOTHER_BUILD: Defect.ANOTHER_BUILD,
    Lack.MISNAMED: Defect.MISNAMED,
    Lack.NO_LIBRARY: Defect.NO_LIBRARY,
}


class ExtensionFile(NamedTuple):
    """A file that is an extension module by its name, for whatever Python."""

    module: str  #: dotted
    place: Place
    extension: Extension


def extension_files(folder: Folder) -> Iterator[ExtensionFile]:
    """Every .so and .pyd below a search folder that has a module's name."""
    prefix = f"{folder.path}/" if folder.path else ""
    for path in folder.tree.endings.having(".so", ".pyd"):
        if path.startswith(prefix):
            extension = parse_extension(path)
            parents = path[len(prefix) :].split("/")[:-1]
            if extension is not None and _is_module(extension) and all(part.isidentifier() for part in parents):
                package = [] if extension.module == "__init__" else [extension.module]
                name = ".".join([*parents, *package])
                if name:
                    yield ExtensionFile(name, Place(folder.tree.owner_of(path), folder.tree.files[path]), extension)


def _is_module(extension: Extension) -> bool:
    """libfoo.so is a shared library in all but the rarest case, and an import of it would find it all the same."""
    return extension.abi is not Abi.ANY or not extension.module.startswith("lib")


class Loader:
    """Judges files for one target."""

    def __init__(self, target: Target, facts: PythonFacts, images: Sequence[Images], links: Links) -> None:
        self.target = target
        self.facts = facts
        self.links = links
        self._images = images

    def fault(self, found: Found) -> Cause | None:
        """Why loading the file fails; None where it loads or is source."""
        if found.place is None:
            return None
        if found.origin is Origin.BYTECODE:
            return self._bytecode(found.name, found.place)
        if found.origin is not Origin.EXTENSION:
            return None
        return self.image_fault(found.name, found.place) or self._entry_fault(found.name, found.place)

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
            if not place.can_be_read:
                return None
            return _cause(Defect.IMAGE, name, f"{place.path} is no shared library (invalid ELF header)", place)
        blame = self._blame(place)
        if blame is None:
            return self._library_fault(name, place)
        where, misfit = blame
        version = misfit.kind in (Kind.GLIBC, Kind.LIBSTDCXX)
        ending = f"; {self.target.runtime.system.title} has none so new" if version else ""
        return _cause(DEFECTS[misfit.kind], name, f"{where.path} {misfit.clause}{ending}", where)

    def _library_fault(self, name: str, place: Place) -> Cause | None:
        missing = self.links.fault(place)
        if missing:
            return self._lack(name, missing)
        return self._symbol_fault(name, place) or self._binding_fault(name, place)

    def _entry_fault(self, name: str, place: Place) -> Cause | None:
        """A module starts in a function of its name, without which any library may bear a module's suffix."""
        entries = entry_points(name, self.facts.version)
        if any(self.links.bindings.may_offer(place, entry) for entry in entries):
            return None
        return _cause(Defect.ENTRY, name, f"{place.path} has no {entries[0].decode()}", place)

    def _binding_fault(self, name: str, place: Place) -> Cause | None:
        unbound = self.links.bindings.fault(place)
        if unbound is None:
            return None
        where = unbound.user.place
        return _cause(Defect.UNDEFINED, name, f"{where.path}: undefined symbol: {unbound.name}", where)

    def image_doubt(self, name: str, place: Place) -> Cause | None:
        """What the dynamic loader may refuse in a file: a library that the image is not known to have."""
        missing = next(iter(self.links.missing(place)), None)
        return self._lack(name, missing) if missing else None

    def doubt(self, found: Found) -> Cause | None:
        """What an extension module needs that neither the stack nor the image is known to hold."""
        if found.place is None or found.origin is not Origin.EXTENSION:
            return None
        lacking = (each for each in self.links.missing(found.place) if each.lack is Lack.NOWHERE)
        missing = next(lacking, None)
        return self._lack(found.name, missing)._replace(defect=Defect.UNSURE) if missing else None

    def unsure(self, modules: Iterable[str], finder: Finder) -> frozenset[str]:
        """Of these extension modules, those of which nobody knows whether they load."""
        found = (what for name in modules if (what := finder.find(name))) if self.links.unmet else ()
        return frozenset(what.name for what in found if self.doubt(what))

    def _lack(self, name: str, missing: Missing) -> Cause:
        detail = f"{missing.user.path} needs {missing.soname}, {missing.absence(self.target.runtime.system.title)}"
        return _cause(lack_defect(missing.lack), name, detail, missing.user)

    def _symbol_fault(self, name: str, place: Place) -> Cause | None:
        symbol = next(iter(self.lacking_symbols(place)), None)
        if symbol is None:
            return None
        change = _capi().change(symbol, self.facts.version)
        detail = f"{place.path}: undefined symbol: {symbol} ({change})"
        return _cause(Defect.SYMBOL, name, detail, place)

    def lacking_symbols(self, place: Place) -> tuple[str, ...]:
        """Symbols of Python's C API that an extension module uses and this Python lacks, public ones first."""
        native = place.mount.contents.natives.get(place.path)
        elf = native.elf if native else None
        if elf is None or not elf.python_symbols or any(name.startswith("libpython") for name in elf.needed):
            return ()
        lacking = (name for name in elf.python_symbols if _capi().lacks(name, self.facts.version))
        return tuple(sorted(lacking, key=lambda name: (name.startswith("_"), name)))

    def _blame(self, place: Place) -> Blame | None:
        """What is wrong with an image or a library that it needs, judged in the tree that holds it."""
        images = next((images for images in self._images if images.tree.root == place.mount.root), None)
        return images.blame(place.path) if images else None

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


def entry_points(module: str, version: tuple[int, int]) -> tuple[bytes, ...]:
    """The functions that Python looks for in an extension module, the usual one first.

    PEP 489: PyInit_NAME, with a U where the name is not ASCII; PEP 793: PyModExport_NAME from Python 3.15 on.
    """
    tail = module.rpartition(".")[2]
    name = b"_" + tail.encode() if tail.isascii() else b"U_" + tail.encode("punycode").replace(b"-", b"_")
    if version < (3, 0):
        return (b"init" + tail.encode(),)
    return (b"PyInit" + name, b"PyModExport" + name) if version >= (3, 15) else (b"PyInit" + name,)


def _capi() -> "CApi":
    from layerlint.platform.capi import load_capi  # noqa: PLC0415  # few extensions use the C API of one Python

    return load_capi()


def lack_defect(lack: Lack) -> Defect:
    """The defect of an extension module that lacks a library in this way."""
    return LACKS[lack]


def _cause(defect: Defect, name: str, detail: str, place: Place) -> Cause:
    return Cause(defect, name, detail, place.path, place.mount.name)
