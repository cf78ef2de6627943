"""The top-level modules of a search folder, whether they can be imported on a target or not."""

from collections.abc import Iterator, Sequence

from layerlint.environment.python.finder import Folder
from layerlint.facts.suffix import parse_extension

CODE = (".py", ".pyc", ".so", ".pyd")
NOT_PACKAGES = frozenset({"__pycache__", "bin"})


def top_level_names(folder: Folder) -> frozenset[str]:
    """Modules, packages and namespace packages directly in the folder; a folder counts if code lies below it."""
    prefix = f"{folder.path}/" if folder.path else ""
    modules = (_module(name) for name in folder.tree.file_names.get(folder.path, ()) if name.endswith(CODE))
    names = {name for name in modules if name and name.isidentifier()}
    for path, files in folder.tree.file_names.items():
        if path.startswith(prefix) and path != folder.path:
            first, *below = path[len(prefix) :].split("/")
            if first not in names and _is_importable(first, below) and any(name.endswith(CODE) for name in files):
                names.add(first)
    return frozenset(names - NOT_PACKAGES)


def bytecode_modules(folder: Folder) -> Iterator[str]:
    """The dotted name of every .pyc below the folder that stands in a source's place."""
    prefix = f"{folder.path}/" if folder.path else ""
    for path in folder.tree.bytecode_files:
        if path.startswith(prefix):
            parts = path[len(prefix) : -4].split("/")
            if parts[-1] == "__init__":
                parts.pop()
            if parts and all(map(str.isidentifier, parts)):
                yield ".".join(parts)


def _module(file: str) -> str | None:
    if file.endswith((".py", ".pyc")):
        stem = file.rpartition(".")[0]
        return stem if "." not in stem else None
    extension = parse_extension(file)
    return extension.module if extension else None


def _is_importable(first: str, below: Sequence[str]) -> bool:
    """Whether every folder on the way to a file can be part of a dotted name."""
    return first.isidentifier() and all(map(str.isidentifier, below)) and "__pycache__" not in below
