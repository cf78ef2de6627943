"""Which of a package's files the host takes: those for its platform, or those for any."""

from collections.abc import Iterator, Mapping, Sequence

from layerlint.facts.dotnet.published import Asset
from layerlint.platform.records import Target

PROCESSORS = {"x86_64": "x64", "arm64": "arm64"}


def platforms(target: Target) -> tuple[str, ...]:
    """What the host calls its platform, best first; Amazon Linux is none that it knows by name.

    "base" went with the graph of platforms in .NET 8.
    """
    processor = PROCESSORS[target.architecture]
    return (f"linux-{processor}", "linux", f"unix-{processor}", "unix", "any", "base")


def taken(assets: Sequence[Asset], target: Target) -> Iterator[Asset]:
    """Of each package and kind the files for the best platform, or where none suits those for any, in their order."""
    groups: dict[tuple[str, bool], list[Asset]] = {}
    for asset in assets:
        groups.setdefault((asset.package, asset.native), []).append(asset)
    wanted = platforms(target)
    for group in groups.values():
        yield from _best(group, wanted)


def _best(group: Sequence[Asset], wanted: Sequence[str]) -> Sequence[Asset]:
    by_platform: Mapping[str, list[Asset]] = {rid: [each for each in group if each.rid == rid] for rid in wanted}
    return next((found for found in by_platform.values() if found), [each for each in group if not each.rid])
