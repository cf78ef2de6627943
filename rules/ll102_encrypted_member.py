"""The archive holds encrypted members.

## Why it matters

Lambda has no password to give: the upload is refused, or the conversion of the layer fails.

## What to do

Zip without a password. Secrets belong into Secrets Manager, Parameter Store or encrypted environment variables, not
into an archive.

    rm my-layer.zip
    zip -r my-layer.zip python
"""

from collections.abc import Iterator

from layerlint.archive.flaw import FlawKind
from layerlint.examples.raw_zip import Raw, raw_zip
from layerlint.examples.recipe import layer, raw
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount
from layerlint.words import counted, zip_name


@rule(
    "LL102",
    Severity.ERROR,
    since="0.1",
    good=[layer({"python/app.py": ""})],
    bad=[
        raw(lambda: raw_zip(Raw("python/a.py", b"?", flags=1), Raw("python/b.py", b"?", flags=1))).flags("python/a.py")
    ],
)
def encrypted_member(mount: Mount) -> Iterator[Finding]:
    paths = tuple(flaw.path for flaw in mount.contents.archive.flaws_of(FlawKind.ENCRYPTED))
    if paths:
        name = zip_name(mount.name)
        yield Finding(
            message=f"{counted(len(paths), 'member is', 'members are')} encrypted",
            paths=paths,
            reason="Lambda has no password to unzip with",
            help=f"zip again without a password: rm {name} && zip -r {name} .",
        )
