"""Modules whose files are of several layers though in one folder: the extension of one, the source of another."""

from collections.abc import Iterator

from layerlint.environment.python.finder import Folder, Found
from layerlint.environment.python.model import PythonModel
from layerlint.environment.tree import Place
from layerlint.named_tuple import NamedTuple


class Half(NamedTuple):
    seen: Found  #: what an import finds
    lost: Place  #: the file of another layer that an import would find without it


def halves(model: PythonModel) -> Iterator[Half]:
    """Each module that two layers bring in different forms; the suffix that is tried first wins."""
    opt = model.shared.opt
    if len(opt.mounts) > 1:
        for folder in model.candidates.folders:
            if folder.tree is opt:
                yield from _in_folder(model, folder)


def _in_folder(model: PythonModel, folder: Folder) -> Iterator[Half]:
    tree = folder.tree
    for base, paths in _files_of_modules(folder, (*model.finder.extension_suffixes, ".py")).items():
        if len(paths) > 1 and len({tree.owner_of(path) for path in paths}) > 1:
            found = model.find(base[len(folder.child("")) :].replace("/", "."))
            places = [Place(tree.owner_of(path), tree.files[path]) for path in paths]
            if found is not None and found.place in places:
                others = [place for place in places if place.mount is not found.place.mount]
                yield Half(found, others[0])


def _files_of_modules(folder: Folder, suffixes: tuple[str, ...]) -> dict[str, list[str]]:
    """The files that an import of each module may find, by the module's path without a suffix."""
    prefix = folder.child("")
    found: dict[str, list[str]] = {}
    for path in folder.tree.files:
        if path.startswith(prefix) and path.endswith(suffixes):
            parent, _, name = path.rpartition("/")
            stem, dot, ending = name.partition(".")
            if dot + ending in suffixes and stem.isidentifier():
                base = parent if stem == "__init__" and len(parent) >= len(prefix) else f"{parent}/{stem}".lstrip("/")
                found.setdefault(base, []).append(path)
    return found
