"""One path stands in the archive twice.

## Why it matters

Which of the two files is left depends on who unpacks: most tools keep the last one, some the first, and some refuse
the archive. What Lambda does is not documented. Where both have the same bytes, only space is lost. It happens when a
build appends to a zip that is already there, or packs two folders that overlap.

## What to do

Remove the old zip before each build, or pack into an empty folder first:

    rm -f my-layer.zip
    zip -r my-layer.zip python
"""

from collections.abc import Iterator, Sequence

from layerlint.archive.entry import Kind
from layerlint.archive.flaw import Flaw, FlawKind
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name


@rule(
    "LL106",
    Severity.WARNING,
    since="0.1",
    good=[layer({"python/a.py": "", "python/A.py": "x"}), raw(lambda: raw_zip(Raw("python/"), Raw("python/")))],
    bad=[
        raw(lambda: raw_zip(Raw("python/a.py", b"1"), Raw("python/a.py", b"2"))).flags("python/a.py"),
        raw(lambda: raw_zip(Raw("python/a.py", b"1"), Raw("./python/a.py", b"1"))).flags("python/a.py"),
        raw(lambda: raw_zip(Raw("python/a", b"1"), Raw("python/a/"))).flags("python/a"),
    ],
)
def duplicate_entry(mount: Mount) -> Iterator[Finding]:
    archive = mount.contents.archive
    flaws = archive.flaws_of(FlawKind.DUPLICATE)
    wanted = {flaw.path for flaw in flaws}
    found: dict[str, set[tuple[Kind, int, int]]] = {}
    for entry in archive.entries if wanted else ():
        if entry.path in wanted:
            found.setdefault(entry.path, set()).add((entry.kind, entry.size, entry.crc))
    files = [flaw for flaw in flaws if any(kind is not Kind.FOLDER for kind, _, _ in found[flaw.path])]
    differing = [flaw for flaw in files if len(found[flaw.path]) > 1]
    same = [flaw for flaw in files if len(found[flaw.path]) == 1]
    fresh = f"rm {zip_name(mount.name)} before it is built again: zip adds to the archive that is there"
    yield from _found(differing, "differing", Severity.WARNING, "which one Lambda keeps is not documented", fresh)
    yield from _found(same, "identical", Severity.NOTE, "one of each is dead weight", fresh)


def _found(flaws: Sequence[Flaw], word: str, severity: Severity, reason: str, fresh: str) -> Iterator[Finding]:
    if flaws:
        yield Finding(
            message=f"{counted(len(flaws), 'path has', 'paths have')} several {word} entries",
            paths=tuple(flaw.path for flaw in flaws),
            reason=reason,
            help=fresh,
            severity=severity,
        )
