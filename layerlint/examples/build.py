"""Recipes into zips and stacks. The zip writer is the standard library's."""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from layerlint.archive.zip_reader import open_zip
from layerlint.examples.recipe import Content, Member, Recipe
from layerlint.facts.contents import Contents
from layerlint.stack import Mount, Role, Stack

if TYPE_CHECKING:
    import zipfile


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
    """The recipe as the engine takes it: a layer, a function, or a layer under a function."""
    data = recipe.raw() if recipe.raw else zip_bytes(recipe.files)
    main = _mount(data, Role(recipe.role))
    under = _mount(zip_bytes(recipe.function), Role.FUNCTION) if recipe.function is not None else None
    is_layer = main.role is Role.LAYER
    return Stack(
        layers=(main,) if is_layer else (),
        function=under if is_layer else main,
        handler=recipe.handler,
        runtimes=recipe.runtimes,
        architectures=recipe.architectures,
    )


def _mount(data: bytes, role: Role) -> Mount:
    return Mount(contents=Contents(open_zip(data, f"{role.value}.zip")), role=role)
