"""Programs that Lambda would start if they lay at their place: extensions and custom runtimes."""

from layerlint.archive.archive import UnreadableMember
from layerlint.environment.layout.layout import Layout
from layerlint.facts.listing import join
from layerlint.named_tuple import NamedTuple

_MOST = 20  # files looked into
_STARTS = (b"\x7fELF", b"#!")


class Programs(NamedTuple):
    prefix: str  #: the folders too many
    paths: tuple[str, ...]
    goal: str  #: where they should be, absolute


def wrapped_programs(layout: Layout) -> Programs | None:
    """Programs at their place but for the folders around the whole archive."""
    for prefix in layout.wrappings:
        folder = join(prefix, "extensions")
        names = layout.listing.files_in(folder)[:_MOST]
        found = [join(folder, name) for name in names if _is_program(layout, folder, name)]
        if found:
            return Programs(prefix, tuple(sorted(found)), "/opt/extensions")
        if "bootstrap" in layout.listing.files_in(prefix) and _is_program(layout, prefix, "bootstrap"):
            return Programs(prefix, (join(prefix, "bootstrap"),), "/opt/bootstrap")
    return None


def _is_program(layout: Layout, folder: str, name: str) -> bool:
    """By its first bytes; a shared library is none."""
    archive = layout.mount.contents.archive
    if name.endswith(".so"):
        return False
    try:
        return archive.head(archive.files[join(folder, name)], 4).startswith(_STARTS)
    except UnreadableMember:
        return False
