"""A symbolic link leads nowhere on Lambda.

## Why it matters

Links that were zipped as links (`zip --symlinks`) are restored as they are. One that points to nothing, in a circle
or to a folder of the machine it was made on fails when it is opened: `No such file or directory` or `Too many levels
of symbolic links`. Links from a function to `/opt` are fine, as a layer may bring what they name.

## What to do

Zip what the links name instead of the links, which is what `zip` does without `--symlinks`, or make them relative to
files in the archive:

    zip -r my-layer.zip python
    ln -s libfoo.so.1.2 lib/libfoo.so.1
"""

from collections.abc import Iterator, Sequence

from layerlint.archive.links import Outcome, Resolution, resolve_all
from layerlint.examples.recipe import function, layer, link
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Role, Stack
from layerlint.words import counted, zip_name

#: what every function has beside its own archives
IMAGE = (
    "bin",
    "dev",
    "etc",
    "lib",
    "lib64",
    "proc",
    "sbin",
    "sys",
    "tmp",
    "usr",
    "var/lang",
    "var/runtime",
    "var/rapid",
)
MOUNTS = {Role.LAYER: "opt", Role.FUNCTION: "var/task"}


@rule(
    "LL112",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"lib/libx.so.1.2": "", "lib/libx.so.1": link("libx.so.1.2"), "lib64": link("lib")}),
        layer({"lib/libx.so.1": "", "bin/x": link("/opt/lib/libx.so.1"), "bin/python": link("/usr/bin/python3")}),
        function({"app.js": "", "node_modules": link("/opt/nodejs/node_modules"), "cache": link("/var/lang/cache")}),
    ],
    bad=[
        layer({"lib/libx.so": link("libx.so.1"), "lib/liby.so": link("liby.so.1"), "lib/z": ""}).flags("lib/libx.so"),
        layer({"python/a": link("b"), "python/b": link("a")}).flags("python/a"),
        layer({"python/lib": link("/srv/venv/lib"), "python/up": link("../../srv/x")}).flags("python/lib"),
    ],
)
def broken_link(mount: Mount, stack: Stack) -> Iterator[Finding]:
    ends = list(resolve_all(mount.contents.archive, mount.root))
    looping = [(path, end) for path, end in ends if end.outcome is Outcome.LOOPS]
    leaving = [(path, end) for path, end in ends if end.outcome is Outcome.LEAVES and not _elsewhere(end, stack)]
    missing = [(path, end) for path, end in ends if end.outcome is Outcome.DANGLES and not _brought(end, mount, stack)]
    yield from _found(mount, missing, "to nothing in the archive", "is in no archive here")
    yield from _found(mount, leaving, "to a place that Lambda does not have", "is not there on Lambda")
    yield from _found(mount, looping, "in a circle", "is never reached: Too many levels of symbolic links")


def _found(mount: Mount, ends: Sequence[tuple[str, Resolution]], where: str, why: str) -> Iterator[Finding]:
    if ends:
        end = ends[0][1]
        place = end.path if end.path.startswith("/") else f"{mount.root}/{end.path}"
        yield Finding(
            message=f"{counted(len(ends), 'link leads', 'links lead')} {where}",
            paths=tuple(path for path, _ in ends),
            reason=f"{place} {why}",
            help=f"zip the files and not the links, without --symlinks: zip -r {zip_name(mount.name)} .",
        )


def _elsewhere(end: Resolution, stack: Stack) -> bool:
    """Whether the image has the place, or another archive may bring it."""
    place = end.path.lstrip("/")
    if any(place == root or place.startswith(f"{root}/") for root in IMAGE):
        return True
    under = {role: place.removeprefix(root).strip("/") for role, root in MOUNTS.items() if place.startswith(root)}
    return any(
        not (known := [mount for mount in stack.mounts if mount.role is role])
        or any(_has(mount, path) for mount in known)
        for role, path in under.items()
    )


def _brought(end: Resolution, mount: Mount, stack: Stack) -> bool:
    """Whether another archive at the same root has what this one lacks."""
    return any(other is not mount and other.role is mount.role and _has(other, end.path) for other in stack.mounts)


def _has(mount: Mount, path: str) -> bool:
    archive = mount.contents.archive
    return not path or path in archive.files or path in archive.folders or path in archive.links
