"""The stacks of layers of real wheels, read from stacks.toml."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.integration.manifest import Build, cases

MANIFEST = Path(__file__).with_name("stacks.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class RealStack:
    name: str
    python: str  #: "3.12"
    layers: tuple[Build, ...]  #: in order
    function: Mapping[str, str] | None  #: what a person wrote beside `vendored`; None: layers alone
    vendored: Build | None  #: what pip installed into the function
    handler: str | None
    variables: Mapping[str, str]
    found: Mapping[str, str]  #: code to the severity of what `check` must find, notes left out unless they are named
    unknown: Mapping[str, str]  #: modules of which the model may say that it cannot know, and why


@functools.cache
def real_stacks() -> tuple[RealStack, ...]:
    document = tomllib.loads(MANIFEST.read_text("utf-8"))
    builds = {name: _build(name, row) for name, row in document["build"].items()}
    known = {case.build.name: case.build for case in cases()} | builds
    return tuple(_stack(row, known) for row in document["stack"])


def _build(name: str, row: Mapping[str, Any]) -> Build:
    lists = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    pairs = {key: tuple(value.items()) for key, value in row.items() if isinstance(value, dict)}
    defaults = {"name": name, "system": "linux", "machine": "x86_64", "packages": ()}
    return Build(**{**defaults, **row, **lists, **pairs})


def _stack(row: Mapping[str, Any], builds: Mapping[str, Build]) -> RealStack:
    return RealStack(
        name=row["name"],
        python=row["python"],
        layers=tuple(builds[name] for name in row["layers"]),
        function=row.get("function"),
        vendored=builds[row["vendored"]] if "vendored" in row else None,
        handler=row.get("handler"),
        variables=row.get("variables", {}),
        found=row.get("found", {}),
        unknown=row.get("unknown", {}),
    )
