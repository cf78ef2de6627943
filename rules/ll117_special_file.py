"""A member is a device, a pipe or a socket.

## Why it matters

Layers and functions hold files, folders and links. Nothing documents what Lambda does with a device, a named pipe or
a socket in an archive; most tools skip them or fail, and `zip` waits forever for a pipe to be written to.

## What to do

Leave them out. They usually come from zipping a running container's file system or a folder with a live socket:

    find layer -not -type f -not -type d -not -type l
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.recipe import Member, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name


@rule(
    "LL117",
    Severity.WARNING,
    since="0.1",
    good=[layer({"python/a.py": "", "bin/run": Member("", 0o755)})],
    bad=[layer({"dev/null": Member("", 0o020666), "run/pipe": Member("", 0o010644)}).flags("dev/null")],
)
def special_file(mount: Mount) -> Iterator[Finding]:
    archive = mount.contents.archive
    paths = tuple(flaw.path for flaw in archive.flaws_of(FlawKind.DEVICE))
    if paths:
        inside = archive.packed_bytes is not None
        drop = (
            f"zip -d {zip_name(mount.name)} NAME" if inside else "find . -not -type f -not -type d -not -type l -delete"
        )
        yield Finding(
            message=f"{counted(len(paths), 'member is', 'members are')} neither file, folder nor link",
            paths=paths,
            reason="what Lambda does with devices, pipes and sockets is not documented",
            help=f"leave them out: {drop}",
        )
