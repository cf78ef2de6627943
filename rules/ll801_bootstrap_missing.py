"""A custom runtime has no program to start.

## Why it matters

The `provided` runtimes start `/var/task/bootstrap`, or `/opt/bootstrap` where the function has none: exactly this name,
at the root, in lower case and without a suffix. Otherwise every invocation ends with
`Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]`, `Runtime.InvalidEntrypoint`. The handler's
name plays no part, which is where functions that moved from go1.x fail: their program is called `main`.

## What to do

Name the program so, and zip it at the root:

    GOOS=linux GOARCH=arm64 CGO_ENABLED=0 go build -o bootstrap . && zip function.zip bootstrap
    cargo lambda build --release --arm64 --output-format zip
"""

from collections.abc import Iterator

from layerlint.environment.custom.entrypoint import entrypoint, lone_program, near, wanted
from layerlint.environment.environment import Environment
from layerlint.environment.layout.handler import handler_files, wrapped_handler
from layerlint.examples.elf import elf
from layerlint.examples.recipe import executable, function, layer, link, stack
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

SCRIPT = executable("#!/bin/sh\n")
PROGRAM = executable(elf(interpreter="/lib64/ld-linux-x86-64.so.2"))


@rule(
    "LL801",
    Severity.ERROR,
    since="0.1",
    good=[
        function({"bootstrap": SCRIPT}, "provided.al2023"),
        stack({"bootstrap": SCRIPT}, function={"handler.php": ""}, runtime="provided.al2"),
        stack(function={"bootstrap": link("main"), "main": PROGRAM}, runtime="provided.al2023"),
        function({"main": PROGRAM}, "go1.x", "x86_64", handler="main"),
        layer({"lib/a.txt": ""}, "provided.al2023"),
    ],
    bad=[
        function({"main": PROGRAM}, "provided.al2023", "x86_64", handler="main").flags("main"),
        function({"bootstrap.sh": SCRIPT, "README.md": ""}, "provided.al2023").flags("bootstrap.sh"),
        function({"Bootstrap": SCRIPT, "config.json": ""}, "provided.al2023").flags("Bootstrap"),
        stack({"bin/bootstrap": SCRIPT, "lib/a.so": ""}, function={"app.php": ""}, runtime="provided.al2").flags(
            "bin/bootstrap"
        ),
        function({"app.php": ""}, "provided.al2023").flags(""),
        function({"handler": PROGRAM}, "go1.x", "x86_64", handler="main").flags("handler"),
    ],
)
def bootstrap_missing(env: Environment) -> Iterator[Finding]:
    mount = env.stack.function
    if mount is None or not wanted(env) or entrypoint(env):
        return
    if env.language == "provided" and wrapped_handler(env.layout(mount), handler_files(None, env.target.runtime)):
        return  # told as a wrapped function
    name = wanted(env)[0].rpartition("/")[2]
    place = next(near(env), None) if env.language == "provided" else None
    place = place or lone_program(env)
    sure = env.stack.runtimes and not env.stack.absent
    yield Finding(
        message=f"there is no {' or '.join(wanted(env))}" + (f", but {place.absolute}" if place else ""),
        paths=(place.path,) if place else (),
        reason=f"{env.target.runtime} starts nothing else, whatever the handler says"
        if env.language == "provided"
        else f"{env.target.runtime} starts the file that the handler names",
        help=advice(place.path if place else "", name, mount),
        severity=None if sure else Severity.WARNING,
        archive=place.mount.name if place else mount.name,
    )


def advice(path: str, name: str, mount: Mount) -> str:
    if path:
        return f"name it {name}, at the root of the archive: mv {path} {name}"
    if mount.contents.listing.folders_in(name) or name in mount.contents.archive.folders:
        return f"{name} is a folder; zip what is in it"
    return f"add {name} at the root of the function package, or the layer that has it with --layer"
