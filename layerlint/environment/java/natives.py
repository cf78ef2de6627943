"""Native libraries inside jars: one family is the copies of one library for several platforms, over all jars."""

import re

from layerlint.environment.java.class_path import ClassPath, Element
from layerlint.environment.linker.misfit import VERSIONS, Misfit, misfit
from layerlint.facts.native import Native
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern
from layerlint.platform.records import Target

#: what names of copies differ in
_PLATFORM = pattern(
    r"[-_.]?(?:x86[-_]64|amd64|x64|aarch[-_]?64|arm64|arm(?:v\d\w*|hf)?|i[3-6]86|x86|ppc64(?:le)?|s390x?|riscv64"
    r"|loongarch64|linux(?:64|32)?|musl|gnu|glibc|alpine|64|32)(?=[-_.]|$)",
    re.IGNORECASE,
)


class Family(NamedTuple):
    name: str
    copies: tuple[tuple[Element, Native, Misfit | None], ...]

    @property
    def fits(self) -> bool:
        return any(item is None for _, _, item in self.copies)


def unfit_families(path: ClassPath, target: Target) -> tuple[Family, ...]:
    """The libraries of which no copy can be loaded."""
    found: dict[str, list[tuple[Element, Native, Misfit | None]]] = {}
    for element in path.elements:
        for native in element.jar.natives:
            found.setdefault(family_name(native.name), []).append((element, native, misfit(native, target)))
    families = (Family(name, tuple(copies)) for name, copies in found.items())
    return tuple(family for family in families if not family.fits)


def family_name(name: str) -> str:
    """`libnetty_tcnative.so` for `libnetty_tcnative_linux_x86_64.so`."""
    stem, dot, suffix = name.partition(".so")
    return f"{_PLATFORM.sub('', stem) or stem}{dot}{suffix}"


def nearest(family: Family) -> tuple[Element, Native, Misfit]:
    """The copy that comes nearest: one for the processor that only asks for newer libraries, before the others."""
    misfits = [(element, native, item) for element, native, item in family.copies if item is not None]
    return next((each for each in misfits if each[2].kind in VERSIONS), misfits[0])
