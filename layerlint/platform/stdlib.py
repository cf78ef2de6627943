"""The standard library of each Python: which modules and names it has, as measured into stdlib.txt."""

from collections.abc import Mapping
from functools import cache, cached_property
from importlib import import_module

from layerlint.platform import files

Version = tuple[int, int]

# sys.builtin_module_names of CPython 3.8 to 3.13 with the default Modules/Setup on Linux: found before any folder.
BUILT_IN = frozenset(
    [
        "_abc",
        "_ast",
        "_codecs",
        "_collections",
        "_functools",
        "_imp",
        "_io",
        "_locale",
        "_operator",
        "_signal",
        "_sre",
        "_stat",
        "_string",
        "_symtable",
        "_thread",
        "_tracemalloc",
        "_warnings",
        "_weakref",
        "atexit",
        "builtins",
        "errno",
        "faulthandler",
        "gc",
        "itertools",
        "marshal",
        "posix",
        "pwd",
        "sys",
        "time",
    ]
)


# Modules that are the same on every system and do nothing when they are imported: what no version's list of changes
# names is in all of them if the Python that runs this has it.
STEADY = frozenset(
    {"collections", "collections.abc", "contextlib", "dataclasses", "functools", "inspect", "types", "typing"}
)


class Stdlib:
    """Versions later than the newest known count as it. Made by `load_stdlib`."""

    def __init__(self, text: str) -> None:
        """From paragraphs: the first line of each is its heading: "# modules", or the name of a module."""
        self._said = dict(paragraph.split("\n", 1) for paragraph in text.strip().split("\n\n"))
        self.versions = tuple(map(_version, self._said["# versions"].split()))
        self.measured = _version(self._said["# measured"].split()[-1])  #: newest that an interpreter was asked for
        self._uncertain = frozenset(self._said["# uncertain"].split())
        self._ranges = cache(self._ranges_under)
        self._holders = cache(self._holders_among)
        self._present = cache(self._present_in)
        self._tops = cache(self._tops_in)
        self._absent = cache(self._absent_from)
        self._changing = cache(self._changing_in)

    def has_module(self, name: str, version: Version) -> bool:
        """Whether `import name` works on Linux; `is_uncertain` says where a build may differ."""
        return name in self._present(self._known(version))

    def lacks_name(self, module: str, name: str, version: Version) -> bool:
        """Whether `from module import name` is known to fail, where it works in some other version."""
        return name in self._absent(module, self._known(version))

    def has_name(self, module: str, name: str, version: Version) -> bool:
        """Whether `module.name` is known to be there: this Python has it, where another has not, or every one does."""
        ranges = self._ranges(module)
        holding = {key for key, names in ranges.items() if name in names.split()}
        if holding or module not in STEADY or module not in self._present(version):
            return any(self._known(version) in self._holders(key) for key in holding)
        return hasattr(import_module(module), name)

    def has_changed(self, module: str) -> bool:
        """Whether some version's module has names that another's has not."""
        return module in self._said

    def changing_names(self, module: str) -> frozenset[str]:
        """The names of a module that some version has and another has not."""
        return self._changing(module)

    def is_uncertain(self, name: str, version: Version | None = None) -> bool:
        """Whether a build may leave the module out, or no measurement covers it (private parts of new versions)."""
        parts = name.split(".")
        if any(".".join(parts[: length + 1]) in self._uncertain for length in range(len(parts))):
            return True
        if version is None:
            return False
        private = any(part.startswith("_") for part in parts)
        return version < self.versions[0] or (private and version > self.measured)

    def is_known(self, name: str) -> bool:
        """Whether some version has the module."""
        return name in self._every

    def is_built_in(self, name: str) -> bool:
        """Whether the module is part of the interpreter, so that no file of that name is ever found."""
        return name in BUILT_IN

    def top_level(self, version: Version) -> frozenset[str]:
        return self._tops(self._known(version))

    def _known(self, version: Version) -> Version:
        return min(max(version, self.versions[0]), self.versions[-1])

    @cached_property
    def _every(self) -> frozenset[str]:
        return frozenset(" ".join(self._ranges("# modules").values()).split())

    def _present_in(self, version: Version) -> frozenset[str]:
        return frozenset(" ".join(self._holding(self._ranges("# modules"), version)).split())

    def _tops_in(self, version: Version) -> frozenset[str]:
        return frozenset(name for name in self._present(version) if "." not in name)

    def _absent_from(self, module: str, version: Version) -> frozenset[str]:
        ranges = self._ranges(module)
        if not ranges or module not in self._present(version):
            return frozenset()
        lacking = [names for key, names in ranges.items() if version not in self._holders(key)]
        return frozenset(" ".join(lacking).split())

    def _changing_in(self, module: str) -> frozenset[str]:
        return frozenset(" ".join(self._ranges(module).values()).split())

    def _ranges_under(self, heading: str) -> dict[str, str]:
        """Words by the versions that have them, as in "3.8-: TypeIgnore FunctionType"."""
        lines = self._said[heading].split("\n") if heading in self._said else ()
        return {key: words for key, _, words in (line.partition(":") for line in lines)}

    def _holding(self, ranges: Mapping[str, str], version: Version) -> list[str]:
        return [names for key, names in ranges.items() if version in self._holders(key)]

    def _holders_among(self, ranges: str) -> frozenset[Version]:
        """The versions in ranges such as "" (all), "3.11-", "-3.9", "3.10" and several with commas between."""
        held: set[Version] = set()
        for part in ranges.split(","):
            first, dash, last = part.partition("-")
            start = _version(first) if first else self.versions[0]
            end = _version(last) if last else self.versions[-1] if dash or not part else start
            held.update(version for version in self.versions if start <= version <= end)
        return frozenset(held)


@cache
def load_stdlib() -> Stdlib:
    return Stdlib(files.read("stdlib.txt").decode())


def _version(text: str) -> Version:
    major, minor = text.split(".")
    return int(major), int(minor)
