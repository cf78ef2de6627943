"""Recipes into zips and stacks. The zip writer is the standard library's."""

import io
from collections.abc import Mapping

from layerlint.archive.zip_reader import open_zip
from layerlint.examples.recipe import Content, Member, Recipe
from layerlint.facts.contents import Contents
from layerlint.hints import TYPE_CHECKING
from layerlint.stack import Mount, Role, Stack

if TYPE_CHECKING:
    import zipfile

TEMPLATE = "template.yaml"  #: what a recipe's template is called


def zip_bytes(files: Mapping[str, Content]) -> bytes:
    """An honest zip with the recipe's members in its order, the same bytes every time."""
    import zipfile  # noqa: PLC0415  # 20 ms, and a rule's examples are built by tests and pages alone

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            member = content if isinstance(content, Member) else Member(content)
            level = 6 if member.size is None else 1  # zeros need no effort
            archive.writestr(_header(path, member), member.data(), compresslevel=level)
    return buffer.getvalue()


def _header(path: str, member: Member) -> "zipfile.ZipInfo":
    import zipfile  # noqa: PLC0415  # as above

    header = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
    header.compress_type = zipfile.ZIP_STORED if member.stored else zipfile.ZIP_DEFLATED
    header.create_system = 0 if member.mode is None else 3
    header.external_attr = 0 if member.mode is None else member.mode << 16
    return header


def stack_of(recipe: Recipe) -> Stack:
    """The recipe as the engine takes it: a layer, a function, layers under a function, or what a template declares."""
    if recipe.template:
        return _declared(recipe.template)
    mounts = [_mount(name, part) for name, part in parts_of(recipe)]
    return Stack(
        layers=tuple(mount for mount in mounts if mount.role is Role.LAYER),
        function=next((mount for mount in mounts if mount.role is Role.FUNCTION), None),
        handler=recipe.handler,
        runtimes=recipe.runtimes,
        architectures=recipe.architectures,
        variables=dict(recipe.variables),
        absent=recipe.absent,
    )


def _declared(text: str) -> Stack:
    from pathlib import Path  # noqa: PLC0415  # few recipes are templates

    from layerlint.project.cloudformation.read import template_project  # noqa: PLC0415  # as above

    project = template_project(text, Path(TEMPLATE), TEMPLATE)
    return Stack(label=TEMPLATE, resources=project.resources())


def parts_of(recipe: Recipe) -> list[tuple[str, Recipe]]:
    """The archives of a recipe with their names, the layers in order and the function last."""
    parts = [(f"layer{number}.zip", layer) for number, layer in enumerate(recipe.layers, 1)]
    if not recipe.layers and (recipe.files or recipe.raw or recipe.function is None):
        parts = [(f"{recipe.role}.zip", recipe._replace(function=None, runtimes=(), architectures=()))]
    if recipe.function is not None:
        parts.append(("function.zip", Recipe(recipe.function, role="function")))
    return parts


def archive_bytes(recipe: Recipe) -> bytes:
    """The zip of a recipe that is one archive."""
    return recipe.raw() if recipe.raw else zip_bytes(recipe.files)


def _mount(name: str, recipe: Recipe) -> Mount:
    return Mount(
        contents=Contents(open_zip(archive_bytes(recipe), name)),
        role=Role(recipe.role),
        runtimes=recipe.runtimes,
        architectures=recipe.architectures,
    )
