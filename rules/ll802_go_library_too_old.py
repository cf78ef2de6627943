"""The function's Go library does not speak to custom runtimes.

## Why it matters

Versions of `github.com/aws/aws-lambda-go` before 1.18 wait for calls on the port in `_LAMBDA_SERVER_PORT`, as the
go1.x runtime makes them. The `provided` runtimes set no such variable and expect their program to ask for events at
`AWS_LAMBDA_RUNTIME_API`. A function that moved from go1.x without an update starts, and answers nothing.

The Go linker writes the versions of all modules into the program; `go version -m bootstrap` shows them.

## What to do

    go get github.com/aws/aws-lambda-go@latest
    GOOS=linux GOARCH=arm64 CGO_ENABLED=0 go build -tags lambda.norpc -o bootstrap .
"""

from collections.abc import Iterator

from layerlint.archive.archive import UnreadableMember
from layerlint.environment.custom.entrypoint import entrypoint
from layerlint.environment.environment import Environment
from layerlint.examples.elf import elf_bytes
from layerlint.examples.recipe import executable, function, layer
from layerlint.facts.go_build import MAGIC, read_go_build
from layerlint.rule import Finding, Severity, rule

MODULE = "github.com/aws/aws-lambda-go"
FIRST = (1, 18)
OLD_WAY, NEW_WAY = b"_LAMBDA_SERVER_PORT", b"AWS_LAMBDA_RUNTIME_API"


def program(version: str, *words: bytes) -> bytes:
    """An image with a build record as Go 1.18 and later write it."""
    listing = b"w" * 16 + f"path\tmain\ndep\t{MODULE}\t{version}\th1:x\n".encode() + b"w" * 16
    image = elf_bytes(interpreter="/lib64/ld-linux-x86-64.so.2")
    image += b"\0" * (-len(image) % 16) + MAGIC + bytes([8, 2]) + b"\0" * 16
    count = bytes([len(listing) & 0x7F | 0x80, len(listing) >> 7])
    return image + bytes([8]) + b"go1.19.8" + count + listing + b" ".join(words)


@rule(
    "LL802",
    Severity.ERROR,
    since="0.1",
    good=[
        function({"bootstrap": executable(program("v1.47.0", OLD_WAY, NEW_WAY))}, "provided.al2023", "x86_64"),
        function({"bootstrap": executable(program("v1.13.3"))}, "provided.al2023", "x86_64"),
        function({"main": executable(program("v1.13.3", OLD_WAY))}, "go1.x", "x86_64", handler="main"),
        function({"bootstrap": executable("#!/bin/sh\n./main\n")}, "provided.al2023"),
    ],
    bad=[
        function({"bootstrap": executable(program("v1.13.3", OLD_WAY))}, "provided.al2023", "x86_64").flags(
            "bootstrap"
        ),
        layer({"bootstrap": executable(program("v1.13.3", OLD_WAY))}, "provided.al2023", "x86_64").flags("bootstrap"),
    ],
)
def go_library_too_old(env: Environment) -> Iterator[Finding]:
    place = entrypoint(env) if env.language == "provided" else None
    if place is None or place.path not in place.mount.contents.natives:
        return
    try:
        data = place.mount.contents.archive.read(place.entry)
    except UnreadableMember:
        return
    if MAGIC not in data or OLD_WAY not in data or NEW_WAY in data:
        return
    build = read_go_build(data)
    version = build.modules.get(MODULE, "") if build else ""
    if version and is_old(version):
        yield Finding(
            message=f"{place.path} is built with aws-lambda-go {version.removeprefix('v')}",
            paths=(place.path,),
            reason=f"versions before 1.18 wait to be called as go1.x does, and {env.target.runtime} never calls",
            help="go get github.com/aws/aws-lambda-go@latest, and build it again",
            archive=place.mount.name,
        )


def is_old(version: str) -> bool:
    parts = version.removeprefix("v").split(".")[:2]
    return all(part.isdecimal() for part in parts) and tuple(map(int, parts)) < FIRST
