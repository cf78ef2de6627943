"""A function as the start script of the .NET runtimes finds it.

It is an executable assembly, or a class library with the two files that its publish left beside it.
"""

from collections.abc import Mapping
from functools import cached_property

from layerlint.archive.archive import UnreadableMember
from layerlint.environment.environment import Environment
from layerlint.environment.tree import Place, Tree
from layerlint.facts.dotnet.assembly import Assembly, read_assembly
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


class HandlerName(NamedTuple):
    assembly: str
    type_name: str  #: "" where the assembly is executable
    method: str


def handler_name(handler: str) -> HandlerName | None:
    """None where there are colons, and not three parts."""
    if ":" not in handler:
        return HandlerName(handler, "", "")
    parts = handler.split("::")
    return HandlerName(*parts) if len(parts) == 3 and all(part.strip() for part in parts) else None


class Publish:
    def __init__(self, env: Environment) -> None:
        self.env = env
        self.tree: Tree = env.view.task

    @cached_property
    def handler(self) -> HandlerName | None:
        return handler_name(self.env.stack.handler) if self.env.stack.handler else None

    @cached_property
    def name(self) -> str:
        """Of the assembly whose files the start script looks for."""
        given = self.env.stack.variables.get(MAIN_ASSEMBLY, "")
        return given.removesuffix(".dll") or (self.handler.assembly if self.handler else "")

    def beside(self, ending: str) -> Place | None:
        """The file of that ending: the assembly's own, or the only one at the root."""
        place = self.tree.file(f"{self.name}{ending}") if self.name else None
        if place is not None:
            return place
        found = self.at_root(ending)
        return self.tree.file(found[0]) if len(found) == 1 else None

    def at_root(self, ending: str) -> list[str]:
        return sorted(path for path in self.tree.files if "/" not in path and path.endswith(ending))

    @cached_property
    def dependencies(self) -> Dependencies | Malformed | None:
        place = self.beside(DEPENDENCIES)
        return None if place is None else read_dependencies(place.path, bytes_of(place))

    @cached_property
    def config(self) -> RuntimeConfig | Malformed | None:
        place = self.beside(CONFIG)
        return None if place is None else read_runtime_config(place.path, bytes_of(place))

    @cached_property
    def assembly(self) -> Assembly | Malformed | None:
        """The handler's; None where the file is not there."""
        place = self.tree.file(f"{self.handler.assembly}.dll") if self.handler else None
        return None if place is None else read_assembly(place.path, bytes_of(place))

    @property
    def may_be_elsewhere(self) -> bool:
        """Layers may bring assemblies in a store."""
        return bool(self.env.stack.layers or self.env.stack.absent)


def overloads(assembly: Assembly, type_name: str, method: str) -> int | None:
    """How many methods of the name the first type has that has any, upwards; None where the search leaves the file."""
    name = type_name
    for _ in range(len(assembly.types) + 1):
        found = assembly.types.get(name)
        if found is None:
            return 0 if name == "System.Object" else None
        count = found.methods.count(method)
        if count or not found.parent:
            return count
        name = found.parent
    return None


def bytes_of(place: Place) -> bytes:
    try:
        return place.mount.contents.archive.read(place.entry)
    except UnreadableMember:
        return b""


def known_types(assembly: Assembly) -> Mapping[str, int]:
    """Types with methods that somebody may have written, and how many."""
    found = {}
    for name, item in assembly.types.items():
        count = sum(not each.startswith((".", "<")) for each in item.methods)
        if count and "<" not in name:
            found[name] = count
    return found
