"""What an archive's bytes are spent on."""

from collections import Counter
from collections.abc import Iterable

from layerlint.facts.contents import Contents
from layerlint.named_tuple import NamedTuple
from layerlint.pattern import pattern

MIB = 1 << 20
# Folders that say where things lie and not what they are.
_CONTAINER = pattern(
    r"python[\d.]*|lib|lib64|site-packages|node\d*|nodejs|node_modules|java|ruby|gems|dotnetcore|store|[\d.]+|@.+"
)


class Part(NamedTuple):
    name: str  #: a distribution with its version, or the path of a folder or file
    size: int  #: bytes once unpacked


def largest_parts(contents: Contents, count: int = 5) -> list[Part]:
    """Distributions by what their RECORD claims; what none claims by folder."""
    return parts_of(contents, contents.archive.files)[:count]


def parts_of(contents: Contents, paths: Iterable[str]) -> list[Part]:
    """What some files of an archive are parts of, the largest first."""
    owners = _owners(contents)
    sizes: Counter[str] = Counter()
    for path in paths:
        sizes[owners.get(path) or _folder(path)] += contents.archive.files[path].size
    return [Part(name, size) for name, size in sizes.most_common()]


def mib(size: int) -> str:
    """Bytes for people: `2.3 MiB`, and `12 KiB` of what would be none."""
    return f"{size / MIB:,.1f} MiB" if size >= MIB / 10 else f"{-(-size // 1024)} KiB"


def named(parts: Iterable[Part]) -> str:
    return ", ".join(f"{part.name} {mib(part.size)}" for part in parts)


def _owners(contents: Contents) -> dict[str, str]:
    return {
        path: f"{distribution.shown_name} {distribution.version}"
        for distribution in contents.distributions
        for path in distribution.record
    }


def _folder(path: str) -> str:
    parts = path.split("/")
    for index, part in enumerate(parts):
        if not _CONTAINER.fullmatch(part):
            return "/".join(parts[: index + 1])
    return path
