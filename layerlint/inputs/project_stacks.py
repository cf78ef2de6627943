"""The stacks of a project: its declarations, every layer by itself, every function with its layers."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from layerlint.archive.open import InputError, open_archive
from layerlint.facts.contents import Contents
from layerlint.inputs.stacks import Declared, Opened
from layerlint.project.origin import Origin
from layerlint.project.read import read_project
from layerlint.project.records import FunctionResource, LayerResource, LayerUse, Project, ProjectError, Source, Text
from layerlint.stack import Mount, Role, Stack

PLAN = "a plan has it all: terraform plan -out plan && terraform show -json plan > plan.json"
DEFAULT_ARCHITECTURE = "x86_64"  #: Lambda's own, where a function declares none
#: variables that decide where code is looked for
DECISIVE = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LD_PRELOAD", "PATH", "NODE_PATH", "GEM_PATH", "CLASSPATH")


def named_project(path: str, declared: Declared) -> Opened:
    """The stacks of the project at `path`, or why it cannot be read."""
    try:
        project = read_project(Path(path), path)
    except ProjectError as problem:
        return Opened(stacks=(), problems=(str(problem),))
    return opened_project(project, declared)


def opened_project(project: Project, declared: Declared) -> Opened:
    """The stacks of a project, with a problem where it leads to nothing that could be judged."""
    opened = project_stacks(project, declared)
    if opened.problems or any(next(stack.mounts, None) for stack in opened.stacks):
        return opened
    return opened._replace(problems=(f"{project.file}: {_nothing(project)}",))


def _nothing(project: Project) -> str:
    """Why there is nothing to judge, and what to do."""
    unbuilt = {resource.source.unbuilt for resource in project.contents} - {""}
    if unbuilt:
        return f"nothing in it is built yet; run {min(unbuilt)} first"
    if project.contents:
        return "what it declares is not on this machine: there is nothing to judge"
    if project.images:
        return "its functions are container images, which have no layers"
    if project.modules:
        return f"what it declares stands in other modules ({', '.join(project.modules)}); {PLAN}"
    return f"{project.kind} that declares no layer and no function"


def project_stacks(project: Project, declared: Declared) -> Opened:
    """All stacks of a project. What `declared` says outweighs the project."""
    opener = _Opener(project, declared)
    stacks = tuple(opener.stacks())
    return Opened(stacks=stacks, problems=tuple(dict.fromkeys(opener.problems)), projects=(project,))


class _Opener:
    def __init__(self, project: Project, declared: Declared) -> None:
        self._project = project
        self._declared = declared
        self._layers = {layer.key: layer for layer in project.layers}
        self._contents: dict[Path, Contents | None] = {}
        self.problems: list[str] = []

    def stacks(self) -> Iterator[Stack]:
        project = self._project
        # which ignores leave nothing out is known only when everything was judged
        yield Stack(label=project.file, resources=project._replace(ignores=()).resources())
        for layer in project.layers:
            mount = self._layer_mount(layer)
            if mount is not None:
                yield self._lone(layer, mount)
        yield from self._named()
        for function in project.functions:
            stack = self._of_function(function)
            if stack.function is not None or len(stack.layers) > 1:  # one layer was judged by itself
                yield stack

    def _named(self) -> Iterator[Stack]:
        """Each layer that functions name by its place."""
        users: dict[str, list[FunctionResource]] = {}
        for function in self._project.functions:
            for use in function.layers:
                if use.source is not None:
                    users.setdefault(use.text.value, []).append(function)
        for name, functions in users.items():
            use = next(use for use in functions[0].layers if use.text.value == name)
            mount = self._used(use)
            if mount is not None:
                yield self._alone(mount, functions, use.text.origin, name)

    def _lone(self, layer: LayerResource, mount: Mount) -> Stack:
        """A layer that declares no runtimes is judged for those of the functions that use it."""
        users = [each for each in self._project.functions if any(use.layer == layer.key for use in each.layers)]
        return self._alone(mount, users, layer.origin, layer.name)

    def _alone(self, mount: Mount, users: Sequence[FunctionResource], origin: Origin, name: str) -> Stack:
        runtimes = mount.runtimes or _known(each.runtime for each in users)
        architectures = mount.architectures or tuple(dict.fromkeys(arch for each in users for arch in _processor(each)))
        return Stack(
            layers=(mount,),
            runtimes=self._declared.runtimes or runtimes,
            architectures=self._declared.architectures or architectures,
            origin=origin,
            label=f"{origin.file}: {name}",
        )

    def _of_function(self, function: FunctionResource) -> Stack:
        layers = [(use, self._used(use)) for use in function.layers]
        mount = self._mount(function.source, Role.FUNCTION, function.name)
        absent = [_shown(use) for use, layer in layers if layer is None]
        return Stack(
            layers=tuple(layer for _, layer in layers if layer is not None),
            function=mount,
            handler=self._declared.handler or _value(function.handler),
            runtimes=self._declared.runtimes or _known([function.runtime]),
            architectures=self._declared.architectures or _processor(function),
            variables={name: text.value for name, text in function.variables.items() if text.known},
            absent=(*absent, *(() if function.layers_known else ("layers that the project file computes",))),
            unresolved=tuple(_unresolved(function)),
            origin=function.origin,
            label=f"{function.origin.file}: {function.name}",
        )

    def _used(self, use: LayerUse) -> Mount | None:
        if use.source is not None:
            return self._mount(use.source, Role.LAYER, use.text.value)
        layer = self._layers.get(use.layer)
        return self._layer_mount(layer) if layer is not None else None

    def _layer_mount(self, layer: LayerResource) -> Mount | None:
        if layer.source.unbuilt:
            return None
        declared = _known(layer.runtimes or ()), _known(layer.architectures or ())
        mount = self._mount(layer.source, Role.LAYER, layer.name, *declared)
        return mount._replace(published=_value(layer.published) or "") if mount is not None else None

    def _mount(
        self,
        source: Source,
        role: Role,
        owner: str,
        runtimes: tuple[str, ...] = (),
        architectures: tuple[str, ...] = (),
    ) -> Mount | None:
        contents = self._opened(source, role, owner)
        if contents is None:
            return None
        return Mount(
            contents=contents,
            role=role,
            runtimes=runtimes,
            architectures=architectures,
            origin=source.origin,
            unbuilt=source.unbuilt,
        )

    def _opened(self, source: Source, role: Role, owner: str) -> Contents | None:
        if source.inline is not None:
            return _spelled_out(source, owner)
        if source.path is None:
            return None
        if source.path not in self._contents:
            self._contents[source.path] = self._open(source.path, source, role, owner)
        return self._contents[source.path]

    def _open(self, path: Path, source: Source, role: Role, owner: str) -> Contents | None:
        try:
            return Contents(open_archive(path, shown(path)))
        except InputError as problem:
            place = f"{source.origin.file}:{source.origin.line}"
            self.problems.append(f"{place}: the {role.value} {owner} is not here: {problem}")
            return None


def shown(path: Path) -> str:
    """A path as people see it: from the folder the run began in, where it lies below."""
    from os.path import relpath  # noqa: PLC0415  # the one function of os.path that pathlib has not before 3.12

    name = Path(relpath(path)).as_posix()
    return path.as_posix() if name.startswith("../../..") else name


def _spelled_out(source: Source, owner: str) -> Contents:
    from layerlint.archive.zip_reader import open_zip  # noqa: PLC0415  # few functions are spelled out in a template
    from layerlint.examples.build import zip_bytes  # noqa: PLC0415  # as above

    return Contents(open_zip(zip_bytes(source.inline or {}), f"{owner}.zip"))


def _processor(function: FunctionResource) -> tuple[str, ...]:
    if not function.architectures:
        return (DEFAULT_ARCHITECTURE,)
    return _known(function.architectures)


def _known(texts: Iterable[Text | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.value for text in texts if text is not None and text.known))


def _value(text: Text | None) -> str | None:
    return text.value if text is not None and text.known else None


def _shown(use: LayerUse) -> str:
    return use.layer.rpartition("#")[2] if use.layer else use.text.value


def _unresolved(function: FunctionResource) -> Iterator[str]:
    if not function.variables_known:
        yield "the environment variables"
    for name, text in function.variables.items():
        if name in DECISIVE and not text.known:
            yield name
    if function.source.unbuilt:
        yield f"what {function.source.unbuilt} adds to {function.name}"
