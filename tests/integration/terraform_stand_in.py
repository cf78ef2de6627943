"""A provider for plans alone: the resources of layers and functions under the names of hashicorp/aws.

Started by Terraform as its plugin. Which attributes there are and which of them only an apply knows are those of that
provider's documentation; nothing can be created with it.
"""

import importlib
from typing import Any

kinds: Any = importlib.import_module("tf.types")
schema: Any = importlib.import_module("tf.schema")
TEXT, TEXTS, FLAG, NUMBER = kinds.String(), kinds.List(kinds.String()), kinds.Bool(), kinds.Number()
LAYER = {
    "layer_name": TEXT,
    "filename": TEXT,
    "description": TEXT,
    "license_info": TEXT,
    "skip_destroy": FLAG,
    "compatible_runtimes": TEXTS,
    "compatible_architectures": TEXTS,
}
PERMISSION = {
    "layer_name": TEXT,
    "version_number": NUMBER,
    "principal": TEXT,
    "action": TEXT,
    "statement_id": TEXT,
    "organization_id": TEXT,
}
FUNCTION = {
    "function_name": TEXT,
    "filename": TEXT,
    "handler": TEXT,
    "runtime": TEXT,
    "role": TEXT,
    "layers": TEXTS,
    "architectures": TEXTS,
}
RESOURCES = {
    "lambda_layer_version": (LAYER, ("arn", "layer_arn", "version", "id")),
    "lambda_layer_version_permission": (PERMISSION, ("id",)),
    "lambda_function": (FUNCTION, ("arn", "id")),
}


class StandIn:
    """A resource that can be planned."""

    name = ""

    @classmethod
    def get_name(cls) -> str:
        return cls.name

    @classmethod
    def get_schema(cls) -> Any:  # noqa: ANN401  # of the plugin framework, which has no types
        given, computed = RESOURCES[cls.name]
        attributes = [schema.Attribute(name, kind, optional=True) for name, kind in given.items()]
        attributes += [schema.Attribute(name, TEXT, computed=True) for name in computed]
        return schema.Schema(version=0, attributes=attributes)

    def validate(self, diagnostics: object, type_name: str, config: object) -> None:
        """All is well."""

    def plan(self, context: object, current: object, planned: object) -> object:
        del context, current
        return planned


class Provider:
    """What the plugin framework asks for."""

    def get_model_prefix(self) -> str:
        return "aws_"

    def get_provider_schema(self, diagnostics: object) -> Any:  # noqa: ANN401  # as above
        del diagnostics
        return schema.Schema(version=0, attributes=[schema.Attribute("region", TEXT, optional=True)])

    def full_name(self) -> str:
        return "registry.terraform.io/hashicorp/aws"

    def validate_config(self, diagnostics: object, config: object) -> None:
        """All is well."""

    def configure_provider(self, diagnostics: object, config: object) -> None:
        """There is nothing to be reached."""

    def get_data_sources(self) -> list[type]:
        return []

    def get_functions(self) -> list[type]:
        return []

    def get_resources(self) -> list[type[StandIn]]:
        return [type(name, (StandIn,), {"name": name}) for name in RESOURCES]

    def new_resource(self, kind: type[StandIn]) -> StandIn:
        return kind()


if __name__ == "__main__":
    importlib.import_module("tf.runner").run_provider(Provider())
