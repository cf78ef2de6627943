"""Layers in order and at most one function package: what one function sees."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from layerlint.facts.contents import Contents


class Role(Enum):
    LAYER = "layer"
    FUNCTION = "function"


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Mount:
    """One archive in its place."""

    contents: Contents
    role: Role
    inferred: str = ""  #: what the role was inferred from, in one clause; "" where it was said

    @property
    def root(self) -> str:
        """Where Lambda unpacks it."""
        return "/opt" if self.role is Role.LAYER else "/var/task"

    @property
    def name(self) -> str:
        return self.contents.archive.name


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Stack:
    layers: tuple[Mount, ...] = ()  #: in the order Lambda merges them: the last wins
    function: Mount | None = None
    handler: str | None = None  #: as configured, e.g. "app.handler"
    runtimes: tuple[str, ...] = ()  #: declared; empty: inferred from what is inside
    architectures: tuple[str, ...] = ()  #: declared; empty: inferred
    variables: dict[str, str] = field(default_factory=dict)  #: environment variables the function sets

    @property
    def mounts(self) -> Iterator[Mount]:
        yield from self.layers
        if self.function is not None:
            yield self.function

    @property
    def handler_module(self) -> str:
        """The dotted module that the handler names; "" where none is configured."""
        return (self.handler or "").rpartition(".")[0].replace("/", ".")

    @property
    def name(self) -> str:
        return " + ".join(mount.name for mount in self.mounts)
