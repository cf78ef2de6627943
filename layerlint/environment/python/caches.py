"""Packages that are there as bytecode caches alone: no import reads a `__pycache__` whose source is gone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from layerlint.environment.python.finder import Finder, Folder, Origin
from layerlint.environment.python.shared import Shared, module_name
from layerlint.facts.distribution import Distribution
from layerlint.named_tuple import NamedTuple
from layerlint.stack import Mount, Role


class Cached(NamedTuple):
    name: str  #: of the distribution, or of the module where no metadata is there
    mount: Mount
    path: str  #: of one of its caches


def cached_only(shared: Shared, finder: Finder) -> Sequence[Cached]:
    """Distributions that have lost all their sources, and in a layer without metadata and sources the modules."""
    folders = (*finder.folders, *finder.late_folders)
    by_record = (each for folder in folders for each in _of_distributions(folder, shared, finder))
    by_name = (
        each
        for folder in folders
        for mount in folder.tree.mounts
        if mount.role is Role.LAYER and not mount.contents.distributions and not mount.contents.endings.having(".py")
        for each in _of_folder(folder, mount, finder)
    )
    return tuple(sorted([*by_record, *by_name], key=lambda each: (each.mount.name, each.name)))


def _of_distributions(folder: Folder, shared: Shared, finder: Finder) -> Iterator[Cached]:
    for mount, distribution in shared.distributions:
        if (mount.root, distribution.site) == (folder.tree.root, folder.path):
            sources = _lost_sources(mount, distribution)
            cache = next(_caches(mount, sources), None)
            names = (module_name(path[len(folder.child("")) :]) for path in sources)
            if cache is not None and not any(_is_found(finder, name) for name in names):
                yield Cached(distribution.name, mount, cache)


def _lost_sources(mount: Mount, distribution: Distribution) -> Sequence[str]:
    """The sources that a RECORD lists; none where the archive holds one of them."""
    lost = [path for path in mount.contents.lost.get(distribution.folder, ()) if path.endswith(".py")]
    return lost if lost and len(lost) == sum(path.endswith(".py") for path in distribution.record) else ()


def _caches(mount: Mount, sources: Iterable[str]) -> Iterator[str]:
    for path in sources:
        folder, slash, name = path.rpartition("/")
        caches = f"{folder}{slash}__pycache__"
        for cache in mount.contents.listing.files_in(caches):
            if cache.startswith(name.removesuffix("py")) and cache.endswith(".pyc"):
                yield f"{caches}/{cache}"


def _of_folder(folder: Folder, mount: Mount, finder: Finder) -> Iterator[Cached]:
    found: Mapping[str, str] = dict(_top_level(folder, mount.contents.endings.having(".pyc")))
    for name, path in found.items():
        if not _is_found(finder, name):
            yield Cached(name, mount, path)


def _top_level(folder: Folder, bytecode: Iterable[str]) -> Iterator[tuple[str, str]]:
    prefix = folder.child("")
    for path in bytecode:
        match path[len(prefix) :].split("/") if path.startswith(prefix) else []:
            case ["__pycache__", file]:
                yield file.partition(".")[0], path
            case [package, "__pycache__", file] if file.startswith("__init__."):
                yield package, path


def _is_found(finder: Finder, name: str) -> bool:
    found = finder.find(name)
    return found is not None and found.origin is not Origin.NAMESPACE
