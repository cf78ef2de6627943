r"""Names hold backslashes where folders should be.

## Why it matters

The zip format separates folders with `/`. A name such as `python\requests\api.py` is one file of that name on Linux
and not a file in a folder, so nothing is found where it is looked for: `No module named 'requests'`. Some tools on
Windows write such names (.NET before 4.6.1, old PowerShell). Some unpackers put it right and some do not; what Lambda
does is not documented.

## What to do

Zip with a tool that writes `/`: `tar -a -cf my-layer.zip python` on Windows 10 and later, 7-Zip, Python's `zipfile`,
or `Compress-Archive` of PowerShell 7:

    python -m zipfile -c my-layer.zip python
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.recipe import layer
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name


@rule(
    "LL105",
    Severity.WARNING,
    since="0.1",
    good=[layer({"python/requests/api.py": ""})],
    bad=[layer({"python\\requests\\api.py": "", "python\\six.py": ""}).flags("python\\requests\\api.py")],
)
def backslash_in_name(mount: Mount) -> Iterator[Finding]:
    paths = tuple(flaw.path for flaw in mount.contents.archive.flaws_of(FlawKind.BACKSLASH))
    if paths:
        yield Finding(
            message=f"{counted(len(paths), 'name holds', 'names hold')} a backslash",
            paths=paths,
            reason="on Linux a backslash is part of a file's name and separates nothing; "
            "whether Lambda turns it into / is not documented",
            help=f"zip again with a tool that writes /: python -m zipfile -c {zip_name(mount.name)} FOLDER",
        )
