"""Extensions lie where Lambda does not look: in a subfolder, or in the function package.

## Why it matters

Lambda starts the files directly in `/opt/extensions`, which is a layer's `extensions/`. Folders in it are passed over,
and an `extensions/` of the function package (`/var/task/extensions`) is not looked at. The function runs without the
extension, and nothing says so.

## What to do

Put the program, or a short script that starts it, directly into `extensions/` of a layer:

    chmod +x agent && mkdir -p extensions && mv agent extensions/ && zip -r my-layer.zip extensions
"""

from collections.abc import Iterator

from layerlint.environment.custom.extensions import programs_below
from layerlint.environment.environment import Environment
from layerlint.examples.recipe import executable, function, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role

SCRIPT = executable("#!/bin/sh\n")


@rule(
    "LL805",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"extensions/agent": SCRIPT, "extensions/agent-parts/run": SCRIPT}),
        layer({"extensions/settings/a.json": "{}"}),
        function({"app.py": "", "extensions/__init__.py": "", "extensions/run.py": "#!/usr/bin/env python3\n"}),
    ],
    bad=[
        layer({"extensions/agent/run": SCRIPT}).flags("extensions/agent/run"),
        function({"app.py": "", "extensions/agent": SCRIPT}).flags("extensions/agent"),
    ],
)
def extension_in_subfolder(mount: Mount, env: Environment) -> Iterator[Finding]:
    folder = env.platform.search.extensions.rpartition("/")[2]
    is_layer = mount.role is Role.LAYER
    listing = mount.contents.listing
    if folder not in mount.contents.archive.folders or (is_layer and listing.files_in(folder)):
        return
    found = [path for path in programs_below(mount, folder) if is_layer or path.count("/") == 1]
    if found:
        where = "a folder below it" if is_layer else "the function package"
        yield Finding(
            message=f"{found[0]} is not started as an extension",
            paths=tuple(found),
            reason=f"Lambda starts the files directly in /opt/{folder}, and this lies in {where}",
            help=f"put it directly into {folder}/ of a layer",
        )
