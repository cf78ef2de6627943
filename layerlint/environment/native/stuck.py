"""Why the kernel would not start a program."""

from collections.abc import Iterator

from layerlint.archive.archive import UnreadableMember
from layerlint.enumeration import Enum
from layerlint.environment.native.programs import Programs, Use
from layerlint.environment.tree import Place
from layerlint.facts.native import Native
from layerlint.facts.shebang import LONGEST, Shebang, read_shebang
from layerlint.named_tuple import NamedTuple
from layerlint.platform.libraries import LibraryStatus, Presence
from layerlint.platform.programs import load_programs
from layerlint.platform.records import Confidence

EXECUTABLE = 0o111
LOADERS = {
    "x86_64": "ld-linux-x86-64.so.2",
    "arm64": "ld-linux-aarch64.so.1",
}
LOADER_FOLDERS = {"x86_64": ("/lib64", "/usr/lib64"), "arm64": ("/lib", "/lib64", "/usr/lib", "/usr/lib64")}


class Hitch(Enum):
    INTERPRETER = "interpreter"
    NO_PROGRAM = "no program"
    MODE = "mode"
    NO_MODE = "no mode"
    CARRIAGE_RETURN = "carriage return"


class Stuck(NamedTuple):
    """One file that cannot be started."""

    hitch: Hitch
    place: Place
    use: Use  #: RUN: by Lambda; SEARCHED: by its name, along PATH
    wants: str = ""  #: the interpreter
    certain: bool = True


class Kernel:
    """What becomes of the programs of a stack on one target."""

    def __init__(self, programs: Programs) -> None:
        self.programs = programs
        self.target = programs.target
        self.lone = programs.links.lone  #: no layer that somebody declared is missing here

    def stuck(self) -> Iterator[Stuck]:
        for place, use in self.programs.found:
            yield from self._judged(place, use)
        if self.programs.handed:  # a shell reads it where the kernel does not
            handed = self._judged(self.programs.handed, Use.RUN)
            yield from (each for each in handed if each.hitch is not Hitch.NO_PROGRAM)

    def _judged(self, place: Place, use: Use) -> Iterator[Stuck]:
        native = place.mount.contents.natives.get(place.path)
        shebang = None if native else _shebang(place)
        if use is Use.SEARCHED and shebang is None and not _is_program(native):
            return
        yield from _mode(place, use)
        if native is not None:
            yield from self._loader(place, use, native)
        elif shebang is not None:
            yield from self._interpreter(place, use, shebang)
        elif place.can_be_read:
            yield Stuck(Hitch.NO_PROGRAM, place, use)

    def _loader(self, place: Place, use: Use, native: Native) -> Iterator[Stuck]:
        """The loader that a program asks for by its path; musl's is told with the rest of musl."""
        path = native.elf.interpreter if native.elf else None
        if path is None or native.system != "linux" or self.target.architecture not in native.machines:
            return
        folder, _, name = path.rpartition("/")
        known = name == LOADERS[self.target.architecture]
        if (known and folder in LOADER_FOLDERS[self.target.architecture]) or self._is_in_stack(path):
            return
        yield Stuck(Hitch.INTERPRETER, place, use, path, certain=self.lone and not known)

    def _interpreter(self, place: Place, use: Use, shebang: Shebang) -> Iterator[Stuck]:
        if shebang.carriage_return:
            yield Stuck(Hitch.CARRIAGE_RETURN, place, use, shebang.interpreter)
            return
        wants, status = self._wanted(shebang)
        if status.presence is not Presence.PRESENT and (use is Use.RUN or status.presence is Presence.ABSENT):
            certain = status.presence is Presence.ABSENT and status.confidence is not Confidence.INFERRED and self.lone
            yield Stuck(Hitch.INTERPRETER, place, use, wants, certain)

    def _wanted(self, shebang: Shebang) -> tuple[str, LibraryStatus]:
        there = LibraryStatus(Presence.PRESENT, Confidence.DOCUMENTED)
        path, runtime = shebang.interpreter, self.target.runtime
        if self.programs.tree(path) is not None:
            gone = LibraryStatus(Presence.ABSENT, Confidence.DOCUMENTED)
            return path, there if self._is_in_stack(path) else gone
        status = load_programs().at(runtime, path)
        if status.presence is not Presence.PRESENT or not shebang.asked:
            return path, status
        if any(self._is_in_stack(f"{folder}/{shebang.asked}") for folder in self.programs.search.path):
            return shebang.asked, there
        return shebang.asked, load_programs().named(runtime, shebang.asked)

    def _is_in_stack(self, path: str) -> bool:
        return self.programs.disk.place(path) is not None


def _is_program(native: Native | None) -> bool:
    elf = native.elf if native else None
    return elf is not None and (bool(elf.interpreter) or not elf.shared)


def _mode(place: Place, use: Use) -> Iterator[Stuck]:
    if place.entry.mode is None:
        if use is Use.RUN:
            yield Stuck(Hitch.NO_MODE, place, use, certain=False)
    elif not place.entry.mode & EXECUTABLE:
        yield Stuck(Hitch.MODE, place, use)


def _shebang(place: Place) -> Shebang | None:
    try:
        return read_shebang(place.mount.contents.archive.head(place.entry, LONGEST))
    except UnreadableMember:
        return None
