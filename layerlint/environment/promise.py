"""How likely a target is to load a stack, told before anything is judged: what is tried first when none is declared."""

from collections.abc import Mapping

from layerlint.facts.native import Format
from layerlint.facts.suffix import parse_extension
from layerlint.named_tuple import NamedTuple
from layerlint.platform.records import Runtime, Target
from layerlint.stack import Stack


class Promise(NamedTuple):
    foreign: tuple[str, ...]  #: the architectures that the binaries are for, where this one is not among them
    unwelcome: tuple[str, ...]  #: distributions whose metadata says that they are for other Pythons
    tagged: bool  #: extension modules name this Python, or none names any

    @property
    def good(self) -> bool:
        return not self.foreign and not self.unwelcome

    @property
    def fair(self) -> bool:
        """Worth a try where no better one loads."""
        return not self.foreign and self.tagged

    @property
    def reason(self) -> str:
        """Why the target is not what the stack is made for, in one clause; "" where nothing speaks against it."""
        if self.foreign:
            return f"the binaries are for {' and '.join(self.foreign)}"
        others = " and others" if len(self.unwelcome) > 1 else ""
        return f"by the metadata of {self.unwelcome[0]}{others}" if self.unwelcome else ""


def architectures(stack: Stack) -> frozenset[str]:
    """The processors that the ELF images of a stack are for."""
    natives = (native for mount in stack.mounts for native in mount.contents.natives.values())
    return frozenset(machine for native in natives if native.format is Format.ELF for machine in native.machines)


def disagreeing(stack: Stack) -> Mapping[str, str]:
    """The archives whose ELF images are for one processor each and not for the same; {} where one is declared."""
    natives = ((mount.name, mount.contents.natives.values()) for mount in stack.mounts)
    machines = {
        name: {machine for native in found if native.format is Format.ELF for machine in native.machines}
        for name, found in natives
    }
    single = {name: next(iter(found)) for name, found in machines.items() if len(found) == 1}
    return single if len(set(single.values())) > 1 and not stack.architectures else {}


def tagged_versions(stack: Stack) -> frozenset[tuple[int, int]]:
    """The Python versions that extension modules name."""
    names = (path for mount in stack.mounts for path in mount.contents.natives if path.endswith(".so"))
    parsed = (parse_extension(path) for path in names)
    return frozenset(extension.version for extension in parsed if extension is not None and extension.version)


def is_tagged(runtime: Runtime, versions: frozenset[tuple[int, int]]) -> bool:
    """Whether some extension module names the runtime's Python, or none names any."""
    return runtime.python is None or not versions or runtime.python.version in versions


def foreign(target: Target, found: frozenset[str]) -> tuple[str, ...]:
    """The other architectures that the binaries are for; () where some fit, or none fits any."""
    others = found & frozenset(target.runtime.architectures)
    return () if target.architecture in found else tuple(sorted(others))
