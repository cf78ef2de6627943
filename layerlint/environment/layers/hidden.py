"""Modules that a search folder has and nobody can import, because an earlier folder has one of that name."""

from collections import Counter
from collections.abc import Iterator, Sequence

from layerlint.environment.python.finder import Folder, Found, Origin, extends_its_path
from layerlint.environment.tree import Place
from layerlint.hints import TYPE_CHECKING
from layerlint.named_tuple import NamedTuple

if TYPE_CHECKING:
    from layerlint.environment.python.model import PythonModel

DEEPEST = 4  # namespace packages in namespace packages
CODE = (".py", ".pyc", ".so")


class Hidden(NamedTuple):
    name: str  #: dotted
    seen: Found  #: what an import finds instead, of another archive
    place: Place  #: a file of what is hidden: the module, the package's __init__ or any code in the portion
    base: Folder  #: where the hidden package's submodules would be
    is_portion: bool  #: a folder without __init__, which counts only beside others of its kind


def hidden(model: "PythonModel") -> Iterator[Hidden]:
    """Every module that is hidden by one of another archive, the outermost of each package."""
    if len(list(model.shared.stack.mounts)) == 1:
        return
    folders = model.candidates.folders
    times = Counter(name for folder in folders for name in model.shared.top_level(folder))
    for name in sorted(name for name, count in times.items() if count > 1):
        yield from _of_name(model, name, folders, DEEPEST)


def _of_name(model: "PythonModel", name: str, folders: Sequence[Folder], depth: int) -> Iterator[Hidden]:
    seen = model.find(name)
    if seen is None or seen.origin is Origin.RUNTIME:
        return
    if seen.origin is Origin.NAMESPACE:
        yield from _below(model, seen, depth)
    elif seen.place is not None and not extends_its_path(seen):
        for folder in folders:
            yield from _in_folder(model, name, seen, seen.place, folder)


def _below(model: "PythonModel", seen: Found, depth: int) -> Iterator[Hidden]:
    locations = seen.locations or ()
    names = sorted({name for folder in locations for name in folder.tree.code_names.get(folder.path, ())})
    for name in names if depth and len(locations) > 1 else ():
        if name.isidentifier() and not name.startswith("__"):
            yield from _of_name(model, f"{seen.name}.{name}", locations, depth - 1)


def _in_folder(model: "PythonModel", name: str, seen: Found, winner: Place, folder: Folder) -> Iterator[Hidden]:
    other, portions = model.finder.search([folder], name)
    base = Folder(folder.tree, folder.child(name.rpartition(".")[2]))
    if other is not None and other.place is not None:
        if other.place != winner and other.place.mount is not winner.mount:
            yield Hidden(name, seen, other.place, base, is_portion=False)
        return
    place = next((place for place in code_below(base) if place.mount is not winner.mount), None) if portions else None
    if place is not None:
        yield Hidden(name, seen, place, base, is_portion=True)


def code_below(folder: Folder) -> Iterator[Place]:
    """Every module below a folder, by its path."""
    tree = folder.tree
    for path in sorted(path for path in tree.files if path.startswith(f"{folder.path}/") and path.endswith(CODE)):
        yield Place(tree.owner_of(path), tree.files[path])
