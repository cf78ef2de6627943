"""What sam build made of a template: its artifacts, declared where the person's own template declares them."""

from collections.abc import Mapping
from pathlib import Path

from layerlint.hints import TypeVar
from layerlint.project.cloudformation.read import template_project
from layerlint.project.document import read_text
from layerlint.project.records import FunctionResource, LayerResource, Project

BUILT = Path(".aws-sam") / "build" / "template.yaml"

Resource = TypeVar("Resource", LayerResource, FunctionResource)


def with_built(project: Project, folder: Path) -> Project:
    """The project with the artifacts of the built tree below `folder`, where there is one. Raises ProjectError."""
    path = folder / BUILT
    if not path.is_file():
        return project
    name = BUILT.as_posix()
    built = template_project(read_text(path, name), path, name, built=True)
    layers = {layer.name: layer for layer in built.layers}
    functions = {function.name: function for function in built.functions}
    return project._replace(
        layers=tuple(_artifact(layer, layers) for layer in project.layers),
        functions=tuple(_artifact(function, functions) for function in project.functions),
    )


def _artifact(own: Resource, built: Mapping[str, Resource]) -> Resource:
    other = built.get(own.name)
    if other is None or other.source.path is None:
        return own
    return own._replace(source=other.source._replace(origin=own.source.origin))
