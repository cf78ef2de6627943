"""A template and those it nests as a project."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from layerlint.named_tuple import NamedTuple
from layerlint.project.cloudformation.resources import IMAGE_KINDS, functions, is_image, layers, permissions
from layerlint.project.cloudformation.template import Template
from layerlint.project.document import parse, read_text
from layerlint.project.ignores import comments, of_metadata
from layerlint.project.node import Node, word
from layerlint.project.records import Ignore, Project, ProjectError

NESTED = {"AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location"}
DEEPEST = 10  #: CloudFormation itself has no limit; nobody nests deeper


class Leaf(NamedTuple):
    """One template with the text it came from."""

    template: Template
    text: str


def is_template(root: Node) -> bool:
    resources = root.get("Resources")
    return resources is not None and resources.is_mapping


def template_project(text: str, path: Path, name: str, *, built: bool = False) -> Project:
    """The project of a template at `path`, shown as `name`. Raises ProjectError."""
    root = parse(text, name)
    top = Template(root, name, path.parent, built=built)
    return gather(name, kind(root), [Leaf(template=top, text=text), *nested(top)])


def kind(root: Node) -> str:
    return (
        "an AWS SAM template" if word(root, "Transform").startswith("AWS::Serverless") else "a CloudFormation template"
    )


def gather(name: str, kind: str, leaves: list[Leaf]) -> Project:
    """One project of several templates."""
    templates = [leaf.template for leaf in leaves]
    return Project(
        file=name,
        files=tuple(dict.fromkeys(template.file for template in templates)),
        kind=kind,
        layers=tuple(layer for template in templates for layer in layers(template)),
        functions=tuple(function for template in templates for function in functions(template)),
        permissions=tuple(permission for template in templates for permission in permissions(template)),
        ignores=tuple(ignore for leaf in leaves for ignore in _ignores(leaf)),
        images=sum(
            is_image(template, entry.node)
            for template in templates
            for entry, kind in template.resources()
            if kind in IMAGE_KINDS
        ),
    )


def nested(parent: Template, depth: int = 1) -> Iterator[Leaf]:
    """The templates below `parent` that are on this machine."""
    if depth > DEEPEST:
        raise ProjectError(f"{parent.file}: templates nested more than {DEEPEST} deep")
    for entry, kind in parent.resources():
        if kind not in NESTED:
            continue
        place = _place(parent, entry.node, NESTED[kind])
        if place is None or not place.is_file():
            continue
        leaf = _nested_leaf(parent, entry.node, place)
        parent.children[entry.key] = leaf.template
        yield leaf
        yield from nested(leaf.template, depth + 1)


def _nested_leaf(parent: Template, resource: Node, place: Path) -> Leaf:
    name = f"{parent.file.rpartition('/')[0]}/{_relative(place, parent.folder)}".lstrip("/")
    text = read_text(place, name)
    given = resource.get("Properties", "Parameters")
    bound = {each.key: each.node for each in given.each()} if given is not None else {}
    template = Template(
        parse(text, name), name, place.parent, parent=parent, bound=bound, assets=parent.assets, built=parent.built
    )
    return Leaf(template=template, text=text)


def _relative(place: Path, folder: Path) -> str:
    try:
        return place.relative_to(folder).as_posix()
    except ValueError:
        return place.as_posix()


def _place(parent: Template, resource: Node, property_name: str) -> Path | None:
    asset = word(resource, "Metadata", "aws:asset:path")
    if asset:
        return parent.folder / asset
    node = resource.get("Properties", property_name)
    if node is None:
        return None
    text = parent.text(node)
    asset = parent.assets.get(text.value.rpartition("/")[2], "")
    if asset:
        return parent.folder / asset
    return parent.folder / text.value if text.known and "://" not in text.value else None


def _ignores(leaf: Leaf) -> Iterator[Ignore]:
    template = leaf.template
    blocks: Mapping[int, int] = {entry.line: entry.node.last for entry, _ in template.resources()}
    yield from comments(leaf.text, template.file, blocks)
    yield from of_metadata(template.root, template.file, 1, max(template.root.last, 1))
    for entry, _ in template.resources():
        for ignore in of_metadata(entry.node, template.file, entry.line, entry.node.last):
            yield ignore._replace(origin=ignore.origin._replace(name=entry.key))
