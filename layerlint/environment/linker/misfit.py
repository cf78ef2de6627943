"""Why a binary cannot be loaded on a target, told from its bytes alone."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from layerlint.facts.native import Elf, Native
from layerlint.platform.records import System, Target

SYSTEMS = {"macos": "macOS", "windows": "Windows"}
SMALL = {"x86_64": ("i386", "x86_64"), "arm64": ("arm", "arm64")}  # the 32-bit machines of an architecture
COMPILERS_OWN = ("libstdc++.so.6", "libgcc_s.so.1")  # a copy of another name is not the image's
LOADERS_OWN = "GLIBC_ABI_DT_RELR"  # glibc 2.36 brought it, and makers of systems carry it back to older ones


class Kind(Enum):
    SYSTEM = "system"
    MACHINE = "machine"
    BITS = "bits"
    LIBC = "libc"
    GLIBC = "glibc"
    LIBSTDCXX = "libstdc++"


CLAUSES = {
    Kind.SYSTEM: "is built for {}",
    Kind.MACHINE: "is built for {}",
    Kind.BITS: "is {}",
    Kind.LIBC: "is linked against {}, and Lambda has glibc",
    Kind.GLIBC: "needs {}",
    Kind.LIBSTDCXX: "needs {}",
}


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
    return _versions(native.elf, target, bundled) if native.elf else None


def _machine(native: Native, architecture: str) -> Misfit:
    name = "/".join(native.machines)
    if native.bits == 32 and native.machines[0] in SMALL[architecture]:
        static = native.elf is not None and not native.elf.shared and not native.elf.interpreter
        return Misfit(Kind.BITS, f"32-bit {name}", certain=not static)  # the kernel may still run a static program
    return Misfit(Kind.MACHINE, name)


def _versions(elf: Elf, target: Target, bundled: frozenset[str]) -> Misfit | None:
    asked = {library: nodes for library, nodes in elf.version_needs.items() if library not in bundled}
    needs = [node for nodes in asked.values() for node in nodes]
    compilers = [node for library in COMPILERS_OWN for node in asked.get(library, ())]
    found = [*_glibc(needs, target.runtime.system), *_runtime_libraries(compilers, target)]
    return next((item for item in found if item.certain), found[0] if found else None)


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


def newest(nodes: list[str], prefix: str) -> str | None:
    """The node of the highest number, as "GLIBC_2.28"; names without a number, as GLIBC_PRIVATE, do not count."""
    return max((node for node in nodes if node.startswith(prefix) and numbers(node)), key=numbers, default=None)


def numbers(node: str) -> tuple[int, ...]:
    """The number in a node: (2, 28) for GLIBC_2.28, () where there is none."""
    parts = node.partition("_")[2].split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() and len(part) < 6 for part in parts) else ()
