"""The distributions that code on a target can ask for, in the order in which it finds them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layerlint.environment.python.finder import Folder
from layerlint.facts.distribution import Distribution
from layerlint.named_tuple import NamedTuple
from layerlint.stack import Mount

if TYPE_CHECKING:
    from layerlint.environment.python.shared import Shared


class Installed(NamedTuple):
    """A distribution whose metadata lies in a searched folder."""

    mount: Mount
    distribution: Distribution
    folder: Folder

    @property
    def metadata(self) -> str:
        """The member that tells of it, for findings to point at."""
        files = self.mount.contents.archive.files
        inside = (f"{self.distribution.folder}/{name}" for name in ("METADATA", "PKG-INFO"))
        return next((path for path in inside if path in files), self.distribution.folder)


def installed(shared: "Shared", folders: Sequence[Folder]) -> tuple[Installed, ...]:
    """Every distribution in the search folders, the first found first; those that a later layer replaces are left out.

    In one folder those of the later layer come first, for its code is what is found.
    """
    by_site: dict[tuple[str, str], list[tuple[Mount, Distribution]]] = {}
    order = {mount: number for number, mount in enumerate(shared.stack.mounts)}
    for mount, distribution in sorted(shared.distributions, key=lambda each: -order[each[0]]):
        by_site.setdefault((mount.root, distribution.site), []).append((mount, distribution))
    found = (
        Installed(mount, distribution, folder)
        for folder in folders
        for mount, distribution in by_site.get((folder.tree.root, folder.path), ())
    )
    return tuple(each for each in found if _is_seen(each))


def _is_seen(each: Installed) -> bool:
    tree = each.folder.tree
    path = each.metadata
    return path not in tree.files or tree.owner_of(path) is each.mount
