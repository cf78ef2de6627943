"""Little room is left below Lambda's limit for unpacked size.

## Why it matters

A function and all of its layers share 250 MB of unpacked files. A layer that takes more than nine tenths of them
works today, and the next release of a dependency or a second layer breaks the deployment.

## What to do

Look at the largest parts that the finding names, and leave out what the function does not use.
`layerlint check --select LL6` also says what test folders, bytecode caches and debug sections weigh.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import layer, zeros
from layerlint.facts.weight import largest_parts, mib, named
from layerlint.platform.records import Platform
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Stack

NEAR = 0.9


@rule(
    "LL603",
    Severity.NOTE,
    since="0.1",
    good=[layer({"python/app/__init__.py": "", "python/app/model.npz": zeros(1 << 20)})],
    bad=[layer({"python/model/weights.npz": zeros(240 << 20)}).flags("")],
)
def near_unpacked_limit(stack: Stack, platform: Platform) -> Iterator[Finding]:
    limit = platform.limits.unpacked_bytes
    mounts = list(stack.mounts)
    total = sum(mount.contents.archive.unpacked_bytes for mount in mounts)
    if not limit * NEAR <= total < limit:
        return
    largest = max(mounts, key=_unpacked)
    alone = len(mounts) == 1
    subject = "the archive takes" if alone else "the function and its layers take"
    yield Finding(
        message=f"{subject} {mib(total)} of {mib(limit)} unpacked",
        reason=f"{mib(limit - total)} are left for the function and all of its layers",
        help=f"see what can go: the largest parts{'' if alone else f' of {largest.name}'} are "
        f"{named(largest_parts(largest.contents))}",
        archive=largest.name if alone else "",
    )


def _unpacked(mount: Mount) -> int:
    return mount.contents.archive.unpacked_bytes
