"""Functions, layers and permissions of one template as records."""

from collections.abc import Iterator, Mapping

from layerlint.project.cloudformation.intrinsics import intrinsic
from layerlint.project.cloudformation.source import source
from layerlint.project.cloudformation.template import Template
from layerlint.project.node import Entry, Node, word
from layerlint.project.records import FunctionResource, LayerResource, LayerUse, Permission, Text

FUNCTIONS = {"AWS::Serverless::Function": "CodeUri", "AWS::Lambda::Function": "Code"}
LAYERS = {"AWS::Serverless::LayerVersion": "ContentUri", "AWS::Lambda::LayerVersion": "Content"}
RETAIN_WITH = {
    "AWS::Serverless::LayerVersion": "RetentionPolicy: Retain",
    "AWS::Lambda::LayerVersion": "UpdateReplacePolicy: Retain",
}
PERMISSION = "AWS::Lambda::LayerVersionPermission"
SAM_FUNCTION = "AWS::Serverless::Function"
IMAGE = "Image"
IMAGE_KINDS = frozenset(FUNCTIONS)


def key_of(template: Template, name: str) -> str:
    return f"{template.file}#{name}"


def functions(template: Template) -> Iterator[FunctionResource]:
    for entry, kind in template.resources():
        if kind in FUNCTIONS and not is_image(template, entry.node):
            yield _function(template, entry, kind)


def is_image(template: Template, resource: Node) -> bool:
    found = _property(template, resource, "PackageType")
    return (found is not None and found.text == IMAGE) or resource.get("Properties", "Code", "ImageUri") is not None


def _function(template: Template, entry: Entry, kind: str) -> FunctionResource:
    runtime = _text(template, entry, "Runtime")
    layers, layers_known = _layers(template, entry)
    variables, variables_known = _variables(template, entry)
    return FunctionResource(
        key=key_of(template, entry.key),
        name=entry.key,
        origin=template.at(entry, entry.key),
        source=source(template, entry, _code_property(entry, kind), runtime.value if runtime is not None else ""),
        runtime=runtime,
        handler=_text(template, entry, "Handler"),
        architectures=_texts(template, entry, "Architectures") or (),
        layers=layers,
        layers_known=layers_known,
        variables=variables,
        variables_known=variables_known,
    )


def _code_property(entry: Entry, kind: str) -> str:
    return "InlineCode" if entry.node.get("Properties", "InlineCode") is not None else FUNCTIONS[kind]


def layers(template: Template) -> Iterator[LayerResource]:
    for entry, kind in template.resources():
        if kind not in LAYERS:
            continue
        yield LayerResource(
            key=key_of(template, entry.key),
            name=entry.key,
            origin=template.at(entry, entry.key),
            source=source(template, entry, LAYERS[kind]),
            published=_text(template, entry, "LayerName"),
            runtimes=_texts(template, entry, "CompatibleRuntimes"),
            architectures=_texts(template, entry, "CompatibleArchitectures"),
            description=_text(template, entry, "Description"),
            license=_text(template, entry, "LicenseInfo"),
            retained=_retained(template, entry, kind),
            retain_with="RetentionPolicy: Retain"
            if kind.startswith("AWS::Serverless")
            else "UpdateReplacePolicy: Retain",
        )


def _retained(template: Template, entry: Entry, kind: str) -> bool | None:
    """SAM keeps old versions unless it is told otherwise; CloudFormation deletes what it replaces unless it is told."""
    if kind.startswith("AWS::Serverless::"):
        policy = _text(template, entry, "RetentionPolicy")
        return None if policy is not None and not policy.known else policy is None or policy.value.lower() != "delete"
    node = entry.node.get("UpdateReplacePolicy")
    kept = template.text(node) if node is not None else None
    return None if kept is not None and not kept.known else kept is not None and kept.value == "Retain"


def permissions(template: Template) -> Iterator[Permission]:
    for entry, kind in template.resources():
        if kind == PERMISSION:
            yield Permission(
                name=entry.key,
                origin=template.at(entry, entry.key),
                action=_text(template, entry, "Action"),
                principal=_text(template, entry, "Principal"),
                organization=_text(template, entry, "OrganizationId"),
            )


def _globals(template: Template, resource: Node, name: str) -> Node | None:
    """What a SAM template says for every function."""
    if word(resource, "Type") != SAM_FUNCTION:
        return None
    return template.root.get("Globals", "Function", name)


def _property(template: Template, resource: Node, name: str) -> Node | None:
    own = resource.get("Properties", name)
    return own if own is not None else _globals(template, resource, name)


def _text(template: Template, entry: Entry, name: str) -> Text | None:
    node = _property(template, entry.node, name)
    return None if node is None or template.is_nothing(node) else template.text(node, entry.key)


def _texts(template: Template, entry: Entry, name: str) -> tuple[Text, ...] | None:
    node = _property(template, entry.node, name)
    if node is None or template.is_nothing(node):
        return None
    if node.is_sequence:
        return tuple(template.text(item, entry.key) for item in node.elements() if not template.is_nothing(item))
    value = template.text(node, entry.key)
    return tuple(value._replace(value=part.strip()) for part in value.value.split(",")) if value.known else (value,)


def _layers(template: Template, entry: Entry) -> tuple[tuple[LayerUse, ...], bool]:
    """SAM puts the function's own layers behind those of Globals."""
    found: list[LayerUse] = []
    known = True
    for node in (_globals(template, entry.node, "Layers"), entry.node.get("Properties", "Layers")):
        if node is None or template.is_nothing(node):
            continue
        if node.is_sequence:
            found += [_use(template, item, entry) for item in node.elements() if not template.is_nothing(item)]
            continue
        value = template.text(node, entry.key)
        known = known and value.known
        found += (
            [LayerUse(value._replace(value=part.strip())) for part in value.value.split(",")] if value.known else []
        )
    return tuple(found), known


def _use(template: Template, item: Node, entry: Entry) -> LayerUse:
    found = template.resource_of(item)
    text = template.text(item, entry.key)
    if found is not None:
        owner, name = found
        resource = owner.resource(name)
        if resource is not None and word(resource, "Type") in LAYERS:
            return LayerUse(text, key_of(owner, name))
    return LayerUse(text)


def _variables(template: Template, entry: Entry) -> tuple[Mapping[str, Text], bool]:
    found: dict[str, Text] = {}
    known = True
    for environment in (_globals(template, entry.node, "Environment"), entry.node.get("Properties", "Environment")):
        variables = environment.get("Variables") if environment is not None else None
        if variables is None:
            known = known and (environment is None or intrinsic(environment) is None)
            continue
        known = known and intrinsic(variables) is None
        found.update({each.key: template.text(each.node, entry.key) for each in variables.each()})
    return found, known
