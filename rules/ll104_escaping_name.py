"""A member's name leads out of the archive's root.

## Why it matters

A name with a `..` part, an absolute name or one with a drive does not say where below `/opt` or `/var/task` the file
should be. Careful tools refuse such an archive, others drop the offending part and put the file somewhere else, and
careless ones overwrite files outside: this is how archives attack those who unpack them. What Lambda does is not
documented. A name with a NUL byte is no file name on Linux at all.

## What to do

Zip again from inside the folder, with relative names. To see and drop the entries:

    unzip -l my-layer.zip
    zip -d my-layer.zip "../outside.py"

If you did not put them there, find out who did before you publish.
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name


@rule(
    "LL104",
    Severity.WARNING,
    since="0.1",
    security="7.5",
    good=[
        layer({"python/..app/x..": "", "python/a:b.py": ""}),
        raw(lambda: raw_zip(Raw("./"), Raw("./python//app.py"))),
    ],
    bad=[
        layer({"../outside.py": "", "/etc/passwd": "", "C:/app.py": "", "python/app.py": ""}).flags("../outside.py"),
        raw(lambda: raw_zip(Raw("python/a.py"), Raw("python/a\0.py"))).flags("python/a\0.py"),
    ],
)
def escaping_name(mount: Mount) -> Iterator[Finding]:
    flaws = mount.contents.archive.flaws_of(FlawKind.ESCAPE)
    listing = f"zip again from inside the folder; unzip -l {zip_name(mount.name)} shows the names"
    leading = [flaw for flaw in flaws if "\0" not in flaw.path]
    if leading:
        yield Finding(
            message=f"{counted(len(leading), 'name leads', 'names lead')} out of the archive",
            paths=tuple(flaw.path for flaw in leading),
            reason=f"{leading[0].detail}; whether Lambda refuses it or puts the file elsewhere is not documented",
            help=listing,
        )
    impossible = tuple(flaw.path for flaw in flaws if "\0" in flaw.path)
    if impossible:
        yield Finding(
            message=f"{counted(len(impossible), 'name holds', 'names hold')} a NUL byte",
            paths=impossible,
            reason="no file on Linux can have such a name",
            help=listing,
            severity=Severity.ERROR,
        )
