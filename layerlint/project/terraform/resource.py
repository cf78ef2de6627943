"""What the AWS provider calls the parts of a layer, a function and a permission, in a module as in a plan.

Source: the provider's pages of aws_lambda_layer_version, aws_lambda_function and aws_lambda_layer_version_permission.
"""

from collections.abc import Mapping
from typing import Protocol

from layerlint.project.origin import Origin
from layerlint.project.records import FunctionResource, LayerResource, LayerUse, Permission, Source, Text

LAYER, FUNCTION = "aws_lambda_layer_version", "aws_lambda_function"
PERMISSION = "aws_lambda_layer_version_permission"


class Resource(Protocol):
    """One resource with what is known of its arguments."""

    @property
    def address(self) -> str: ...

    def at(self, name: str = "") -> Origin:
        """Where an argument stands, or the resource."""
        ...

    def text(self, name: str) -> Text | None: ...

    def texts(self, name: str) -> tuple[Text, ...] | None: ...


def layer_of(resource: Resource, source: Source) -> LayerResource:
    skip = resource.text("skip_destroy")
    return LayerResource(
        key=resource.address,
        name=resource.address,
        origin=resource.at(),
        source=source,
        published=resource.text("layer_name"),
        runtimes=resource.texts("compatible_runtimes"),
        architectures=resource.texts("compatible_architectures"),
        description=resource.text("description"),
        license=resource.text("license_info"),
        retained=None if skip is not None and not skip.known else skip is not None and skip.value == "true",
        retain_with="skip_destroy = true",
    )


def function_of(
    resource: Resource,
    source: Source,
    layers: tuple[tuple[LayerUse, ...], bool],
    variables: tuple[Mapping[str, Text], bool],
) -> FunctionResource:
    """The function; its layers and variables each with whether they are all known."""
    return FunctionResource(
        key=resource.address,
        name=resource.address,
        origin=resource.at(),
        source=source,
        runtime=resource.text("runtime"),
        handler=resource.text("handler"),
        architectures=resource.texts("architectures") or (),
        layers=layers[0],
        layers_known=layers[1],
        variables=variables[0],
        variables_known=variables[1],
    )


def permission_of(resource: Resource) -> Permission:
    return Permission(
        name=resource.address,
        origin=resource.at(),
        action=resource.text("action"),
        principal=resource.text("principal"),
        organization=resource.text("organization_id"),
    )


def is_image(resource: Resource) -> bool:
    """Whether a function is a container image, which has no layers."""
    package = resource.text("package_type")
    return package is not None and package.value == "Image"
