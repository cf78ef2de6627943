"""What cdk synth writes: a folder with a manifest, templates and assets."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from layerlint.project.cloudformation.read import Leaf, gather, nested
from layerlint.project.cloudformation.template import Template
from layerlint.project.document import parse, read_text
from layerlint.project.node import Node, word
from layerlint.project.records import Project, ProjectError

MANIFEST = "manifest.json"
STACK = "aws:cloudformation:stack"
STAGE = "cdk:cloud-assembly"
ASSETS = "cdk:asset-manifest"
DEEPEST = 10


def assembly_project(folder: Path, name: str) -> Project:
    """Every stack of the assembly. Raises ProjectError."""
    leaves = list(_leaves(folder, name, 0))
    exports: dict[str, tuple[Template, Node]] = {}
    for leaf in leaves:
        exports.update(_exports(leaf.template))
    for leaf in leaves:
        leaf.template.exports.update(exports)
    return gather(name, "a CDK app", leaves)


def of_template(project: Project, file: str) -> Project:
    """What one template of an assembly declares, and the layers that its functions use."""
    functions = tuple(each for each in project.functions if each.origin.file == file)
    used = {use.layer for function in functions for use in function.layers}
    return project._replace(
        file=file,
        files=(file,),
        kind="a CDK stack",
        functions=functions,
        layers=tuple(layer for layer in project.layers if layer.origin.file == file or layer.key in used),
        permissions=tuple(each for each in project.permissions if each.origin.file == file),
        ignores=tuple(each for each in project.ignores if each.origin.file == file),
    )


def _leaves(folder: Path, name: str, depth: int) -> Iterator[Leaf]:
    if depth > DEEPEST:
        raise ProjectError(f"{name}: stages nested more than {DEEPEST} deep")
    manifest = _json(folder / MANIFEST, joined(name, MANIFEST))
    artifacts = [entry.node for entry in (manifest.get("artifacts") or manifest).each()]
    assets = dict(_assets(folder, name, artifacts))
    for artifact in artifacts:
        kind = word(artifact, "type")
        if kind == STACK:
            file = _inside(folder, word(artifact, "properties", "templateFile"), name)
            yield from _stack(folder, file, joined(name, file), assets)
        elif kind == STAGE:
            stage = _inside(folder, word(artifact, "properties", "directoryName"), name)
            yield from _leaves(folder / stage, joined(name, stage), depth + 1)


def _stack(folder: Path, file: str, name: str, assets: dict[str, str]) -> Iterator[Leaf]:
    text = read_text(folder / file, name)
    template = Template(parse(text, name), name, folder, assets=assets, built=True)
    yield Leaf(template=template, text="")  # JSON has no comments
    yield from nested(template)


def _assets(folder: Path, name: str, artifacts: list[Node]) -> Iterator[tuple[str, str]]:
    """Object keys of S3 and where each object lies in the folder."""
    for artifact in artifacts:
        if word(artifact, "type") != ASSETS:
            continue
        file = _inside(folder, word(artifact, "properties", "file"), name)
        files = _json(folder / file, joined(name, file)).get("files")
        for entry in files.each() if files is not None else ():
            place = word(entry.node, "source", "path")
            destinations = entry.node.get("destinations")
            for each in destinations.each() if destinations is not None and place else ():
                yield word(each.node, "objectKey"), place


def joined(folder: str, name: str) -> str:
    """A file as people name it, in a folder as they name it; "" is the folder they are in."""
    return f"{folder}/{name}" if folder else name


def _json(path: Path, name: str) -> Node:
    return parse(read_text(path, name), name)


def _inside(folder: Path, name: str, shown: str) -> str:
    """A name of the manifest, which must lie in the folder."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or not (folder / name).exists():
        raise ProjectError(f"{joined(shown, MANIFEST)}: {name or 'a template without a name'} is not in the folder")
    return name


def _exports(template: Template) -> Iterator[tuple[str, tuple[Template, Node]]]:
    outputs = template.root.get("Outputs")
    for entry in outputs.each() if outputs is not None else ():
        name, value = entry.node.get("Export", "Name"), entry.node.get("Value")
        if name is not None and value is not None:
            text = template.text(name)
            if text.known:
                yield text.value, (template, value)
