"""The archive is no zip, is cut short, or cannot be read.

## Why it matters

Lambda takes zip files only. An upload that was cut short, a tarball with another name, a web page saved in place of a
download or a Git LFS pointer is refused: `Could not unzip uploaded file. Please check your file, then try to upload
again.` Nothing else can be said about such a file, so no other rule looks at it.

## What to do

Make the zip again and try it before the upload:

    zip -r my-layer.zip python
    unzip -tqq my-layer.zip

A pointer of Git LFS becomes the file with `git lfs pull`. A zip in parts becomes one with `zip -s 0 parts.zip --out
whole.zip`.
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.build import zip_bytes
from layerlint.examples.raw_zip import CENTRAL, Raw, raw_zip
from layerlint.examples.recipe import layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import zip_name

MODULE = {"python/app.py": "VALUE = 1\n"}


def _half_a_directory() -> bytes:
    data = raw_zip(Raw("python/a.py"), Raw("python/b.py"))
    second = data.rindex(CENTRAL)
    return data[:second] + bytes(4) + data[second + 4 :]


@rule(
    "LL101",
    Severity.ERROR,
    since="0.1",
    good=[layer(MODULE), raw(lambda: raw_zip(Raw("python/app.py")))],
    bad=[
        raw(lambda: b"").flags(),
        raw(lambda: b"\x1f\x8b\x08\x00 a tarball").flags(),
        raw(lambda: b"<!DOCTYPE html><title>404</title>").flags(),
        raw(lambda: b"version https://git-lfs.github.com/spec/v1\n").flags(),
        raw(lambda: zip_bytes(MODULE)[:-30]).flags(),
        raw(lambda: raw_zip(Raw("python/app.py"), disk=1)).flags(),
        raw(lambda: raw_zip(Raw("python/app.py"), count=9)).flags(),
        raw(_half_a_directory).flags(),
    ],
)
def unreadable_archive(mount: Mount) -> Iterator[Finding]:
    archive = mount.contents.archive
    for flaw in archive.flaws_of(FlawKind.UNREADABLE, FlawKind.DAMAGED):
        if archive.packed_bytes is None:
            yield Finding(
                message="part of the folder cannot be read",
                paths=(flaw.path,),
                reason=flaw.detail,
                help="give yourself the permission: chmod -R u+rX on the folder",
            )
        else:
            yield Finding(
                message="the archive cannot be unzipped",
                reason=flaw.detail,
                help=_help(mount.name),
            )


def _help(name: str) -> str:
    if not name.lower().endswith((".zip", ".jar")):
        return "name a zip, or the folder that will be zipped"
    return f"make it again and try it: unzip -tqq {zip_name(name)}"
