"""Signs that an archive's own programs find what no runtime searches."""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from layerlint.archive.archive import UnreadableMember
from layerlint.archive.entry import Entry
from layerlint.facts.listing import join
from layerlint.stack import Mount, Role, Stack

_PROGRAM_FOLDERS = ("", "bin", "extensions")
_MENTIONS = (
    *(b"PYTHONPATH", b"sys.path"),
    *(b"NODE_PATH",),
    *(b"GEM_PATH", b"GEM_HOME", b"RUBYLIB"),
    *(b"CLASSPATH", b"JAVA_TOOL_OPTIONS", b"-jar "),
)
_VARIABLES = ("PYTHONPATH", "NODE_PATH", "GEM_PATH", "RUBYLIB", "CLASSPATH", "JAVA_TOOL_OPTIONS")
_LARGEST = 256 << 10  # bytes of a script; a longer one is a program of another kind
_MOST = 64  # scripts read


class Excuse:
    """Of one archive of a stack."""

    def __init__(self, stack: Stack, mount: Mount) -> None:
        self.stack = stack
        self.mount = mount

    @cached_property
    def searched_by_setting(self) -> frozenset[str]:
        """Absolute folders that the function's own variables name."""
        values = (self.stack.variables.get(name, "") for name in _VARIABLES)
        return frozenset(part.rstrip("/") for value in values for part in value.split(":") if part)

    @cached_property
    def by_program(self) -> bool:
        """It brings a program of its own: a custom runtime, an extension, or a script that sets a search path."""
        archive, listing = self.mount.contents.archive, self.mount.contents.listing
        if "bootstrap" in archive.files or listing.files_in("extensions"):
            return True
        return any(_mentions(self.mount, script, _MENTIONS) for script in self._scripts())

    @cached_property
    def by_function(self) -> bool:
        """The function's code names folders of layers, perhaps to search them."""
        function = self.stack.function
        if self.mount.role is Role.FUNCTION or function is None:
            return False
        return any(_mentions(function, entry, (b"/opt",)) for entry in _sources(function))

    def are_scripts(self, paths: Collection[str]) -> bool:
        """All of a few files are scripts that run by themselves."""
        files = self.mount.contents.archive.files
        return len(paths) <= _MOST and all(
            path in files and _starts_as_script(self.mount, files[path]) for path in paths
        )

    def _scripts(self) -> Iterator[Entry]:
        archive, listing = self.mount.contents.archive, self.mount.contents.listing
        names = [join(folder, name) for folder in _PROGRAM_FOLDERS for name in listing.files_in(folder)]
        for path in names[:_MOST]:
            entry = archive.files[path]
            if entry.size <= _LARGEST and _starts_as_script(self.mount, entry):
                yield entry


def _sources(function: Mount) -> Iterable[Entry]:
    archive, listing = function.contents.archive, function.contents.listing
    names = [name for name in listing.files_in("") if name.endswith((".py", ".js", ".mjs", ".cjs", ".rb"))]
    return [archive.files[name] for name in names[:_MOST] if archive.files[name].size <= _LARGEST]


def _starts_as_script(mount: Mount, entry: Entry) -> bool:
    try:
        return mount.contents.archive.head(entry, 2) == b"#!"
    except UnreadableMember:
        return False


def _mentions(mount: Mount, entry: Entry, words: Iterable[bytes]) -> bool:
    try:
        data = mount.contents.archive.read(entry)
    except UnreadableMember:
        return False
    return any(word in data for word in words)
