"""A file that an import takes for an extension module is no binary at all.

## Why it matters

An import goes by the file's name. If `_x.abi3.so` holds text, the pointer that Git LFS leaves for a file it did not
fetch, or a link's target that a zip tool stored as a file, the loader ends with `invalid ELF header` or
`file too short`, and no other candidate is tried.

## What to do

Fetch or build the real file (`git lfs pull`, `pip install --force-reinstall`) and zip again.
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.python.failure import Defect
from layerlint.examples.elf import elf
from layerlint.examples.recipe import layer
from layerlint.python_findings import breakage_finding, several
from layerlint.rule import Finding, Severity, rule

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 120\n"
PACKAGE = {"python/pkg/__init__.py": "from pkg import _x\n"}


@rule(
    "LL316",
    Severity.ERROR,
    since="0.1",
    good=[layer({**PACKAGE, "python/pkg/_x.abi3.so": elf()}, "python3.12", "x86_64")],
    bad=[layer({**PACKAGE, "python/pkg/_x.abi3.so": POINTER}, "python3.12").flags("python/pkg/_x.abi3.so")],
)
def extension_is_no_library(env: Environment) -> Iterator[Finding]:
    if env.breakages is None:
        return
    for breakage in env.breakages.of(Defect.IMAGE):
        count = several(breakage.causes, "an extension module that is", "{} extension modules that are")
        yield breakage_finding(
            breakage, f"{breakage.owner} has {count} no shared library", "fetch or build the real file and zip again"
        )
