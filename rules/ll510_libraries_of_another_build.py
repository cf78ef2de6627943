"""The libraries that a wheel brings along are of another build than the extension modules that need them.

## Why it matters

Wheels put the libraries that they are linked to into a folder beside the package, `pillow.libs`, under names that hold
a checksum: `libtiff-20b7e810.so.6.3.0`. Package and folder belong together. Where one layer has the package and another
one the folder, to share the weight or because both install it, and they are of different versions, the names do not
match and the import ends in `libtiff-20b7e810.so.6.3.0: cannot open shared object file`.

It is an error where an unguarded import comes to it.

## What to do

Install the package into one layer, libraries included:

    pip install --target python pillow
"""

from collections.abc import Iterator, Sequence

from layerlint.environment.environment import Environment
from layerlint.environment.linker.missing import Lack, Missing
from layerlint.environment.native.advice import pip_command
from layerlint.examples.elf import elf
from layerlint.examples.recipe import Content, stack
from layerlint.native_findings import Told, library_findings, names
from layerlint.rule import Finding, Severity, rule

MODULE = "python/PIL/_imaging.abi3.so"
PIL: dict[str, Content] = {
    "python/PIL/__init__.py": "from PIL import _imaging\n",
    MODULE: elf(needed=("libtiff-20b7e810.so.6",), versions={}, rpath="$ORIGIN/../pillow.libs"),
}
FITTING: dict[str, Content] = {"python/pillow.libs/libtiff-20b7e810.so.6": elf(soname="libtiff-20b7e810.so.6")}
OTHERS: dict[str, Content] = {"python/pillow.libs/libtiff-0a86184d.so.6": elf(soname="libtiff-0a86184d.so.6")}


@rule(
    "LL510",
    Severity.ERROR,
    since="0.1",
    good=[
        stack(PIL, FITTING),
        stack({**PIL, **FITTING}, OTHERS),
        stack(PIL, {"python/a.py": ""}),
    ],
    bad=[stack(PIL, OTHERS).flags(MODULE), stack(OTHERS, PIL).flags(MODULE)],
)
def libraries_of_another_build(env: Environment) -> Iterator[Finding]:
    return library_findings(env, Lack.ANOTHER_BUILD, told)


def told(owner: str, missing: Sequence[Missing], env: Environment) -> Told:
    first = missing[0]
    folders = [folder for folder in first.searched if folder.endswith(".libs")]
    near = f", which has {first.near[0].rpartition('/')[2]} instead" if first.near else ""
    return Told(
        f"{owner} of {first.user.mount.name} needs {names(missing)}, and {' and '.join(folders)} is of another build",
        f"that folder comes from another layer{near}",
        f"install it into one layer, libraries included: {pip_command([owner], env.target, with_version=True)}",
    )
