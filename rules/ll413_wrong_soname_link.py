"""A library is there, but not under the name by which a binary asks for it.

## Why it matters

A binary asks for `libfoo.so.1`; the file is called `libfoo.so.1.2.3`, and a symbolic link leads from the one name to
the other. Zip tools drop such links, or store the link's target as a small text file. The loader goes by file names: it
finds nothing, or a file that is no library ("file too short", "invalid ELF header").

## What to do

Keep the links as you zip, or rename each library to the name that is asked for:

    zip --symlinks -r my-layer.zip lib python
    mv lib/libfoo.so.1.2.3 lib/libfoo.so.1
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.linker.missing import Lack, Missing
from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer, link
from layerlint.native_findings import Told, library_findings
from layerlint.rule import Finding, Severity, rule

PACKAGE = {"python/pkg/__init__.py": "from pkg import _a\n"}
MODULE = "python/pkg/_a.abi3.so"
NEEDS_PQ = elf(needed=("libpq.so.5",), versions={})
PQ = elf(soname="libpq.so.5")


@rule(
    "LL413",
    Severity.ERROR,
    since="0.1",
    good=[
        layer({**PACKAGE, MODULE: NEEDS_PQ, "lib/libpq.so.5": PQ}, "python3.12", "x86_64"),
        layer(
            {**PACKAGE, MODULE: NEEDS_PQ, "lib/libpq.so.5.16": PQ, "lib/libpq.so.5": link("libpq.so.5.16")},
            "python3.12",
            "x86_64",
        ),
    ],
    bad=[
        layer({**PACKAGE, MODULE: NEEDS_PQ, "lib/libpq.so.5.16": PQ}, "python3.12", "x86_64").flags(MODULE),
        layer(
            {**PACKAGE, MODULE: NEEDS_PQ, "lib/libpq.so.5.16": PQ, "lib/libpq.so.5": "libpq.so.5.16"},
            "python3.12",
            "x86_64",
        ).flags(MODULE),
    ],
)
def wrong_soname_link(env: Environment) -> Iterator[Finding]:
    yield from library_findings(env, Lack.MISNAMED, told_of_name)
    yield from library_findings(env, Lack.NO_LIBRARY, told_of_file)


def told_of_name(owner: str, missing: Sequence[Missing], env: Environment) -> Told:
    del env
    first = missing[0]
    there = first.there[0]
    return Told(
        f"{owner} needs {first.soname}, which is there as {there.absolute}",
        "the loader goes by the file's name",
        f"rename {there.path} to {first.soname} in a folder that is searched, or zip the link that leads there",
    )


def told_of_file(owner: str, missing: Sequence[Missing], env: Environment) -> Told:
    del env
    first = missing[0]
    return Told(
        f"{owner} needs {first.soname}, and {first.there[0].absolute} is no library",
        "the loader takes the first file of the name and goes no further",
        f"put the library itself at {first.there[0].path}, or keep links as links: zip --symlinks",
    )
