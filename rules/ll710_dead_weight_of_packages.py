"""TypeScript sources and source maps of packages take room.

## Why it matters

Packages publish what editors and debuggers want: type declarations (`.d.ts`), the TypeScript they were written in, and
source maps. Node.js reads none of it from node_modules on Lambda, unless it is started with `--enable-source-maps`. All
of it counts in the 250 MB and slows down publishing.

## What to do

    zip -d layer.zip '*/node_modules/*.map' '*/node_modules/*.ts' '*/node_modules/*.mts' '*/node_modules/*.cts'

Map files of code of your own stay.
"""

from collections import Counter
from collections.abc import Iterator

from layerlint.examples.recipe import layer, zeros
from layerlint.facts.weight import MIB, mib
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Stack
from layerlint.words import counted, zip_name

WORTH = MIB  # below this a note costs more than it saves
MARK = "node_modules/"
SOURCES = (".ts", ".mts", ".cts", ".tsx")
DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
LEAST = MIB // 10  # bytes of a kind that is worth a word
FOLDER = "nodejs/node_modules/a"


@rule(
    "LL710",
    Severity.NOTE,
    since="0.1",
    good=[
        layer({f"{FOLDER}/package.json": "{}", f"{FOLDER}/index.js.map": zeros(1000)}),
        layer({"nodejs/own/index.js.map": zeros(2 * MIB)}),
        layer({f"{FOLDER}/package.json": "{}", f"{FOLDER}/index.js": zeros(2 * MIB)}),
    ],
    bad=[
        layer({f"{FOLDER}/package.json": "{}", f"{FOLDER}/index.js.map": zeros(2 * MIB)}).flags(
            f"{FOLDER}/index.js.map"
        ),
        layer(
            {
                f"{FOLDER}/package.json": "{}",
                f"{FOLDER}/index.d.ts": zeros(MIB),
                f"{FOLDER}/src/index.ts": zeros(MIB // 2),
            }
        ).flags(f"{FOLDER}/index.d.ts"),
    ],
)
def dead_weight_of_packages(mount: Mount, stack: Stack) -> Iterator[Finding]:
    if "--enable-source-maps" in stack.variables.get("NODE_OPTIONS", ""):
        return
    sizes, kinds = Counter[str](), Counter[str]()
    files = mount.contents.archive.files
    for path in mount.contents.endings.having(".map", *SOURCES):
        if MARK in path:
            sizes[path] += files[path].size
            kinds[kind_of(path)] += files[path].size
    total = sum(sizes.values())
    if total >= WORTH:
        parts = ", ".join(f"{kind} {mib(size)}" for kind, size in kinds.most_common() if size >= LEAST)
        yield Finding(
            message=f"what Node.js does not read takes {mib(total)} in {counted(len(sizes), 'file')} of packages",
            paths=tuple(path for path, _ in sizes.most_common(1000)),
            reason=f"nothing loads it on Lambda: {parts}",
            help=f"zip -d {zip_name(mount.name)} " + " ".join(f"'*/node_modules/*{each}'" for each in endings(sizes)),
        )


def kind_of(path: str) -> str:
    """What a file of one of these endings is, by its name."""
    if path.endswith(".map"):
        return "source maps"
    return "type declarations" if path.endswith(DECLARATIONS) else "TypeScript sources"


def endings(paths: Counter[str]) -> list[str]:
    return sorted({f".{path.rpartition('.')[2]}" for path in paths})
