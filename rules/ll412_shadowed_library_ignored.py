"""A library in the layer is never used: the loader finds the image's own first.

## Why it matters

Lambda's `LD_LIBRARY_PATH` names the system's folders before `/var/task/lib` and `/opt/lib`, and it comes before a
binary's RUNPATH. A library that the image has, such as `libstdc++.so.6`, `libz.so.1` or `libcurl.so.4`, is taken from
there, whatever lies in the layer. Who put a newer copy there meant it to be used.

It is a warning where the layer's copy has symbol versions that the image lacks, and a note where nothing shows that the
copy is missed.

## What to do

Leave the copy out. Where its version matters, let the binary find it through an RPATH, which comes first of all, or
give it another name, as auditwheel does:

    patchelf --force-rpath --set-rpath '$ORIGIN/../lib' bin/tool
"""

from collections.abc import Iterator

from layerlint.environment.environment import Environment
from layerlint.environment.linker.copies import Shadowed, shadowed
from layerlint.examples.elf import elf
from layerlint.examples.recipe import executable, layer
from layerlint.rule import Finding, Severity, rule
from layerlint.words import counted

NEEDS = elf(needed=("libstdc++.so.6",), versions={})
LED = elf(needed=("libstdc++.so.6",), versions={}, rpath="$ORIGIN/../lib")
NEWER = elf(soname="libstdc++.so.6", defines=("libstdc++.so.6", "GLIBCXX_3.4.40"))
SAME = elf(soname="libstdc++.so.6")


@rule(
    "LL412",
    Severity.WARNING,
    since="0.1",
    good=[
        layer({"bin/tool": executable(LED), "lib/libstdc++.so.6": NEWER}, "provided.al2023", "x86_64"),
        layer({"lib/libstdc++.so.6": NEWER}, "provided.al2023", "x86_64"),
        layer({"bin/tool": executable(NEEDS), "lib/libfoo.so.1": elf()}, "provided.al2023", "x86_64"),
    ],
    bad=[
        layer({"bin/tool": executable(NEEDS), "lib/libstdc++.so.6": NEWER}, "provided.al2023", "x86_64").flags(
            "lib/libstdc++.so.6"
        ),
        layer({"bin/tool": executable(NEEDS), "lib/libstdc++.so.6": SAME}, "provided.al2023", "x86_64").flags(
            "lib/libstdc++.so.6"
        ),
    ],
)
def shadowed_library_ignored(env: Environment) -> Iterator[Finding]:
    groups: dict[tuple[str, Severity], list[Shadowed]] = {}
    for item in shadowed(env.links):
        weight = Severity.WARNING if item.newer else Severity.NOTE
        groups.setdefault((item.place.mount.name, weight), []).append(item)
    for (archive, weight), items in groups.items():
        yield finding(items, weight, archive, env)


def finding(items: list[Shadowed], weight: Severity, archive: str, env: Environment) -> Finding:
    first = items[0]
    title = env.target.runtime.system.title
    newer = f"; it has {first.newer}, and the image has not" if first.newer else ""
    return Finding(
        message=f"{counted(len(items), 'library is', 'libraries are')} never used: {title} has its own",
        paths=tuple(item.place.path for item in items),
        reason=f"the loader takes {first.image}/{first.name} for {first.users[0].path}{newer}",
        help="leave it out, or lead to it with an RPATH: patchelf --force-rpath --set-rpath '$ORIGIN/../lib'",
        severity=weight,
        archive=archive,
    )
