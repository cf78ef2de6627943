"""A Terraform module read from its .tf files. What only a plan knows stays unknown."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from layerlint.pattern import pattern
from layerlint.project.origin import Origin
from layerlint.project.records import FunctionResource, LayerResource, LayerUse, Project, Source, Text
from layerlint.project.terraform.blocks import Block, module_blocks
from layerlint.project.terraform.resource import (
    FUNCTION,
    LAYER,
    PERMISSION,
    function_of,
    is_image,
    layer_of,
    permission_of,
)
from layerlint.project.terraform.values import Attributes, Values

LAYER_ARN = pattern(r"\$\{aws_lambda_layer_version\.([\w-]+)\.arn\}")


def module_project(path: Path, name: str) -> Project:
    """The module that the file at `path` belongs to: all .tf files of its folder. Raises ProjectError."""
    return _Module(path.parent, name).project()


class _Resource:
    """One block with where it stands."""

    def __init__(self, values: Values, kind: str, name: str, attributes: Attributes, block: Block) -> None:
        self.address = f"{kind}.{name}"
        self.attributes = attributes
        self._block = block
        self._values = values

    def at(self, name: str = "") -> Origin:
        return self._block.at(name) if name else self._block.origin

    def text(self, name: str) -> Text | None:
        value = self.attributes.get(name)
        return None if value is None or value == "null" else self.of(value, name)

    def of(self, value: object, name: str) -> Text:
        return Text(self._values.text(value)[0], self.at(name), self._values.text(value)[1])

    def texts(self, name: str) -> tuple[Text, ...] | None:
        value = self._values.whole(self.attributes.get(name))
        if value is None:
            return None
        return tuple(self.of(item, name) for item in value) if isinstance(value, list) else (self.of(value, name),)


class _Module:
    def __init__(self, folder: Path, name: str) -> None:
        shown = name.rpartition("/")[0]
        self._folder = folder
        self._name = name
        self._module = module_blocks(folder, shown)
        names = ((file.rpartition("/")[2], file) for file in self._module.files)
        self._values = Values(folder, names)

    def project(self) -> Project:
        functions = list(self._resources(FUNCTION))
        zipped = [each for each in functions if not is_image(each)]
        return Project(
            file=self._name,
            files=self._module.files,
            kind="a Terraform module",
            layers=tuple(map(self._layer, self._resources(LAYER))),
            functions=tuple(map(self._function, zipped)),
            permissions=tuple(map(permission_of, self._resources(PERMISSION))),
            ignores=self._module.ignores,
            images=len(functions) - len(zipped),
            modules=self._values.modules,
        )

    def _resources(self, kind: str) -> Iterator[_Resource]:
        for name, attributes in self._values.of("resource", kind):
            block = self._module.blocks.get((kind, name)) or Block(Origin(self._name, 1, 1, f"{kind}.{name}"), 1, {})
            yield _Resource(self._values, kind, name, attributes, block)

    def _layer(self, resource: _Resource) -> LayerResource:
        return layer_of(resource, self._source(resource))

    def _function(self, resource: _Resource) -> FunctionResource:
        return function_of(resource, self._source(resource), self._uses(resource), self._variables(resource))

    def _source(self, resource: _Resource) -> Source:
        file = resource.text("filename")
        if file is None:
            key = resource.text("s3_key")
            origin = resource.at("s3_key")
            return Source(origin=origin, elsewhere=f"s3://…/{key.value}" if key is not None else "no filename")
        if not file.known:
            return Source(origin=file.origin, elsewhere=file.value)
        path = self._folder / file.value
        packed = dict(self._archives()).get(file.value)
        return Source(origin=file.origin, path=path if packed is None or path.exists() else self._folder / packed)

    def _archives(self) -> Iterator[tuple[str, str]]:
        """What archive_file packs: the zip, and the folder that it is made of."""
        for _, attributes in self._values.of("data", "archive_file"):
            output, is_known = self._values.text(attributes.get("output_path"))
            folder, is_sure = self._values.text(attributes.get("source_dir"))
            if is_known and is_sure and "source_dir" in attributes:
                yield output, folder

    def _uses(self, resource: _Resource) -> tuple[tuple[LayerUse, ...], bool]:
        value = self._values.whole(resource.attributes.get("layers"))
        if value is None:
            return (), True
        if not isinstance(value, list):
            return (), False
        return tuple(self._use(resource, item) for item in value), True

    def _use(self, resource: _Resource, item: object) -> LayerUse:
        found = LAYER_ARN.fullmatch(str(self._values.whole(item)))
        named = f"{LAYER}.{found[1]}" if found is not None else ""
        is_own = found is not None and any(name == found[1] for name, _ in self._values.of("resource", LAYER))
        return LayerUse(resource.of(item, "layers"), named if is_own else "")

    def _variables(self, resource: _Resource) -> tuple[Mapping[str, Text], bool]:
        blocks = resource.attributes.get("environment", [])
        found: dict[str, Text] = {}
        known = isinstance(blocks, list)
        for block in blocks if isinstance(blocks, list) else ():
            variables = self._values.whole(block.get("variables", {}) if isinstance(block, dict) else block)
            known = known and isinstance(variables, dict)
            for name, value in variables.items() if isinstance(variables, dict) else ():
                found[str(name).strip('"')] = resource.of(value, "environment")
        return found, known
