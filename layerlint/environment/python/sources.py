"""The sources below a search folder, by the names that imports have for them."""

from collections.abc import Iterator
from functools import partial
from itertools import repeat

from layerlint.environment.python.finder import Folder
from layerlint.environment.tree import Place


def sources(folder: Folder, spoken: frozenset[str] = frozenset()) -> Iterator[tuple[str, Place]]:
    """The dotted name and place of every .py file below a search folder whose folders an import can name.

    `spoken` are parts of a name that need not be identifiers.
    """
    files, mounts = folder.tree.files, folder.tree.mounts
    names, paths = [], []
    for parent, inside in folder.tree.file_names.items():
        package = _package(parent, folder.path, spoken)
        if package is None:
            continue
        above, start = f"{parent}/" if parent else "", f"{package}." if package else ""
        for name in inside:
            if name.endswith(".py") and ((stem := name[:-3]).isidentifier() or stem in spoken):
                dotted = package if stem == "__init__" else start + stem
                if dotted:
                    names.append(dotted)
                    paths.append(above + name)
    owners = repeat(mounts[0]) if len(mounts) == 1 else map(folder.tree.owner.__getitem__, paths)
    make: partial[Place] = partial(tuple.__new__, Place)  # a third of the cost of calling Place
    return zip(names, map(make, zip(owners, map(files.__getitem__, paths), strict=False)), strict=True)


def _package(parent: str, above: str, spoken: frozenset[str]) -> str | None:
    """What an import calls a folder below a search folder; None where it cannot."""
    if parent == above or not above:
        return _dotted(parent[len(above) :], spoken)
    return _dotted(parent[len(above) + 1 :], spoken) if parent.startswith(f"{above}/") else None


def _dotted(folder: str, spoken: frozenset[str]) -> str | None:
    parts = folder.split("/") if folder else ()
    return ".".join(parts) if all(part.isidentifier() or part in spoken for part in parts) else None
