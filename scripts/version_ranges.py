"""Versions of Python, and how the data files write which of them have a name."""

from collections import defaultdict
from collections.abc import Collection, Mapping

Version = tuple[int, int]


def by_range(present: Mapping[str, Collection[Version]], versions: list[Version]) -> dict[str, str]:
    """Names joined by spaces under the versions that have them: "" all, "3.11-", "-3.9", "3.8-3.9,3.12-"."""
    grouped = defaultdict(list)
    for name in sorted(present):
        grouped[_range(present[name], versions)].append(name)
    return {key: " ".join(grouped[key]) for key in sorted(grouped)}


def _range(present: Collection[Version], versions: list[Version]) -> str:
    parts = []
    start: Version | None = None
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        if version in present and start is None:
            start = version
        if start is not None and (following is None or following not in present):
            first = "" if start == versions[0] else text_of(start)
            last = "" if version == versions[-1] else text_of(version)
            parts.append(first if first == last else f"{first}-{last}")
            start = None
    return ",".join(parts)


def text_of(version: Version) -> str:
    return ".".join(map(str, version))


def version_of(text: str) -> Version:
    major, minor = text.split(".")[:2]
    return int(major), int(minor)
