"""The distributions that code on a target can ask for, in the order in which it finds them."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from layerlint.environment.python.finder import Folder
from layerlint.facts.distribution import Distribution
from layerlint.hints import TYPE_CHECKING
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


BUNDLED = frozenset({"boto3", "botocore", "s3transfer", "jmespath", "urllib3", "python-dateutil", "six"})


class Metadata:
    """What the search folders hold of it, the same for every target that searches them."""

    def __init__(self, shared: "Shared", folders: Sequence[Folder]) -> None:
        self._shared = shared
        self._folders = folders

    @cached_property
    def installed(self) -> tuple[Installed, ...]:
        """Every distribution on the search path, the first found first."""
        return installed(self._shared, self._folders)

    @cached_property
    def first(self) -> Mapping[str, Installed]:
        """By canonical name, what code that asks for a distribution gets."""
        found: dict[str, Installed] = {}
        for each in self.installed:
            found.setdefault(each.distribution.name, each)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """Canonical names of the distributions whose metadata is on the search path, the runtime's own included."""
        return BUNDLED.union(self.first)

    @cached_property
    def doubled(self) -> frozenset[str]:
        """Names of the distributions of which one archive has several versions in one folder."""
        versions: dict[tuple[object, object, str], set[str]] = {}
        for each in self.installed:
            key = each.mount, each.folder, each.distribution.name
            versions.setdefault(key, set()).add(each.distribution.version)
        return frozenset(key[-1] for key, found in versions.items() if len(found) > 1)


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
