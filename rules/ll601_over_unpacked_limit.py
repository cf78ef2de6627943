"""The archive, or the function with its layers, unpacks to more than Lambda takes.

## Why it matters

A function and all of its layers together must unpack to less than 250 MB (262,144,000 bytes; that many are
already too many). An archive that reaches the limit alone is refused when it is published
(`Unzipped size must be smaller than 262144000 bytes`); archives that reach it together are refused when they
are attached (`Function code combined with layers exceeds the maximum allowed size`). Files count as they are
unpacked, so compressing harder changes nothing.

## What to do

Leave out what the function does not use; the finding names the largest parts. Often these are parts that the
runtime has already (`boto3`, `botocore`), tests, debug sections (LL605 and LL606 say how much) and files for other
platforms. If what is left is still too large, deploy a container image: those may have 10 GB.
"""

from collections.abc import Iterator

from layerlint.examples.recipe import layer, zeros
from layerlint.facts.weight import largest_parts, named
from layerlint.platform.records import Platform
from layerlint.rule import Finding, Severity, rule
from layerlint.stack import Mount, Stack


@rule(
    "LL601",
    Severity.ERROR,
    since="0.1",
    good=[layer({"python/app/__init__.py": "", "python/app/model.npz": zeros(1 << 20)})],
    bad=[layer({"python/model/weights.npz": zeros(262_144_000)}).flags("")],
)
def over_unpacked_limit(stack: Stack, platform: Platform) -> Iterator[Finding]:
    limit = platform.limits.unpacked_bytes
    mounts = list(stack.mounts)
    alone = [mount for mount in mounts if mount.contents.archive.unpacked_bytes >= limit]
    yield from (_alone(mount, limit) for mount in alone)
    if not alone and sum(mount.contents.archive.unpacked_bytes for mount in mounts) >= limit:
        yield _together(mounts, limit)


def _alone(mount: Mount, limit: int) -> Finding:
    size = mount.contents.archive.unpacked_bytes
    return Finding(
        message=f"the archive unpacks to {size:,} bytes",
        reason=f"Lambda refuses to publish it: the unzipped size must be smaller than {limit:,} bytes",
        help=f"leave out at least {size - limit + 1:,} bytes; the largest parts are "
        f"{named(largest_parts(mount.contents))}",
        archive=mount.name,
    )


def _together(mounts: list[Mount], limit: int) -> Finding:
    sizes = {mount.name: mount.contents.archive.unpacked_bytes for mount in mounts}
    total = sum(sizes.values())
    shares = ", ".join(f"{name} {size:,}" for name, size in sizes.items())
    largest = max(mounts, key=lambda mount: mount.contents.archive.unpacked_bytes)
    return Finding(
        message=f"the function and its layers unpack to {total:,} bytes together",
        reason=f"Lambda refuses to attach them: together they must be smaller than {limit:,} bytes ({shares})",
        help=f"leave out at least {total - limit + 1:,} bytes; the largest parts of {largest.name} are "
        f"{named(largest_parts(largest.contents))}",
    )
