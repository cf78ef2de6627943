"""A file is where other members need a folder.

## Why it matters

`python/pkg` as a file and `python/pkg/api.py` below it cannot both be unpacked: one path is either a file or a
folder. The upload is refused or one of the two is missing, and which one depends on the order of the members. A link
in place of the folder may be followed, replaced or refused, and what Lambda does with it is not documented.

## What to do

Find out which one you mean and build the zip afresh; the usual cause is a zip that was added to after a module became
a package.

    rm -f my-layer.zip
    zip -r my-layer.zip python
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.recipe import layer, link
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name


@rule(
    "LL107",
    Severity.ERROR,
    since="0.1",
    good=[layer({"python/pkg/api.py": "", "python/pkg.py": "", "lib64": link("lib"), "lib/libx.so.1": ""})],
    bad=[
        layer({"python/pkg": "", "python/pkg/api.py": ""}).flags("python/pkg"),
        layer({"lib64": link("lib"), "lib64/libx.so.1": "", "lib/liby.so.1": ""}).flags("lib64"),
    ],
)
def file_in_place_of_folder(mount: Mount) -> Iterator[Finding]:
    archive = mount.contents.archive
    paths = [flaw.path for flaw in archive.flaws_of(FlawKind.FILE_AS_FOLDER)]
    files = tuple(path for path in paths if path not in archive.links)
    links = tuple(path for path in paths if path in archive.links)
    unclear = "whether Lambda follows a link, replaces it or refuses the archive is not documented"
    yield from _found(mount, files, "a file", Severity.ERROR, "a path is a file or a folder, never both")
    yield from _found(mount, links, "a link", Severity.WARNING, unclear)


def _found(mount: Mount, paths: tuple[str, ...], what: str, severity: Severity, reason: str) -> Iterator[Finding]:
    if paths:
        entries = mount.contents.archive.entries
        below = next(entry.path for entry in entries if entry.path.startswith(f"{paths[0]}/"))
        more = f", and {counted(len(paths) - 1, 'more path')} likewise" if len(paths) > 1 else ""
        yield Finding(
            message=f"{paths[0]} is {what}, and a folder for {below}{more}",
            paths=paths,
            reason=reason,
            help=f"keep one of the two and zip again: rm {zip_name(mount.name)} before it is built",
            severity=severity,
        )
