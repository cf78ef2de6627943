"""Files are readable to their owner only.

## Why it matters

Lambda keeps the modes that the archive stores, and your code does not run as the files' owner. A file without the
read permission for others cannot be opened: `[Errno 13] Permission denied: '/opt/python/app.py'`, `EACCES: permission
denied, open '/var/task/index.js'`. Python's `zipfile.writestr` gives every member such a mode (600) unless told
otherwise, and so does a strict umask.

Archives that store no Unix mode at all, as tools on Windows write them, are not affected.

## What to do

Make the files readable before zipping, and zip afresh (zip keeps the old mode of a member that did not change):

    chmod -R a+rX python
    rm -f my-layer.zip && zip -r my-layer.zip python

With Python's `zipfile`, use `write` in place of `writestr`, or set the mode: `info.external_attr = 0o100644 << 16`.
"""

from collections.abc import Iterable, Iterator

from layerlint.archive.archive import Archive
from layerlint.archive.entry import Entry
from layerlint.examples.recipe import Member, layer, private
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name

READ_BY_OTHERS = 0o004
#: loaded as code, or to find code, whenever something names it
CODE = (".py", ".pyc", ".so", ".pth", ".js", ".mjs", ".cjs", ".node", ".jar", ".class", ".rb", ".dll", ".sh")
CODE_NAMES = {"bootstrap", "package.json"}
#: for people
PROSE = (".md", ".rst", ".txt", ".html", ".1", ".3", ".7")
PROSE_NAMES = ("readme", "license", "licence", "copying", "notice", "authors", "changelog", "changes", "contributing")


@rule(
    "LL113",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({"python/app.py": Member("", 0o100644), "python/b.py": Member("", None), "bin/x": Member("", 0o100555)}),
        layer({"python/app.py": Member("", 0o000604)}),
    ],
    bad=[
        layer({"python/app.py": private(), "python/b.py": private(), "python/c.py": ""}).flags("python/app.py"),
        layer({"lib/libx.so.1.2": private(), "README.md": private()}).flags("README.md", "lib/libx.so.1.2"),
        layer({"python/a.py": "", "python/data.bin": private()}).flags("python/data.bin"),
    ],
)
def unreadable_file(mount: Mount) -> Iterator[Finding]:
    archive = mount.contents.archive
    closed = [entry for entry in archive.files.values() if entry.mode is not None and not entry.mode & READ_BY_OTHERS]
    code = [entry for entry in closed if _is_code(entry.path)]
    prose = [entry for entry in closed if _is_prose(entry.path)]
    listed = {entry.path for entry in (*code, *prose)}
    data = [entry for entry in closed if entry.path not in listed]
    folder = archive.packed_bytes is None
    as_code = Severity.WARNING if folder else Severity.ERROR
    yield from _found(mount, code, "code file", as_code, "the code does not run as their owner: Permission denied")
    yield from _found(mount, data, "file", Severity.WARNING, "opening one fails with Permission denied")
    yield from _found(mount, prose, "text", Severity.NOTE, "nothing that runs is likely to miss them")


def _found(mount: Mount, closed: Iterable[Entry], noun: str, severity: Severity, reason: str) -> Iterator[Finding]:
    entries = sorted(closed)
    if entries:
        mode = f"{(entries[0].mode or 0) & 0o777:03o}"
        yield Finding(
            message=f"{counted(len(entries), noun)} cannot be read by Lambda's user (mode {mode})",
            paths=tuple(entry.path for entry in entries),
            reason=_hedged(mount.contents.archive, reason),
            help=f"chmod -R a+rX . && rm -f {zip_name(mount.name)} && zip -r {zip_name(mount.name)} .",
            severity=severity,
        )


def _hedged(archive: Archive, reason: str) -> str:
    return f"{reason}, if they are zipped with these modes" if archive.packed_bytes is None else reason


def _is_code(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith(CODE) or ".so." in name or name in CODE_NAMES or path.startswith("extensions/")


def _is_prose(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return not _is_code(path) and (name.endswith(PROSE) or name.startswith(PROSE_NAMES) or ".dist-info/" in path)
