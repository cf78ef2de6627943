"""What project files declare about layers and functions, whatever tool they belong to."""

from collections.abc import Mapping

from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


from layerlint.project.origin import Origin


class ProjectError(Exception):
    """A project file that cannot be used; str() is one line."""


class Text(NamedTuple):
    """A value of a project file. What only deployment knows stands in it as "${Name}"."""

    value: str
    origin: Origin
    known: bool = True  #: False where a part of it is not known


class Source(NamedTuple):
    """Where the content of a layer or function lies."""

    origin: Origin
    path: "Path | None" = None  #: a zip or folder of this machine; it may turn out not to exist
    inline: Mapping[str, str] | None = None  #: or the files themselves, spelled out in the project file
    elsewhere: str = ""  #: or what names a place that is not on this machine, such as "s3://bucket/key"
    unbuilt: str = ""  #: what is to be run before this is what Lambda gets, such as "sam build"


class LayerResource(NamedTuple):
    """A layer version that the project publishes."""

    key: str  #: unique within the project
    name: str  #: as the file calls it
    origin: Origin
    source: Source
    published: Text | None = None  #: what its versions are versions of, where the file gives that a name
    runtimes: tuple[Text, ...] | None = None  #: compatible ones; None where none are declared
    architectures: tuple[Text, ...] | None = None  #: as above
    description: Text | None = None
    license: Text | None = None
    retained: bool | None = None  #: whether old versions outlive new ones; None where that is not known
    retain_with: str = ""  #: what to write so that they do


class LayerUse(NamedTuple):
    """One entry of a function's layers, in order."""

    text: Text  #: the ARN, or the words that stand for the layer
    layer: str = ""  #: the key of a layer of the same project, where it is one
    source: Source | None = None  #: or where the content of a layer lies that the project does not publish itself

    @property
    def is_stranger(self) -> bool:
        """Whether nothing of this machine stands behind it."""
        return not self.layer and self.source is None


class FunctionResource(NamedTuple):
    """A function, and all that decides what its code will find."""

    key: str
    name: str
    origin: Origin
    source: Source
    runtime: Text | None = None
    handler: Text | None = None
    architectures: tuple[Text, ...] = ()  #: one, or none where none is declared: Lambda then takes x86_64
    layers: tuple[LayerUse, ...] = ()  #: in the order Lambda merges them
    layers_known: bool = True  #: False where the list itself is computed
    variables: Mapping[str, Text] = {}
    variables_known: bool = True  #: False where the table itself is computed


class Permission(NamedTuple):
    """Who else may use a layer version."""

    name: str
    origin: Origin
    action: Text | None = None
    principal: Text | None = None
    organization: Text | None = None


class Ignore(NamedTuple):
    """Findings that a project file asks to leave out. Rules get those that leave nothing out."""

    origin: Origin
    first: int  #: the lines it covers, 1-based
    last: int  #: inclusive
    rules: tuple[str, ...]  #: codes and names as written; () where none is named, which covers nothing
    reason: str = ""
    unknown: tuple[str, ...] = ()  #: those of `rules` that name no rule

    def covers(self, place: Origin | None) -> bool:
        return place is not None and place.file == self.origin.file and self.first <= place.line <= self.last


class Project(NamedTuple):
    """What one project file, and those it leads to, declare."""

    file: str  #: as named
    files: tuple[str, ...] = ()  #: all that were read, as findings name them
    kind: str = ""  #: such as "an AWS SAM template", for people
    layers: tuple[LayerResource, ...] = ()
    functions: tuple[FunctionResource, ...] = ()
    permissions: tuple[Permission, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    images: int = 0  #: functions that are container images, which have no layers
    modules: tuple[str, ...] = ()  #: addresses of modules that it calls and whose resources are not among these

    @property
    def contents(self) -> "list[LayerResource | FunctionResource]":
        """All that has content."""
        return [*self.layers, *self.functions]

    def resources(self) -> tuple[object, ...]:
        """Everything that a rule may ask for."""
        return (self, *self.layers, *self.functions, *self.permissions, *self.ignores)


#: what a rule may ask for of a project
RESOURCES: frozenset[type] = frozenset((Project, LayerResource, FunctionResource, Permission, Ignore))
