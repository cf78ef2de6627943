"""An extension module promises the stable ABI and does not keep to it.

## Why it matters

A module called `_x.abi3.so` is picked up by every Python, and its wheel's tag (`cp38-abi3`) promises that it works from
that version on. The promise covers a list of functions that CPython never changes. A module that uses others works on
some versions by luck: the next one may drop a function, or change a structure behind it, and then loading fails or the
process crashes. A module that uses newer parts of the list than its tag says fails on the older versions.

Where the target's Python lacks a function, LL409 tells it as an error.

## What to do

Look at what it uses, and report it to the project; or take a wheel for one version of Python:

    pip install abi3audit && abi3audit python/pkg/_a.abi3.so
"""

from collections.abc import Iterator

from layerlint.examples.elf import elf
from layerlint.examples.recipe import distribution, layer
from layerlint.facts.native import Native
from layerlint.facts.suffix import Abi, parse_extension
from layerlint.pattern import pattern
from layerlint.platform.stable_abi import Version, load_stable_abi
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount

MODULE = "python/pkg/_a.abi3.so"
KEPT = elf(undefined=("PyModule_Create2", "PyType_FromSpec"))
PRIVATE = elf(undefined=("PyModule_Create2", "_PyUnicode_Ready"))
NEWER = elf(undefined=("PyModule_Create2", "PyErr_GetRaisedException"))
INTERPRETER = pattern(r"cp3(\d{1,3})")
SHOWN = 3


def _wheel(tag: str) -> dict[str, str]:
    return distribution("pkg", record=["pkg/_a.abi3.so"], tags=[tag])


@rule(
    "LL414",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({MODULE: KEPT}, "python3.12", "x86_64"),
        layer({"python/pkg/_a.cpython-312-x86_64-linux-gnu.so": PRIVATE}, "python3.12", "x86_64"),
        layer({MODULE: NEWER, **_wheel("cp312-abi3-manylinux2014_x86_64")}, "python3.12", "x86_64"),
        layer({MODULE: NEWER}, "python3.12", "x86_64"),
    ],
    bad=[
        layer({MODULE: PRIVATE}, "python3.12", "x86_64").flags(MODULE),
        layer({MODULE: NEWER, **_wheel("cp38-abi3-manylinux2014_x86_64")}, "python3.12", "x86_64").flags(MODULE),
    ],
)
def abi3_violation(mount: Mount) -> Iterator[Finding]:
    for native in mount.contents.natives.values():
        extension = parse_extension(native.path)
        if extension is not None and extension.abi is Abi.STABLE and native.elf and native.elf.python_symbols:
            yield from of_module(native, native.elf.python_symbols, mount)


def of_module(native: Native, symbols: tuple[str, ...], mount: Mount) -> Iterator[Finding]:
    abi = load_stable_abi()
    since = {name: abi.since(name) for name in symbols}
    foreign = [name for name, version in since.items() if version is None]
    newest = max((version for version in since.values() if version is not None), default=(3, 2))
    promised = promise(native, mount)
    if foreign:
        yield Finding(
            message=f"{native.path} promises the stable ABI and uses more of Python",
            paths=(native.path,),
            reason=f"{', '.join(foreign[:SHOWN])} may change or go with any version of Python",
            help="take a wheel for the one version of Python, and tell the project what abi3audit says of it",
        )
    elif promised is not None and newest > promised:
        yield Finding(
            message=f"{native.path} promises Python {text(promised)} and needs Python {text(newest)}",
            paths=(native.path,),
            reason=f"it does not load on Python {text(promised)} to {newest[0]}.{newest[1] - 1}",
            help="take it for a module of the newer version, and tell the project what abi3audit says of it",
            severity=Severity.NOTE,
        )


def promise(native: Native, mount: Mount) -> Version | None:
    """The oldest Python that the tags of the module's wheel name; None where no metadata claims the module."""
    owners = (dist for dist in mount.contents.distributions if native.path in dist.record)
    tags = (tag.partition("-abi3-") for dist in owners for tag in dist.tags)
    named = (INTERPRETER.fullmatch(name) for start, found, _ in tags if found for name in start.split("."))
    return min(((3, int(match[1])) for match in named if match), default=None)


def text(version: Version) -> str:
    return f"{version[0]}.{version[1]}"
