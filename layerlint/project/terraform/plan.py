"""A plan or state as `terraform show -json` writes it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from layerlint.named_tuple import NamedTuple
from layerlint.project.node import Node, word
from layerlint.project.origin import Origin
from layerlint.project.records import (
    FunctionResource,
    LayerResource,
    LayerUse,
    Project,
    ProjectError,
    Source,
    Text,
)
from layerlint.project.terraform.blocks import Block, Module, module_blocks
from layerlint.project.terraform.references import Configuration, layer_references
from layerlint.project.terraform.resource import (
    FUNCTION,
    LAYER,
    PERMISSION,
    function_of,
    is_image,
    layer_of,
    permission_of,
)

ARCHIVE = "archive_file"
DEEPEST = 20
NO_MODULE = Module({}, (), ())


class Resource(NamedTuple):
    """One resource of a plan with what is known of it."""

    node: Node
    module: str  #: the address of its module, "" for the root
    folder: str  #: of its module, below the plan's folder
    block: Block | None  #: where it stands in the .tf files
    unknown: Node | None  #: what only the apply decides
    plan: str  #: the plan's file, for what stands nowhere else

    @property
    def address(self) -> str:
        return word(self.node, "address")

    def value(self, name: str) -> Node | None:
        node = self.node.get("values", name)
        return None if node is None or (node.text is None and not node.is_mapping and not node.is_sequence) else node

    def at(self, name: str = "") -> Origin:
        if self.block is None:
            return Origin(self.plan, self.node.line, self.node.column, self.address)
        origin = self.block.at(name)
        return origin._replace(name=self.address)

    def text(self, name: str) -> Text | None:
        node = self.value(name)
        if node is not None and node.text is not None:
            return Text(node.text, self.at(name))
        return Text(f"${{{name}}}", self.at(name), known=False) if self.is_unknown(name) else None

    def texts(self, name: str) -> tuple[Text, ...] | None:
        node = self.value(name)
        if self.is_unknown(name):
            return (Text(f"${{{name}}}", self.at(name), known=False),)
        if node is None or not node.elements():
            return None
        return tuple(Text(item.text or "", self.at(name), item.text is not None) for item in node.elements())

    def is_unknown(self, name: str) -> bool:
        return self.unknown is not None and word(self.unknown, name) == "true"


def plan_project(root: Node, path: Path, name: str) -> Project:
    """The project of a plan at `path`, shown as `name`. Raises ProjectError."""
    return _Plan(root, path, name).project()


class _Plan:
    def __init__(self, root: Node, path: Path, name: str) -> None:
        self._folder = path.parent
        self._name = name
        self._shown = name.rpartition("/")[0]
        self._modules: dict[str, Module] = {}
        self._configuration = Configuration(root.get("configuration", "root_module"))
        changes = root.get("resource_changes")
        self._unknown = {
            word(change, "address"): change.get("change", "after_unknown")
            for change in (changes.elements() if changes is not None else ())
        }
        planned = root.get("planned_values", "root_module") or root.get("values", "root_module")
        self._resources = list(self._of_module(planned, "", "", 0))
        earlier = list(self._of_module(root.get("prior_state", "values", "root_module"), "", "", 0))
        self._folders = dict(_archives([*earlier, *self._resources]))
        self._layers = [resource for resource in self._resources if word(resource.node, "type") == LAYER]

    def project(self) -> Project:
        functions = [each for each in self._resources if word(each.node, "type") == FUNCTION]
        zipped = [each for each in functions if not is_image(each)]
        modules = self._modules.values()
        return Project(
            file=self._name,
            files=(self._name, *(file for module in modules for file in module.files)),
            kind="a Terraform plan",
            layers=tuple(map(self._layer, self._layers)),
            functions=tuple(map(self._function, zipped)),
            permissions=tuple(permission_of(each) for each in self._resources if word(each.node, "type") == PERMISSION),
            ignores=tuple(ignore for module in modules for ignore in module.ignores),
            images=len(functions) - len(zipped),
        )

    def _of_module(self, module: Node | None, address: str, folder: str, depth: int) -> Iterator[Resource]:
        if module is None:
            return
        if depth > DEEPEST:
            raise ProjectError(f"{self._name}: modules nested more than {DEEPEST} deep")
        resources, children = module.get("resources"), module.get("child_modules")
        for node in resources.elements() if resources is not None else ():
            key = (word(node, "type"), word(node, "name"))
            block = self._blocks(folder).blocks.get(key)
            unknown = self._unknown.get(word(node, "address"))
            yield Resource(node, address, folder, block, unknown, self._name)
        for child in children.elements() if children is not None else ():
            below = word(child, "address")
            yield from self._of_module(child, below, self._configuration.folder(below), depth + 1)

    def _blocks(self, folder: str) -> Module:
        if folder not in self._modules:
            shown = "/".join(filter(None, (self._shown, folder)))
            found = (self._folder / folder).is_dir()
            self._modules[folder] = module_blocks(self._folder / folder, shown) if found else NO_MODULE
        return self._modules[folder]

    def _layer(self, resource: Resource) -> LayerResource:
        return layer_of(resource, self._source(resource))

    def _function(self, resource: Resource) -> FunctionResource:
        return function_of(resource, self._source(resource), self._uses(resource), _variables(resource))

    def _source(self, resource: Resource) -> Source:
        """A file that is not there yet may be packed of a folder that is."""
        file = resource.text("filename")
        if file is not None and file.known:
            path = self._folder / file.value
            packed = self._folders.get(file.value)
            if packed is not None and not path.exists():
                path = self._folder / packed
            return Source(origin=file.origin, path=path)
        key = resource.text("s3_key")
        if key is not None:
            bucket = resource.text("s3_bucket")
            return Source(origin=key.origin, elsewhere=f"s3://{bucket.value if bucket else ''}/{key.value}")
        return Source(origin=resource.at(), elsewhere="a file that only the apply names")

    def _uses(self, resource: Resource) -> tuple[tuple[LayerUse, ...], bool]:
        """Known entries are ARNs; the others are what the configuration refers to, in the same order."""
        node = resource.value("layers")
        origin = resource.at("layers")
        referred = layer_references(self._configuration, resource.module, resource.node, "layers")
        if resource.is_unknown("layers") or (node is None and referred):
            found = [self._referred(reference, origin) for reference in referred or ()]
            known = referred is not None and bool(found) and all(use.layer for use in found)
            return tuple(found), known
        items = node.elements() if node is not None else ()
        open_places = sum(item.text is None for item in items)
        ordered = iter(referred if referred is not None and len(referred) == open_places else [""] * open_places)
        return tuple(self._use(item, origin, ordered) for item in items), True

    def _use(self, item: Node, origin: Origin, referred: Iterator[str]) -> LayerUse:
        if item.text is None:
            return self._referred(next(referred, ""), origin)
        same = [layer for layer in self._layers if word(layer.node, "values", "arn") == item.text]
        return LayerUse(Text(item.text, origin), same[0].address if same else "")

    def _referred(self, reference: str, origin: Origin) -> LayerUse:
        text = Text(f"${{{reference or '...'}}}", origin, known=False)
        exact = [layer for layer in self._layers if layer.address == reference]
        found = exact or [layer for layer in self._layers if layer.address.startswith(f"{reference}[")]
        return LayerUse(text, found[0].address if len(found) == 1 else "")


def _archives(resources: list[Resource]) -> Iterator[tuple[str, str]]:
    """What archive_file packs: the zip, and the folder that it is made of."""
    for resource in resources:
        if word(resource.node, "type") == ARCHIVE:
            output, folder = word(resource.node, "values", "output_path"), word(resource.node, "values", "source_dir")
            if output and folder:
                yield output, folder


def _variables(resource: Resource) -> tuple[Mapping[str, Text], bool]:
    blocks = resource.value("environment")
    found: dict[str, Text] = {}
    for block in blocks.elements() if blocks is not None else ():
        variables = block.get("variables")
        for entry in variables.each() if variables is not None else ():
            if entry.node.text is not None:
                found[entry.key] = Text(entry.node.text, resource.at("environment"))
    unknown = resource.unknown.get("environment") if resource.unknown is not None else None
    known = unknown is None or unknown.text is None
    for block in unknown.elements() if unknown is not None else ():
        computed = block.get("variables")
        known = known and block.text != "true" and (computed is None or computed.text != "true")
        for entry in computed.each() if computed is not None else ():
            if entry.node.text == "true":
                found[entry.key] = Text(f"${{{entry.key}}}", resource.at("environment"), known=False)
    return found, known
