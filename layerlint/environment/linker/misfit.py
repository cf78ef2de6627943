"""Why a binary cannot be loaded on a target, told from its bytes alone."""

from collections.abc import Iterator, Mapping, Sequence

from layerlint.enumeration import Enum
from layerlint.facts.native import Elf, Native
from layerlint.named_tuple import NamedTuple
from layerlint.platform.libraries import load_libraries
from layerlint.platform.records import System, Target

SYSTEMS = {"macos": "macOS", "windows": "Windows"}
SMALL = {"x86_64": ("i386", "x86_64"), "arm64": ("arm", "arm64")}  # the 32-bit machines of an architecture
COMPILERS_OWN = ("libstdc++.so.6", "libgcc_s.so.1")  # a copy of another name is not the image's
NO_OTHERS = frozenset({"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", *COMPILERS_OWN})
LOADERS_OWN = "GLIBC_ABI_DT_RELR"  # glibc 2.36 brought it, and makers of systems carry it back to older ones


class Kind(Enum):
    SYSTEM = "system"
    MACHINE = "machine"
    BITS = "bits"
    LIBC = "libc"
    GLIBC = "glibc"
    LIBSTDCXX = "libstdc++"
    LIBRARY = "library"
    ALIGNMENT = "alignment"
    PROCESSOR = "processor"


CLAUSES = {
    Kind.SYSTEM: "is built for {}",
    Kind.MACHINE: "is built for {}",
    Kind.BITS: "is {}",
    Kind.LIBC: "is linked against {}, and Lambda has glibc",
    Kind.GLIBC: "needs {}",
    Kind.LIBSTDCXX: "needs {}",
    Kind.LIBRARY: "needs {}",
    Kind.ALIGNMENT: "has {}",
    Kind.PROCESSOR: "needs an {} processor",
}
VERSIONS = (Kind.GLIBC, Kind.LIBSTDCXX, Kind.LIBRARY)
PAGE = 4096  # bytes, on both of Lambda's architectures
PROMISED_LEVEL = 3  # of x86-64: every machine has AVX2, and only some AVX-512


class Misfit(NamedTuple):
    kind: Kind
    wants: str  #: what it was built for or needs: "macOS", "arm64", "GLIBC_2.38"
    certain: bool = True  #: False where some images of the target have it and some may not

    @property
    def clause(self) -> str:
        """What is so, to stand behind the binary's name: "is built for arm64", "needs GLIBC_2.38"."""
        return CLAUSES[self.kind].format(self.wants)


def misfit(native: Native, target: Target, bundled: frozenset[str] = frozenset()) -> Misfit | None:
    """The first reason why the target cannot load the binary; None where its bytes give none.

    `bundled` names the libraries that the binary is sure to find in the stack instead of the image.
    """
    if native.system == "any":
        return None
    if native.system not in ("linux", "linux-musl"):
        return Misfit(Kind.SYSTEM, SYSTEMS.get(native.system, "another system"))
    if target.architecture not in native.machines or native.bits != 64:
        return _machine(native, target.architecture)
    if native.system == "linux-musl":
        return Misfit(Kind.LIBC, "musl")
    return _of_elf(native.elf, target, bundled) if native.elf else None


def _of_elf(elf: Elf, target: Target, bundled: frozenset[str]) -> Misfit | None:
    found = _versions(elf, target, bundled)
    if (found is None or not found.certain) and elf.shared and elf.dynamic and not elf.interpreter:
        found = _alignment(elf) or found
    if found is None and elf.processor_level > PROMISED_LEVEL:
        return Misfit(Kind.PROCESSOR, f"x86-64-v{elf.processor_level}", certain=False)
    return found


def _alignment(elf: Elf) -> Misfit | None:
    """ld.so asks every library for segments on whole pages; a program is mapped by the kernel, which does not."""
    if elf.alignment % PAGE:
        return Misfit(Kind.ALIGNMENT, f"segments aligned to {elf.alignment} bytes")
    return None if elf.aligned else Misfit(Kind.ALIGNMENT, "segments whose addresses and offsets disagree")


def _machine(native: Native, architecture: str) -> Misfit:
    name = "/".join(native.machines)
    if native.bits == 32 and native.machines[0] in SMALL[architecture]:
        static = native.elf is not None and not native.elf.shared and not native.elf.interpreter
        return Misfit(Kind.BITS, f"32-bit {name}", certain=not static)  # the kernel may still run a static program
    return Misfit(Kind.MACHINE, name)


def _versions(elf: Elf, target: Target, bundled: frozenset[str]) -> Misfit | None:
    found = excess(elf, target, bundled)
    return next((item for item in found if item.certain), found[0] if found else None)


def excess(elf: Elf, target: Target, bundled: frozenset[str]) -> list[Misfit]:
    """The newest symbol version of each kind that is newer than what the image has, or may have."""
    asked = {library: nodes for library, nodes in elf.version_needs.items() if library not in bundled}
    needs = [node for nodes in asked.values() for node in nodes]
    compilers = [node for library in COMPILERS_OWN for node in asked.get(library, ())]
    system = target.runtime.system
    return [*_glibc(needs, system), *_runtime_libraries(compilers, target), *_others(asked, system)]


def _glibc(needs: list[str], system: System) -> Iterator[Misfit]:
    node = newest(needs, "GLIBC_")
    if node and numbers(node) > system.glibc:
        yield Misfit(Kind.GLIBC, node)
    elif LOADERS_OWN in needs and system.glibc < (2, 36):
        yield Misfit(Kind.GLIBC, LOADERS_OWN, certain=False)


def _runtime_libraries(needs: list[str], target: Target) -> Iterator[Misfit]:
    """libstdc++ and libgcc_s come with the compiler, of which newer images may have a newer one."""
    system = target.runtime.system
    ceilings = (
        ("GLIBCXX_", system.glibcxx, system.glibcxx_newest),
        ("CXXABI_", system.cxxabi, system.cxxabi_newest),
        ("GCC_", system.gcc.get(target.architecture, system.gcc_newest), system.gcc_newest),
    )
    for prefix, everywhere, at_most in ceilings:
        node = newest(needs, prefix)
        if node and numbers(node) > everywhere:
            yield Misfit(Kind.LIBSTDCXX, node, certain=numbers(node) > at_most)


def _others(asked: Mapping[str, Sequence[str]], system: System) -> Iterator[Misfit]:
    """What is known of the image's other libraries is inferred from their packages, so it is never certain."""
    for library, nodes in asked.items():
        has = load_libraries().nodes(system.name, library) if library not in NO_OTHERS else None
        node = newest(list(nodes), has.prefix) if has else None
        if has and node and numbers(node) > has.newest:
            yield Misfit(Kind.LIBRARY, f"{node} of {library}", certain=False)


def newest(nodes: list[str], prefix: str) -> str | None:
    """The node of the highest number, as "GLIBC_2.28"; names without a number, as GLIBC_PRIVATE, do not count."""
    return max((node for node in nodes if node.startswith(prefix) and numbers(node)), key=numbers, default=None)


def numbers(node: str) -> tuple[int, ...]:
    """The number in a node: (2, 28) for GLIBC_2.28, () where there is none."""
    parts = node.partition("_")[2].split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() and len(part) < 6 for part in parts) else ()
