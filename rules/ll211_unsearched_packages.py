"""Installed packages lie in a folder of a layer that no runtime searches.

## Why it matters

Any path is allowed in a layer, and a program may well keep its own packages under `/opt/<name>`: the AWS CLI does
in the layers that carry it. A function's imports do not look there. If these packages are meant for functions, they
are out of reach.

## What to do

If functions should import them, put them into `python/` or `nodejs/node_modules/`. If a program of the layer uses
them, nothing is to be done. Where a program lies beside them, nothing is said.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.layout.fit import Kind
from layerlint.environment.layout.layout import Layout
from layerlint.environment.layout.mistake import Mistake
from layerlint.examples.recipe import distribution, executable, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role

LANGUAGES = {"python": "Python", "nodejs": "Node.js"}


@rule(
    "LL211",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"awscli/aws": executable("#!/usr/bin/env python"), **distribution("awscli", site="awscli")}),
        layer({"extensions/spy": executable("#!/bin/sh"), **distribution("requests", site="spy")}),
        layer({"tool/index.js": "", "tool/node_modules/uuid/package.json": "{}"}),
        layer({"python/pkg/__init__.py": "", **distribution("vendored", site="python/pkg/_vendor")}),
        layer({"data/model.bin": "", "fonts/a.ttf": ""}),
    ],
    bad=[
        layer({"my-layer/requests/__init__.py": "", **distribution("requests", site="my-layer")}).flags("my-layer"),
        layer({"app/node_modules/uuid/package.json": "{}"}).flags("app/node_modules"),
    ],
)
def unsearched_packages(mount: Mount, env: Environment) -> Iterator[Finding]:
    if mount.role is not Role.LAYER:
        return
    layout = env.layout(mount)
    if layout.excuse.by_program:
        return
    for mistake in layout.mistakes:
        if mistake.kind is Kind.STRAY and mistake.strong and not _is_a_program(layout, mistake):
            language = mistake.placed[0][0].language
            yield Finding(
                message=f"{LANGUAGES.get(language, language)} packages lie in {' and '.join(mistake.homes)}",
                paths=mistake.paths,
                reason=f"no runtime searches /opt/{mistake.homes[0]}; a program of the layer may",
                help="if functions should import them, put them into "
                + ("nodejs/node_modules/" if language == "nodejs" else "python/"),
            )


def _is_a_program(layout: Layout, mistake: Mistake) -> bool:
    """Something to run lies beside the packages, which are its own."""
    return any(layout.has_program(home) for home in mistake.homes)
