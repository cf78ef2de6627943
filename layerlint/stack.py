"""Layers in order and at most one function package: what one function sees."""

from collections.abc import Iterator, Mapping

from layerlint.enumeration import Enum
from layerlint.facts.contents import Contents
from layerlint.named_tuple import NamedTuple
from layerlint.project.origin import Origin

__all__ = ["Mount", "Origin", "Role", "Stack"]


class Role(Enum):
    LAYER = "layer"
    FUNCTION = "function"


#: folders that are searched for code
SEARCH_VARIABLES = ("PYTHONPATH", "NODE_PATH", "LD_LIBRARY_PATH", "GEM_PATH", "GEM_HOME", "RUBYLIB", "CLASSPATH")


def is_beyond_archives(folder: str) -> bool:
    """Whether an absolute folder holds what no archive brings: a file system is mounted below /mnt, /tmp is written to.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html
    """
    return f"{folder}/".startswith(("/mnt/", "/tmp/"))  # noqa: S108  # of the function, not of this machine


class Mount(NamedTuple):
    """One archive in its place."""

    contents: Contents
    role: Role
    inferred: str = ""  #: what the role was inferred from, in one clause; "" where it was said
    runtimes: tuple[str, ...] = ()  #: CompatibleRuntimes of a layer, where a project declares them
    architectures: tuple[str, ...] = ()  #: CompatibleArchitectures of a layer, where a project declares them
    origin: Origin | None = None  #: what declares it; None for an archive named on the command line
    published: str = ""  #: the name of a layer that the project publishes, where it declares one
    unbuilt: str = ""  #: what adds to it what it needs before Lambda gets it, such as "sam build"

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def root(self) -> str:
        """Where Lambda unpacks it."""
        return "/opt" if self.role is Role.LAYER else "/var/task"

    @property
    def name(self) -> str:
        return self.contents.archive.name


class Stack(NamedTuple):
    """What one function sees."""

    layers: tuple[Mount, ...] = ()  #: in the order Lambda merges them: the last wins
    function: Mount | None = None
    handler: str | None = None  #: as configured, e.g. "app.handler"
    runtimes: tuple[str, ...] = ()  #: declared; empty: inferred from what is inside
    architectures: tuple[str, ...] = ()  #: declared; empty: inferred
    variables: Mapping[str, str] = {}  #: environment variables the function sets
    absent: tuple[str, ...] = ()  #: layers that are declared and not here, by ARN or name: what they bring is unknown
    unresolved: tuple[str, ...] = ()  #: what only deployment decides, such as "PYTHONPATH"
    origin: Origin | None = None  #: the function or layer in its project file
    label: str = ""  #: what people know it by; "" is the archives' names
    resources: tuple[object, ...] = ()  #: what a project declares: the records of a stack that has no archives

    @property
    def mounts(self) -> Iterator[Mount]:
        yield from self.layers
        if self.function is not None:
            yield self.function

    @property
    def complete(self) -> bool:
        """Whether nothing else can join: the function and all of its layers are here."""
        return self.function is not None and not self.is_open

    @property
    def is_open(self) -> bool:
        """Whether something that is declared, and not here, may bring what is missing."""
        return bool(self.absent or self.unresolved) or any(
            is_beyond_archives(folder)
            for name in SEARCH_VARIABLES
            for folder in self.variables.get(name, "").split(":")
        )

    @property
    def awaits_build(self) -> bool:
        """Whether the function is a source folder, to which a build will add what it imports of others."""
        return self.function is not None and bool(self.function.unbuilt)

    @property
    def handler_module(self) -> str:
        """The dotted module that the handler names; "" where none is configured."""
        return (self.handler or "").rpartition(".")[0].replace("/", ".")

    @property
    def name(self) -> str:
        return self.label or " + ".join(mount.name for mount in self.mounts)
