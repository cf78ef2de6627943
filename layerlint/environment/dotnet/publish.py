"""A function as the start script of the .NET runtimes finds it.

It is an executable assembly, or a class library with the two files that its publish left beside it.
"""

from functools import cached_property

from layerlint.archive.archive import UnreadableMember
from layerlint.environment.environment import Environment
from layerlint.environment.tree import Place, Tree
from layerlint.facts.dotnet.published import (
    Dependencies,
    RuntimeConfig,
    read_dependencies,
    read_runtime_config,
)
from layerlint.facts.malformed import Malformed
from layerlint.named_tuple import NamedTuple

DEPENDENCIES, CONFIG = ".deps.json", ".runtimeconfig.json"
MAIN_ASSEMBLY = "LAMBDA_DOTNET_MAIN_ASSEMBLY"
LIBRARY = ".dll"


class HandlerName(NamedTuple):
    assembly: str
    type_name: str  #: "" where the assembly is executable
    method: str


def handler_name(handler: str) -> HandlerName | None:
    """None where there are colons, and not three parts."""
    if ":" not in handler:
        return HandlerName(handler.removesuffix(LIBRARY), "", "")
    parts = [part.strip() for part in handler.split("::", 2)]
    return HandlerName(*parts) if len(parts) == 3 and all(parts) else None


class Publish:
    def __init__(self, env: Environment) -> None:
        self.env = env
        self.tree: Tree = env.view.task

    @cached_property
    def handler(self) -> HandlerName | None:
        return handler_name(self.env.stack.handler) if self.env.stack.handler else None

    @property
    def is_executable(self) -> bool:
        return self.handler is not None and not self.handler.type_name

    @property
    def starts_program(self) -> bool:
        """Whether the handler is no assembly, and a file that is run as it is."""
        name = self.handler.assembly if self.handler and self.is_executable else ""
        return bool(name) and self.tree.file(f"{name}{LIBRARY}") is None and self.tree.file(name) is not None

    @cached_property
    def name(self) -> str:
        """Of the assembly whose files the start script looks for."""
        given = self.env.stack.variables.get(MAIN_ASSEMBLY, "") if not self.is_executable else ""
        return given.removesuffix(LIBRARY) or (self.handler.assembly if self.handler else "")

    def beside(self, ending: str) -> Place | None:
        """The file of that ending: the assembly's own, or for a class library the only one at the root."""
        place = self.tree.file(f"{self.name}{ending}") if self.name else None
        if place is not None or self.is_executable:
            return place
        found = self.at_root(ending)
        return self.tree.file(found[0]) if len(found) == 1 else None

    def at_root(self, ending: str) -> list[str]:
        return sorted(path for path in self.tree.files if "/" not in path and path.endswith(ending))

    @cached_property
    def manifest(self) -> Place | None:
        return self.beside(DEPENDENCIES)

    @cached_property
    def dependencies(self) -> Dependencies | Malformed | None:
        place = self.manifest
        return None if place is None else read_dependencies(place.path, bytes_of(place))

    @cached_property
    def config(self) -> RuntimeConfig | Malformed | None:
        place = self.beside(CONFIG)
        return None if place is None else read_runtime_config(place.path, bytes_of(place))

    @property
    def described(self) -> tuple[Dependencies | RuntimeConfig | Malformed | None, ...]:
        return self.dependencies, self.config

    @property
    def torn(self) -> Malformed | None:
        """The manifest or the configuration that is no JSON, before which the host stops."""
        for place, read in ((self.manifest, self.dependencies), (self.beside(CONFIG), self.config)):
            if place is not None and isinstance(read, Malformed) and "JSON" in read.reason and place.can_be_read:
                return read
        return None

    @property
    def may_be_elsewhere(self) -> bool:
        """Layers may bring assemblies in a store."""
        return bool(self.env.stack.layers or self.env.stack.absent)


def bytes_of(place: Place) -> bytes:
    try:
        return place.mount.contents.archive.read(place.entry)
    except UnreadableMember:
        return b""
