"""A program that has to be started may not be executed.

## Why it matters

Lambda unpacks an archive with the permissions that are stored in it. It starts `bootstrap` and every file in
`extensions/`, and without an execute bit that ends with "permission denied". Zip tools on Windows store no such bits;
Python's `zipfile.writestr` and many build scripts store 0600 or 0644.

It is an error where Lambda starts the file, and a warning where a shell finds it in `bin/`, or where the archive holds
no permissions for it at all.

## What to do

Set the bit before you zip, and zip with a tool that keeps it:

    chmod +x bootstrap extensions/* bin/*
    zip -r my-layer.zip .
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.native.stuck import Hitch, Stuck
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Member, executable, function, layer
from layerlint.native_findings import Told, stuck_findings
from layerlint.rule import Finding, Severity, rule

PROGRAM = elf(interpreter="/lib64/ld-linux-x86-64.so.2")
SCRIPT = "#!/bin/sh\n"


@rule(
    "LL416",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"extensions/agent": executable(SCRIPT), "bin/tool": executable(SCRIPT), "lib/run.sh": SCRIPT}),
        layer({"bin/settings.json": "{}", "bin/libtool.so": elf()}, arch="x86_64"),
        function({"bootstrap": executable(SCRIPT)}, "provided.al2023"),
        function({"bootstrap": SCRIPT, "app.py": ""}, "python3.12", handler="app.handler"),
    ],
    bad=[
        layer({"extensions/agent": SCRIPT}, "python3.12").flags("extensions/agent"),
        layer({"extensions/agent": PROGRAM}, "python3.12", "x86_64").flags("extensions/agent"),
        layer({"bin/tool": PROGRAM}, "python3.12", "x86_64").flags("bin/tool"),
        function({"bootstrap": SCRIPT}, "provided.al2023").flags("bootstrap"),
        function({"bootstrap": Member(SCRIPT, mode=None)}, "provided.al2023").flags("bootstrap"),
    ],
)
def not_executable(env: Environment) -> Iterator[Finding]:
    yield from stuck_findings(env, Hitch.MODE, of_mode)
    yield from stuck_findings(env, Hitch.NO_MODE, of_no_mode)


def of_mode(stuck: Stuck) -> Told:
    path, mode = stuck.place.path, (stuck.place.entry.mode or 0) & 0o7777
    return Told(f"{path} may not be executed", f"it is stored with mode {mode:04o}", f"before zipping: chmod +x {path}")


def of_no_mode(stuck: Stuck) -> Told:
    return Told(
        f"{stuck.place.path} is stored without permissions",
        "a zip made on Windows holds none, and a file without an execute bit cannot be started",
        "zip on Linux or macOS, or with a tool that stores Unix permissions",
    )
