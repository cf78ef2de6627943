"""What a wheel needs of the system, as we read it: the newest symbol versions, and libraries that it does not bring."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from layerlint.archive.open import open_archive
from layerlint.environment.linker.closure import Closure, closure
from layerlint.environment.linker.misfit import newest
from layerlint.environment.linker.needs import Needs
from layerlint.environment.tree import Tree
from layerlint.facts.contents import Contents
from layerlint.platform.load import load_platform
from layerlint.platform.records import Target
from layerlint.stack import Mount, Role
from tests.loader.wheels import Wheel, fetched

FAMILIES = ("GLIBC_", "GLIBCXX_", "CXXABI_")
ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}
#: what auditwheel's newest policies let a wheel take from the system
_ALLOWED = """
libGL.so.1 libICE.so.6 libSM.so.6 libX11.so.6 libXext.so.6 libXrender.so.1 libanl.so.1 libatomic.so.1 libc.so.6
libdl.so.2 libexpat.so.1 libgcc_s.so.1 libglib-2.0.so.0 libgobject-2.0.so.0 libgthread-2.0.so.0 libm.so.6
libmvec.so.1 libnsl.so.1 libpthread.so.0 libresolv.so.2 librt.so.1 libstdc++.so.6 libutil.so.1 libz.so.1
"""
ALLOWED = frozenset(_ALLOWED.split())
MUSL_ALLOWED = frozenset({"libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1", "libz.so.1"})
LOADER = ("ld-linux", "ld-musl")


class WheelNeeds(NamedTuple):
    versions: tuple[str, ...]  #: the newest of each family, where there is one
    external: tuple[str, ...]  #: sorted; without the loader itself and what every policy allows


def wheel_needs(wheel: Wheel) -> WheelNeeds:
    """Raises NoIndex."""
    needs = Needs([Tree("/opt", [_mount(wheel)])], _target(wheel), ())
    nodes = [node for item in needs.objects for each in item.elf.version_needs.values() for node in each]
    external = {edge.soname for each in _whole(needs) for edge in each.edges if edge.found is None}
    allowed = MUSL_ALLOWED if wheel.is_musl else ALLOWED
    left = (name for name in external if name not in allowed and not name.startswith(LOADER))
    return WheelNeeds(newest_of(nodes), tuple(sorted(left)))


def newest_of(nodes: Sequence[str]) -> tuple[str, ...]:
    found = (newest(list(nodes), family) for family in FAMILIES)
    return tuple(node for node in found if node)


def told(versions: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The same of what auditwheel lists by library."""
    return newest_of([node for nodes in versions.values() for node in nodes])


def _whole(needs: Needs) -> list[Closure]:
    """The closures of what no other closure brings in."""
    closures = [closure(item, needs.search, _nothing) for item in needs.objects]
    brought = {item.place for each in closures for item in each.objects[1:]}
    return [each for each in closures if each.objects[0].place not in brought]


def _nothing(name: str) -> None:
    del name


def _mount(wheel: Wheel) -> Mount:
    return Mount(contents=Contents(open_archive(fetched(wheel))), role=Role.LAYER)


def _target(wheel: Wheel) -> Target:
    return Target(load_platform().runtimes["provided.al2023"], ARCHITECTURES[wheel.machine])
